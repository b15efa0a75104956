import { dismissToast, useToasts } from '../stores/toasts.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import { UnbrokenAmounts } from '../ui/unbroken-amounts.tsx';
import { currentChords, useKeyBindings } from './key-bindings.ts';
import { shellCommands } from './shell-commands.ts';
import './toasts.css';

const TONE_WORDS = { ok: 'Done', info: 'Note', warn: 'Warning', error: 'Error' } as const;

/** What the program has to say. Errors interrupt assistive technology, the rest waits for a pause. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  const errors = toasts.filter((toast) => toast.tone === 'error');
  const others = toasts.filter((toast) => toast.tone !== 'error');
  return (
    <div className="toasts">
      <div role="status" aria-live="polite">
        {others.map((toast) => (
          <ToastLine key={toast.id} {...toast} isNewest={toast === toasts.at(-1)} />
        ))}
      </div>
      <div role="alert" aria-live="assertive">
        {errors.map((toast) => (
          <ToastLine key={toast.id} {...toast} isNewest={toast === toasts.at(-1)} />
        ))}
      </div>
    </div>
  );
}

function ToastLine({
  id,
  tone,
  message,
  isNewest,
}: {
  readonly id: number;
  readonly tone: keyof typeof TONE_WORDS;
  readonly message: string;
  readonly isNewest: boolean;
}) {
  return (
    <p className={`toast toast-${tone}`}>
      <strong>{TONE_WORDS[tone]}</strong>
      <span>
        <UnbrokenAmounts text={message} />
      </span>
      {isNewest && <DismissKey />}
      <button
        type="button"
        className="button button-quiet"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
      >
        ✕
      </button>
    </p>
  );
}

function DismissKey() {
  useKeyBindings((state) => state.overrides);
  const chord = shellCommands.filter(({ id }) => id === 'notices.dismiss.newest').flatMap(currentChords)[0];
  return chord === undefined ? null : (
    <span className="toast-key" aria-hidden="true">
      <KeyCaps chord={chord} />
    </span>
  );
}
