import { useStatus } from '../../stores/status.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { answerNo, answerYes, useReplayView } from './replay-actions.ts';
import { wordingOf } from './replay-text.ts';

/** Asks before what can't be taken back. Enter is yes, Escape no. */
export function QuestionDialog() {
  const question = useReplayView((view) => view.question);
  const mode = useStatus((state) => state.status?.mode);
  if (question === null) return null;
  const { title, text, action } = wordingOf(question, mode);
  return (
    <Dialog label={title} className="replay-question" onClose={answerNo}>
      <header className="dialog-header">
        <h2>{title}</h2>
      </header>
      <div className="dialog-body">
        {text.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={answerNo}>
          Cancel <kbd className="key-cap">Esc</kbd>
        </button>
        <button
          type="button"
          className="button button-primary"
          data-dialog-focus=""
          onClick={() => answerYes(question)}
        >
          {action} <kbd className="key-cap">Enter</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
