import { showPane } from '../../stores/workspace.ts';
import { useWaitingKeyboard } from './use-form-keys.ts';

/** Nothing can be learned from or judged by before there are matches. */
export function NoMatches() {
  useWaitingKeyboard();
  return (
    <div className="pane-empty">
      <strong>No matches are imported</strong>
      <span>
        Models learn from and are judged on past matches with their prices. Import football-data.co.uk CSV
        files in Sources (Alt+6).
      </span>
      <button
        type="button"
        className="button"
        data-pane-focus=""
        onClick={() => showPane('sources', () => document.getElementById('import-files')?.focus())}
      >
        Import matches
      </button>
    </div>
  );
}
