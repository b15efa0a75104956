import { notify } from '../stores/toasts.ts';

/** Offers `text` as a download. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has read the blob once the click's task is over; a minute is plenty on slow disks.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Puts `text` on the clipboard and says so. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => notify('ok', `Copied: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`),
    () =>
      notify(
        'error',
        'The system did not let the clipboard be written. Click into the window and copy again.',
      ),
  );
}
