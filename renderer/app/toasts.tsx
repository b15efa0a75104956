import { dismissToast, useToasts } from '../stores/toasts.ts';
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
          <ToastLine key={toast.id} {...toast} />
        ))}
      </div>
      <div role="alert" aria-live="assertive">
        {errors.map((toast) => (
          <ToastLine key={toast.id} {...toast} />
        ))}
      </div>
    </div>
  );
}

function ToastLine({
  id,
  tone,
  message,
}: {
  readonly id: number;
  readonly tone: keyof typeof TONE_WORDS;
  readonly message: string;
}) {
  return (
    <p className={`toast toast-${tone}`}>
      <strong>{TONE_WORDS[tone]}</strong>
      <span>{message}</span>
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
