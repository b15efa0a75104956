import { bytesText } from './bytes-text.ts';
import { cancelWork, useHistoryWork, type WorkKind } from './history-work.ts';

/** How far a compaction or an export is, or how the last one ended. */
export function WorkProgress({ kind }: { readonly kind: WorkKind }) {
  const { state, kind: which, progress, message } = useHistoryWork();
  if (which !== kind || state === 'idle') return null;
  if (state !== 'running')
    return (
      <p role="status" className={state === 'failed' ? 'field-problem' : 'muted'}>
        {message}
      </p>
    );
  const share = progress?.share ?? 0;
  return (
    <div className="history-work">
      <span className="history-inline">
        <progress max={1} value={share} aria-label={kind === 'export' ? 'Exported' : 'Compacted'} />
        <span className="figure">{Math.round(100 * share)}%</span>
        <button type="button" className="button" onClick={cancelWork}>
          Cancel
        </button>
      </span>
      <p role="status" className="muted">
        {progress === null ? 'Starting…' : progress.stage}
        {progress !== null && (
          <>
            {' '}
            {progress.rows.toLocaleString('en-GB')} {kind === 'export' ? 'changes' : 'removed'},{' '}
            {bytesText(progress.bytes)}
          </>
        )}
      </p>
    </div>
  );
}
