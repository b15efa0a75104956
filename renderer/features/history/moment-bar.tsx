import { useEffect, useRef } from 'react';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Span } from './as-of-table.ts';
import { momentField, readMoment, useHistoryView } from './history-view.ts';

const SECOND_MS = 1_000;

type MomentBarProps = {
  readonly span: Span;
  readonly known: EpochMs;
  readonly said: EpochMs | null;
  readonly startsAt: EpochMs;
};

/** Which moment is looked at: on a scale from the first price to the newest, or typed. */
export function MomentBar({ span, known, said, startsAt }: MomentBarProps) {
  const scale = useRef<HTMLInputElement>(null);
  // Whoever has just chosen the event goes on from here by arrow keys.
  useEffect(() => {
    if (document.activeElement?.matches('[data-history="search"]')) scale.current?.focus();
  }, []);
  const length = Math.max(SECOND_MS, span.to - span.from);
  return (
    <div className="history-moment">
      <label>
        <span className="field-label">Known by</span>
        <input
          type="datetime-local"
          step={1}
          className="input"
          data-history="known"
          value={momentField(known)}
          onChange={(change) => useHistoryView.setState({ known: readMoment(change.target.value) })}
        />
      </label>
      <input
        ref={scale}
        type="range"
        className="history-scale"
        aria-label="Moment between the first and the newest price"
        aria-valuetext={new Date(known).toLocaleString('en-GB')}
        min={span.from}
        max={span.to}
        // A thousandth of the span at a time, by the arrow keys too.
        step={Math.max(1, Math.round(length / SECOND_MS))}
        value={Math.min(span.to, Math.max(span.from, known))}
        onChange={(change) => useHistoryView.setState({ known: Number(change.target.value) as EpochMs })}
      />
      <span className="button-group">
        <button
          type="button"
          className="button"
          onClick={() => useHistoryView.setState({ known: span.from })}
        >
          Opening
        </button>
        {[60, 10].map((minutes) => (
          <button
            key={minutes}
            type="button"
            className="button"
            title={`${minutes} minutes before the start`}
            disabled={startsAt - minutes * 60_000 < span.from || startsAt - minutes * 60_000 > span.to}
            onClick={() => useHistoryView.setState({ known: (startsAt - minutes * 60_000) as EpochMs })}
          >
            −{minutes} min
          </button>
        ))}
        <button
          type="button"
          className="button"
          disabled={span.close === null}
          onClick={() => useHistoryView.setState({ known: span.close })}
        >
          Close
        </button>
        <button type="button" className="button" onClick={() => useHistoryView.setState({ known: span.to })}>
          Latest
        </button>
      </span>
      <label title="Only what books had said by then: prices that came late do not count">
        <span className="field-label">Said by</span>
        <input
          type="datetime-local"
          step={1}
          className="input"
          value={said === null ? '' : momentField(said)}
          onChange={(change) => useHistoryView.setState({ said: readMoment(change.target.value) })}
        />
      </label>
    </div>
  );
}
