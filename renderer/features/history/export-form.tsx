import { type FormEvent, useEffect, useState } from 'react';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { engineNow, onOtherMarket, useStatus } from '../../stores/status.ts';
import { FormField } from '../../ui/form-field.tsx';
import { eventName } from '../../ui/market-name.ts';
import { MomentField } from '../../ui/moment-field.tsx';
import { EXPORT_FORMATS, type ExportFormat, withEnding } from './export-file.ts';
import { endOfSecond, useHistoryView } from './history-view.ts';
import { startExport, useHistoryWork } from './history-work.ts';
import { spanWords } from './span-words.ts';
import { WorkProgress } from './work-progress.tsx';

const DAY_MS = 86_400_000;
const aDayAgo = (): EpochMs => (engineNow() - DAY_MS) as EpochMs;
const LAST_MOMENT = Number.MAX_SAFE_INTEGER as EpochMs;

/** Writes every change, of the open event or of all in a span, to a file on the engine's machine. */
export function ExportForm() {
  const event = useHistoryView((view) => view.event);
  const connected = useStatus((status) => status.connection === 'open');
  const running = useHistoryWork((work) => work.state === 'running');
  const [what, setWhat] = useState<'event' | 'span'>('span');
  /** `null`: from the oldest kept. */
  const [from, setFrom] = useState<EpochMs | null>(aDayAgo);
  const [asOffered, setAsOffered] = useState(true);
  const [to, setTo] = useState<EpochMs | null>(null);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [file, setFile] = useState('');
  const [problem, setProblem] = useState<string>();
  useEffect(
    () =>
      onOtherMarket(() => {
        setWhat('span');
        setFrom(aDayAgo());
        setAsOffered(true);
        setTo(null);
      }),
    [],
  );
  const ofEvent = what === 'event' && event !== null;
  const changeFrom = (at: EpochMs | null) => {
    setFrom(at);
    setAsOffered(false);
  };
  const near = from ?? engineNow();
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const path = file.trim();
    const start = ofEvent || from === null ? (0 as EpochMs) : from;
    const end = ofEvent || to === null ? LAST_MOMENT : endOfSecond(to);
    if (path === '') return setProblem('Type the path of a new file.');
    setProblem(undefined);
    startExport({ eventId: ofEvent ? event.id : null, from: start, to: end, format, file: path });
  };
  return (
    <section className="history-section" aria-label="Export">
      <h3>Export</h3>
      <form onSubmit={submit}>
        <fieldset className="button-group" aria-label="What to export">
          <button type="button" className="button" aria-pressed={!ofEvent} onClick={() => setWhat('span')}>
            All in a span
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={ofEvent}
            disabled={event === null}
            title={event === null ? 'Choose an event first' : eventName(event)}
            onClick={() => setWhat('event')}
          >
            The open event
          </button>
        </fieldset>
        {ofEvent ? (
          <p className="muted">{eventName(event)}</p>
        ) : (
          <div className="history-span">
            <MomentField
              label="From"
              value={from}
              near={near}
              onMoment={changeFrom}
              onEmpty={() => changeFrom(null)}
              title="Changes received from then on. Empty: from the oldest"
            />
            <MomentField
              label="Until"
              value={to}
              near={near}
              onMoment={setTo}
              onEmpty={() => setTo(null)}
              title="Empty: up to the newest"
            />
            <p className="muted">{spanWords(from, to, asOffered)}</p>
          </div>
        )}
        <FormField
          label="File on the engine's machine"
          help="A whole path; nothing is ever replaced."
          problem={problem}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              spellCheck={false}
              autoComplete="off"
              data-history="file"
              placeholder={`/home/me/prices.${format}`}
              value={file}
              onChange={(change) => setFile(change.target.value)}
            />
          )}
        </FormField>
        <div className="history-actions">
          <fieldset className="button-group" aria-label="Format">
            {EXPORT_FORMATS.map((each) => (
              <button
                key={each}
                type="button"
                className="button"
                aria-pressed={format === each}
                onClick={() => {
                  setFormat(each);
                  setFile(withEnding(file, each));
                }}
              >
                {each === 'csv' ? 'CSV' : 'Parquet'}
              </button>
            ))}
          </fieldset>
          <button type="submit" className="button button-primary" disabled={!connected || running}>
            Export
          </button>
        </div>
      </form>
      <WorkProgress kind="export" />
    </section>
  );
}
