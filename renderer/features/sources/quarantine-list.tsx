import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { QuarantinedRow } from '../../../shared/contract/index.ts';
import type { SourceId } from '../../../shared/domain/units.ts';
import { copyText } from '../../grid/index.ts';
import { sources } from '../../stores/market-data.ts';
import { useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { reasonWords } from '../../ui/reason-words.ts';
import { offerName } from './offers.ts';
import { MOST_QUARANTINED, quarantinedText, readQuarantine, useQuarantine } from './quarantine.ts';

/** Milliseconds from a refusal to reading: a burst of them is read once. */
const READ_AGAIN_MS = 1_000;

/** What sources and imports delivered and could not be used, with the reason of each. */
export function QuarantineList() {
  const { state, rows, message } = useQuarantine();
  const connected = useStatus((status) => status.connection === 'open');
  const heading = useId();
  const refused = useRows(sources).reduce((sum, { counts }) => sum + counts.quarantined, 0);
  const seen = useRef(refused);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (connected) void readQuarantine();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [connected]);
  useEffect(() => {
    if (!connected || refused === seen.current) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void readQuarantine();
    }, READ_AGAIN_MS);
    seen.current = refused;
  }, [connected, refused]);
  return (
    <section className="quarantine" aria-labelledby={heading}>
      <div className="quarantine-bar">
        <strong id={heading}>Quarantined</strong>
        <span className="muted">{summary(rows.length)}</span>
        <button
          type="button"
          className="button quarantine-refresh"
          disabled={!connected}
          aria-busy={state === 'reading'}
          onClick={() => void readQuarantine()}
        >
          Refresh
        </button>
      </div>
      {state === 'failed' && (
        <p role="alert" className="field-problem">
          The quarantined rows could not be read. {message}
        </p>
      )}
      {rows.length === 0 ? <NoRows state={state} /> : <Rows rows={rows} />}
    </section>
  );
}

const summary = (count: number): string => {
  if (count === 0) return '';
  return count < MOST_QUARANTINED ? `${count}, newest first` : `the newest ${count}`;
};

function NoRows({ state }: { readonly state: 'unread' | 'reading' | 'read' | 'failed' }) {
  if (state === 'failed') return null;
  return (
    <p className="muted">
      {state === 'read' ? 'Nothing is quarantined: all that came in could be used.' : 'Reading…'}
    </p>
  );
}

const keyOf = ({ source, reason, sample }: QuarantinedRow): string =>
  JSON.stringify([source, reason, sample]);

/** Arrows, Home and End move along the reasons; Enter or Space shows what was refused. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const reasons = [...event.currentTarget.querySelectorAll<HTMLElement>('.quarantine-reason')];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? reasons.indexOf(activeElement) : -1;
  if (at < 0) return;
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: reasons.length - 1,
  };
  const to = places[event.key];
  if (to === undefined) return;
  event.preventDefault();
  reasons[Math.max(0, Math.min(to, reasons.length - 1))]?.focus();
}

function Rows({ rows }: { readonly rows: readonly QuarantinedRow[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Source</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody onKeyDown={moveAlong}>
        {rows.map((row) => {
          const key = keyOf(row);
          return (
            <Row
              key={key}
              row={row}
              open={key === open}
              onToggle={() => setOpen(key === open ? null : key)}
            />
          );
        })}
      </tbody>
    </table>
  );
}

type RowProps = { readonly row: QuarantinedRow; readonly open: boolean; readonly onToggle: () => void };

const Row = ({ row, open, onToggle }: RowProps) => (
  <tr className="quarantine-row">
    <td>{formatDayAndTime(row.at)}</td>
    <td>{sources.get(row.source as SourceId)?.name ?? offerName(row.source as SourceId)}</td>
    <td className="quarantine-cell">
      <button type="button" className="quarantine-reason" aria-expanded={open} onClick={onToggle}>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span> {reasonWords(row.reason)}
      </button>
      {open && (
        <div className="quarantine-sample">
          <pre>{row.sample}</pre>
          <button type="button" className="button" onClick={() => copyText(quarantinedText(row))}>
            Copy
          </button>
        </div>
      )}
    </td>
  </tr>
);
