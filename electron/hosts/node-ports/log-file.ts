import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** Where finished lines go. */
export type LineSink = { write(line: string): void };

/**
 * A file that is renamed to `name.1`, `name.2`, ... once it would grow past `maximumBytes`; `keep` older ones stay.
 * A line that cannot be written (disk full, folder gone) goes to `fallback`: logging never stops the engine.
 */
export function createLogFile(
  path: string,
  options: { readonly maximumBytes: number; readonly keep: number; readonly fallback: LineSink },
): LineSink & { close(): void } {
  let file: { readonly descriptor: number; bytes: number } | undefined;

  const open = () => {
    const descriptor = openSync(path, 'a', 0o600);
    file = { descriptor, bytes: fstatSync(descriptor).size };
    return file;
  };
  const close = () => {
    if (file) closeSync(file.descriptor);
    file = undefined;
  };
  const rotate = () => {
    close();
    for (let age = options.keep; age >= 1; age -= 1) {
      try {
        renameSync(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`);
      } catch {
        // That age does not exist yet.
      }
    }
    return open();
  };

  return {
    write(line) {
      try {
        const bytes = Buffer.byteLength(line);
        let current = file ?? open();
        if (current.bytes > 0 && current.bytes + bytes > options.maximumBytes) current = rotate();
        writeSync(current.descriptor, line);
        current.bytes += bytes;
      } catch {
        options.fallback.write(line);
      }
    },
    close,
  };
}
