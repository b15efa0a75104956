import type { Run } from '../../../shared/contract/runs.ts';
import { hasEnded } from '../../stores/runs.ts';
import { formatAge } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { durationOf, leftText, percentText, RUN_STATES } from './run-rows.ts';

/** Where a run stands, with a bar while it goes on. Its room stays the same, so that nothing moves when it ends. */
export function RunProgress({ run }: { readonly run: Run }) {
  useTicking(1000);
  const { state, share, stage } = run;
  const took = durationOf(run, Date.now());
  const left = leftText(run, performance.now());
  return (
    <div className="run-progress">
      <progress max={1} value={share} aria-label={`Progress of ${run.name}`} />
      <p role="status">
        <b>{RUN_STATES[state]}</b>
        {!hasEnded(run) && ` ${percentText(share)}`} {stage}
        <span className="muted">
          {took === null ? '' : ` · ${formatAge(took)}`}
          {left === '' || left === '…' ? '' : ` · about ${left} left`}
        </span>
      </p>
    </div>
  );
}
