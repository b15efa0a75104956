import { models } from '../../stores/models.ts';
import { useRows } from '../../stores/use-rows.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { answerNo, answerYes, wordingOf } from './model-actions.ts';
import { useModelsView } from './models-view.ts';

/** Asks before what can't be taken back, or what the terminal bets on changes. Enter is yes, Escape no; where it must be read first, Enter is no. */
export function QuestionDialog() {
  const asking = useModelsView((view) => view.asking);
  const all = useRows(models);
  const wording = asking === null ? null : wordingOf(asking, all);
  if (asking === null || wording === null) return null;
  const careful = wording.careful === true;
  return (
    <Dialog label={wording.title} className="models-question" onClose={answerNo}>
      <header className="dialog-header">
        <h2>{wording.title}</h2>
      </header>
      <div className="dialog-body">
        {wording.text.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <footer className="dialog-footer">
        <button
          type="button"
          className={careful ? 'button button-primary' : 'button'}
          {...(careful ? { 'data-dialog-focus': '' } : {})}
          onClick={answerNo}
        >
          Cancel <kbd className="key-cap">{careful ? 'Enter' : 'Esc'}</kbd>
        </button>
        <button
          type="button"
          className={careful ? 'button' : 'button button-primary'}
          {...(careful ? {} : { 'data-dialog-focus': '' })}
          onClick={() => answerYes(asking)}
        >
          {wording.action} <kbd className="key-cap">{careful ? 'Tab Enter' : 'Enter'}</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
