import { ToolbarButton } from '../../grid/index.ts';
import { canResume, hasEnded } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';
import { counted } from '../../ui/counted.ts';
import { formatAge } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { SECTIONS, useBacktestView } from './backtest-view.ts';
import { BetsSection } from './bets-section.tsx';
import { DetailsBody } from './details-body.tsx';
import { exportShown } from './exports.ts';
import { GroupsSection } from './groups-section.tsx';
import { Overview } from './overview.tsx';
import { type BacktestRun, useResults } from './results.ts';
import { askRemove, cancel, editStrategy, resume } from './run-actions.ts';
import { durationOf, percentText, RUN_STATES } from './run-rows.ts';
import { ToldSection } from './told-section.tsx';

type DetailsProps = {
  readonly run: BacktestRun;
  /** Finished backtests there are. */
  readonly tried: number;
};

/** One backtest: how it goes, then what it came to. */
export function RunDetails({ run, tried }: DetailsProps) {
  const { section } = useBacktestView();
  return (
    <section className="backtest-details" aria-label={`Backtest ${run.name}`}>
      <Head run={run} />
      <div className="backtest-tabs" role="tablist" aria-label="Parts of the backtest">
        {SECTIONS.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            role="tab"
            aria-selected={section === value}
            title="] and [ turn to the next"
            onClick={() => useBacktestView.setState({ section: value })}
          >
            {label}
          </button>
        ))}
      </div>
      {section === 'told' ? <ToldSection run={run} /> : <Result run={run} tried={tried} />}
    </section>
  );
}

function Head({ run }: { readonly run: BacktestRun }) {
  return (
    <header className="backtest-head">
      <div className="backtest-title">
        <strong title={run.name}>{run.name}</strong>
        <span className={`stage-chip is-${run.spec.strategy.stage}`}>{run.spec.strategy.stage}</span>
      </div>
      <div className="backtest-actions">
        {!hasEnded(run) && (
          <ToolbarButton onClick={() => cancel(run)} hint="X">
            Cancel
          </ToolbarButton>
        )}
        {canResume(run) && (
          <ToolbarButton onClick={() => resume(run)} hint="U">
            {run.resumable ? 'Resume' : 'Start again'}
          </ToolbarButton>
        )}
        <ToolbarButton onClick={() => editStrategy(run)} hint="Change its strategy and run it again (E)">
          Edit
        </ToolbarButton>
        {run.state === 'done' && (
          <ToolbarButton
            onClick={() => {
              useBacktestView.setState({ run: run.id, inDetails: true });
              exportShown([]);
            }}
            hint="Export what is shown as CSV (Shift+E)"
          >
            CSV
          </ToolbarButton>
        )}
        {hasEnded(run) && (
          <ToolbarButton onClick={() => askRemove(run)} hint="Delete">
            Remove
          </ToolbarButton>
        )}
      </div>
    </header>
  );
}

function Result({ run, tried }: DetailsProps) {
  const { section, reload } = useBacktestView();
  const currency = useStatus(({ status }) => status?.currency ?? null);
  const isDone = run.state === 'done';
  const read = useResults(isDone ? [run.id] : [], reload);
  const result = isDone ? read.value?.[0] : undefined;
  if (!isDone)
    return (
      <DetailsBody label="How it goes">
        <Progress run={run} />
      </DetailsBody>
    );
  if (result === undefined || currency === null)
    return (
      <DetailsBody label="Result">
        {read.problem === null ? (
          <p className="backtest-note muted" role="status">
            Reading the result…
          </p>
        ) : (
          <p role="alert" className="backtest-note field-problem">
            The result could not be read. {read.problem} <kbd className="key-cap">F5</kbd> reads again.
          </p>
        )}
      </DetailsBody>
    );
  switch (section) {
    case 'overview':
      return (
        <DetailsBody label="Overview">
          <Overview run={run} result={result} currency={currency} tried={tried} />
        </DetailsBody>
      );
    case 'groups':
      return (
        <DetailsBody label="Breakdown">
          <GroupsSection run={run} result={result} currency={currency} />
        </DetailsBody>
      );
    case 'bets':
      return <BetsSection key={run.id} run={run} total={result.summary.bets} currency={currency} />;
    case 'told':
      return null;
  }
}

/** Where an unfinished run stands, with what to do. */
function Progress({ run }: { readonly run: BacktestRun }) {
  useTicking(1000);
  const connected = useStatus((state) => state.connection === 'open');
  const { state, share, stage, message, figures } = run;
  const took = durationOf(run, Date.now());
  const bets = figures['bets'];
  return (
    <div className="backtest-progress">
      <progress max={1} value={share} aria-label={`Progress of ${run.name}`} />
      <p role="status">
        <b>{RUN_STATES[state]}</b>
        {!hasEnded(run) && ` ${percentText(share)}`} {stage}
        <span className="muted">
          {bets === undefined ? '' : ` · ${counted(bets, 'bet')} so far`}
          {took === null ? '' : ` · ${formatAge(took)}`}
        </span>
      </p>
      {message !== '' && (
        <p role="alert" className={`backtest-alert ${state === 'failed' ? 'is-danger' : 'is-warn'}`}>
          {message}
        </p>
      )}
      <p className="muted">
        {connected ? NEXT[state] : 'The engine is away; the run is shown as last heard.'}
      </p>
    </div>
  );
}

const NEXT: Readonly<Record<BacktestRun['state'], string>> = {
  queued: 'It starts when the run before it has ended. X takes it back.',
  running: 'X cancels it. It goes on while you work elsewhere.',
  done: '',
  failed: 'E changes the strategy, U starts it again.',
  cancelled: 'U starts it again, E changes the strategy first.',
  interrupted: 'U starts it again.',
};
