import type { SourceHealth } from '../../../shared/contract/sources.ts';
import { sources } from '../../stores/market-data.ts';
import { engineNow, useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { formatAge } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { SPEEDS, setSpeed } from './commands.ts';
import { ImportForm } from './import-form.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import { canRetry, retrySource, useRetries } from './retry.ts';
import './sources.css';

/** Where prices come from, and how well. */
export function SourcesPane() {
  return (
    <div className="pane-body sources">
      <SpeedControl />
      <SourceTable />
      <QuarantineList />
      <ImportForm />
    </div>
  );
}

function SpeedControl() {
  const mode = useStatus((state) => state.status?.mode);
  const speed = useStatus((state) => state.status?.speed);
  if (mode !== 'practice') return null;
  return (
    <div className="pane-toolbar">
      <span className="mode-word">PRACTICE</span>
      <span className="muted">Speed of the simulated market</span>
      <fieldset className="button-group" aria-label="Speed of the simulated market">
        {SPEEDS.map((option, index) => (
          <button
            key={option}
            type="button"
            className="button"
            data-pane-focus={index === 0 ? '' : undefined}
            aria-pressed={speed === option}
            onClick={() => setSpeed(option)}
          >
            {option}×
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function SourceTable() {
  const rows = useRows(sources);
  useTicking(1000);
  if (rows.length === 0)
    return <p className="pane-empty">No sources yet. They appear as soon as the engine reports them.</p>;
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col" className="figure">
            Last heard
          </th>
          <th scope="col" className="figure">
            Latency p50 / p99
          </th>
          <th scope="col" className="figure">
            Every
          </th>
          <th scope="col" className="figure">
            Credits last / used / left
          </th>
          <th scope="col" className="figure">
            Received
          </th>
          <th scope="col" className="figure">
            Used
          </th>
          <th scope="col" className="figure">
            Duplicate
          </th>
          <th scope="col" className="figure">
            Quarantined
          </th>
          <th scope="col" className="figure">
            Errors
          </th>
          <th scope="col">Message</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((source) => (
          <SourceRow key={source.id} source={source} />
        ))}
      </tbody>
    </table>
  );
}

const STATE_WORDS: Readonly<Record<SourceHealth['state'], string>> = {
  off: 'Off',
  connecting: 'Connecting',
  live: 'Live',
  degraded: 'Degraded',
  failed: 'Failed',
};

const NONE = '–';
const count = (value: number): string => value.toLocaleString('en-GB');
const milliseconds = (ms: number): string => (ms < 10 ? ms.toFixed(1) : count(Math.round(ms)));

function SourceRow({ source }: { readonly source: SourceHealth }) {
  const { latencyMs, credits, counts, cadenceMs, lastReceivedAt, capabilities } = source;
  const can = [
    capabilities.depth && 'depth',
    capabilities.lay && 'lay',
    capabilities.scores && 'scores',
    capabilities.streaming && 'streaming',
  ].filter(Boolean);
  return (
    <tr>
      <td>
        <strong>{source.name}</strong> <span className="faint">{can.join(', ')}</span>
      </td>
      <td>
        <span className={`source-state source-${source.state}`}>
          <i aria-hidden="true" />
          {STATE_WORDS[source.state]}
        </span>
        {canRetry(source) && <RetryButton source={source} />}
      </td>
      <td className="figure">{lastReceivedAt === null ? NONE : formatAge(engineNow() - lastReceivedAt)}</td>
      <td className="figure">
        {latencyMs === null ? NONE : `${milliseconds(latencyMs.p50)} / ${milliseconds(latencyMs.p99)} ms`}
      </td>
      <td className="figure">{cadenceMs === null ? 'stream' : formatAge(cadenceMs)}</td>
      <td className="figure">
        {credits === null
          ? NONE
          : `${count(credits.lastCost)} / ${count(credits.used)} / ${count(credits.remaining)}`}
      </td>
      <td className="figure">{count(counts.received)}</td>
      <td className="figure">{count(counts.used)}</td>
      <td className="figure">{count(counts.duplicate)}</td>
      <td className={`figure ${counts.quarantined > 0 ? 'warn' : ''}`}>{count(counts.quarantined)}</td>
      <td className={`figure ${counts.errors > 0 ? 'loss' : ''}`}>{count(counts.errors)}</td>
      <td className="source-message" title={source.message}>
        {source.message}
      </td>
    </tr>
  );
}

function RetryButton({ source }: { readonly source: SourceHealth }) {
  const running = useRetries((state) => state.running.has(source.id));
  return (
    <button
      type="button"
      className="button source-retry"
      aria-label={`Retry ${source.name}`}
      disabled={running}
      onClick={() => retrySource(source)}
    >
      Retry
    </button>
  );
}
