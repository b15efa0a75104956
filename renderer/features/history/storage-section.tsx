import { type FormEvent, useEffect, useState } from 'react';
import type { HistoryStorage } from '../../../shared/contract/history.ts';
import { useStatus } from '../../stores/status.ts';
import { readNumber } from '../../ui/amount.ts';
import { FormField } from '../../ui/form-field.tsx';
import { bytesText } from './bytes-text.ts';
import { minuteText } from './history-view.ts';
import { readStorage, saveRetention, startCompaction, useHistoryWork, useStored } from './history-work.ts';
import { useRefresh } from './use-refresh.ts';
import { WorkProgress } from './work-progress.tsx';

const count = (value: number): string => value.toLocaleString('en-GB');
/** They are counted over the whole file: not more often than anyone reads them. */
const FIGURES_MS = 60_000;
const MOST_DAYS = 36_500;

/** What recorded prices take on the disk, how long they are kept, and giving space back. */
export function StorageSection() {
  const { state, storage, message } = useStored();
  const connected = useStatus((status) => status.connection === 'open');
  const running = useHistoryWork((work) => work.state === 'running');
  useEffect(() => {
    if (connected) void readStorage();
  }, [connected]);
  useRefresh(() => {
    if (connected && !running) void readStorage();
  }, FIGURES_MS);
  return (
    <section className="history-section" aria-label="Storage">
      <h3>Storage</h3>
      {state === 'failed' && (
        <p role="alert" className="field-problem">
          The figures could not be read. {message}
        </p>
      )}
      {storage === null ? state !== 'failed' && <p className="muted">Reading…</p> : <Figures of={storage} />}
      <div className="history-actions">
        <button type="button" className="button" disabled={!connected} onClick={() => void readStorage()}>
          Refresh
        </button>
        <button
          type="button"
          className="button"
          data-history="compact"
          disabled={!connected || running}
          onClick={startCompaction}
        >
          Compact
        </button>
      </div>
      <WorkProgress kind="compaction" />
      {storage !== null && <Retention key={storage.retentionDays} days={storage.retentionDays} />}
    </section>
  );
}

const Figures = ({ of }: { readonly of: HistoryStorage }) => (
  <dl className="history-figures">
    <dt>File</dt>
    <dd>
      {bytesText(of.bytes)}
      {of.freeBytes > 0 && <span className="muted">, {bytesText(of.freeBytes)} of it free</span>}
    </dd>
    <dt>Price changes</dt>
    <dd>{count(of.points)}</dd>
    <dt>Histories</dt>
    <dd>{count(of.series)}</dd>
    <dt>From</dt>
    <dd>{of.from === null ? 'nothing recorded yet' : minuteText(of.from)}</dd>
    {of.to !== null && (
      <>
        <dt>To</dt>
        <dd>{minuteText(of.to)}</dd>
      </>
    )}
  </dl>
);

function Retention({ days }: { readonly days: number | null }) {
  const [text, setText] = useState(days === null ? '' : String(days));
  const value = text.trim() === '' ? null : readNumber(text);
  const problem =
    value === undefined || (value !== null && (!Number.isInteger(value) || value < 1 || value > MOST_DAYS))
      ? `Type whole days from 1 to ${MOST_DAYS}, or nothing.`
      : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === undefined && value !== undefined) void saveRetention(value);
  };
  return (
    <form onSubmit={submit}>
      <FormField
        label="Keep prices for days (empty: for ever)"
        help="Closing lines and events with bets are always kept."
        problem={problem}
      >
        {(attributes) => (
          <span className="history-inline">
            <input
              {...attributes}
              className="input input-figure"
              inputMode="numeric"
              autoComplete="off"
              data-history="retention"
              placeholder="for ever"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="button" disabled={problem !== undefined || value === days}>
              Save
            </button>
          </span>
        )}
      </FormField>
    </form>
  );
}
