import type { KeyboardEvent } from 'react';
import type { SourceHealth } from '../../../shared/contract/sources.ts';
import { priceTruths, sourceSetups, sources } from '../../stores/market-data.ts';
import { engineNow } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { formatAge } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { offerName } from './offers.ts';
import { canRetry, retrySource, useRetries } from './retry.ts';
import { SourceDetails } from './source-details.tsx';
import { agePair, count, pairMs, type SourceRow, sourceRows, wordsOf } from './source-rows.ts';
import { toggleDetails, useSourcesView } from './sources-view.ts';

const COLUMNS = [
  ['Source', ''],
  ['State', ''],
  ['Heard', 'figure'],
  ['Price age p50 / p99', 'figure'],
  ['Latency p50 / p99', 'figure'],
  ['Every', 'figure'],
  ['Credits last / used / left', 'figure'],
  ['Received', 'figure'],
  ['Used', 'figure'],
  ['Dup.', 'figure'],
  ['Quar.', 'figure'],
  ['Err.', 'figure'],
  ['Message', ''],
] as const;

const TITLES: Readonly<Record<string, string>> = {
  'Dup.': 'Duplicate',
  'Quar.': 'Quarantined',
  'Err.': 'Errors',
};

/** Every source with how it is doing; Enter on one opens its details. */
export function SourceTable() {
  const healths = useRows(sources);
  const truths = useRows(priceTruths);
  const setups = useRows(sourceSetups);
  const chosen = useSourcesView((view) => view.chosen);
  useTicking(1000);
  const rows = sourceRows(healths, truths, setups, offerName);
  if (rows.length === 0) return null;
  return (
    <table className="figures source-table">
      <thead>
        <tr>
          {COLUMNS.map(([label, kind]) => (
            <th key={label} scope="col" className={kind} title={TITLES[label]}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={moveAlong}>
        {rows.map((row) => (
          <Row key={row.id} row={row} open={row.id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

/** Arrows move along the sources. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const names: readonly Element[] = [...event.currentTarget.querySelectorAll<HTMLElement>('.source-name')];
  const at = document.activeElement === null ? -1 : names.indexOf(document.activeElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: names.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = names[Math.max(0, Math.min(to, names.length - 1))];
  if (next instanceof HTMLElement) next.focus();
}

const STATE_WORDS: Readonly<Record<SourceHealth['state'], string>> = {
  off: 'Off',
  connecting: 'Connecting',
  live: 'Live',
  degraded: 'Degraded',
  failed: 'Failed',
};
const NONE = '–';

function Row({ row, open }: { readonly row: SourceRow; readonly open: boolean }) {
  const { health, truth } = row;
  const state = health?.state ?? 'off';
  return (
    <>
      <tr data-source={row.id} className={open ? 'is-open' : ''}>
        <td>
          <button
            type="button"
            className="source-name"
            data-source={row.id}
            aria-expanded={open}
            onClick={() => toggleDetails(row.id)}
          >
            <span aria-hidden="true">{open ? '▾' : '▸'}</span> <strong>{row.name}</strong>{' '}
            <span className="faint">{health === undefined ? '' : abilities(health)}</span>
          </button>
        </td>
        <td>
          <span className={`source-state source-${state}`}>
            <i aria-hidden="true" />
            {STATE_WORDS[state]}
          </span>
          {health !== undefined && canRetry(health) && <RetryButton source={health} />}
        </td>
        {health === undefined ? <OffCells row={row} /> : <HealthCells health={health} truth={truth} />}
      </tr>
      {open && (
        <tr className="source-detail-row">
          <td colSpan={COLUMNS.length}>
            <SourceDetails row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

const abilities = ({ capabilities: { depth, lay, scores, streaming } }: SourceHealth): string =>
  [depth && 'depth', lay && 'lay', scores && 'scores', streaming && 'streaming'].filter(Boolean).join(', ');

const OffCells = ({ row }: { readonly row: SourceRow }) => (
  <>
    <td colSpan={COLUMNS.length - 3} />
    <td className="source-message">
      {row.setup?.enabled === false ? 'Switched off: change it to bring it into the market.' : ''}
    </td>
  </>
);

function HealthCells({
  health,
  truth,
}: {
  readonly health: SourceHealth;
  readonly truth: SourceRow['truth'];
}) {
  const { latencyMs, credits, counts, cadenceMs, capabilities, lastReceivedAt } = health;
  const overdue = truth !== undefined && truth.overdue > 0;
  const message = wordsOf(health, truth);
  return (
    <>
      <td className="figure">{lastReceivedAt === null ? NONE : formatAge(engineNow() - lastReceivedAt)}</td>
      <td className={`figure ${overdue ? 'warn' : ''}`}>{agePair(truth?.ageMs)}</td>
      <td className="figure">{pairMs(latencyMs)}</td>
      <td className="figure">
        {cadenceMs !== null ? formatAge(cadenceMs) : capabilities.streaming ? 'stream' : NONE}
      </td>
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
      <td className="source-message" title={message}>
        {message}
      </td>
    </>
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
