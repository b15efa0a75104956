import { copyText } from '../../grid/export.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { isoMoment } from '../../ui/moment-text.ts';
import { reasonWords } from '../../ui/reason-words.ts';
import { hideRefused, useReplayView } from './replay-actions.ts';
import { count, refusedText } from './replay-text.ts';

/** Which parts of the file could not be used, and why. */
export function RefusedDialog() {
  const refused = useReplayView((view) => view.refused);
  if (refused === null) return null;
  const { parts, more } = refused;
  return (
    <Dialog label="Refused parts of the file" className="replay-refused-dialog" onClose={hideRefused}>
      <header className="dialog-header">
        <h2>Refused</h2>
        <span className="muted">
          {parts.length === 0
            ? 'Nothing so far.'
            : `${count(parts.length)} so far, as the file has been played.`}
          {more > 0 ? ` ${count(more)} more are counted and not listed.` : ''}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keys */}
      <div className="dialog-body replay-refused-list" tabIndex={0} data-dialog-focus="">
        {parts.length > 0 && (
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Where</th>
                <th scope="col">Why</th>
                <th scope="col">What</th>
              </tr>
            </thead>
            <tbody>
              {parts.map(({ at, where, reason, sample }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it is shown
                <tr key={index}>
                  <td>{at === null ? '–' : isoMoment(at)}</td>
                  <td>{where}</td>
                  <td className="replay-why">{reasonWords(reason)}</td>
                  <td className="replay-sample">{sample}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <footer className="dialog-footer">
        <button
          type="button"
          className="button"
          disabled={parts.length === 0}
          onClick={() => copyText(refusedText(parts))}
        >
          Copy all
        </button>
        <button type="button" className="button" onClick={hideRefused}>
          Close <kbd className="key-cap">Esc</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
