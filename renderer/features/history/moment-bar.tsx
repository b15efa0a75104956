import { useEffect, useRef } from 'react';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { MomentField } from '../../ui/moment-field.tsx';
import { isoMoment } from '../../ui/moment-text.ts';
import type { Span } from './as-of-table.ts';
import { endOfSecond, shownPrices, useHistoryView } from './history-view.ts';

const STEPS = 1_000;

type MomentBarProps = {
  readonly span: Span;
  readonly known: EpochMs;
  readonly said: EpochMs | null;
};

const lookAt = (known: EpochMs) => useHistoryView.setState({ known });

/** Which moment is looked at: on a scale from the first price to the newest, or typed. */
export function MomentBar({ span, known, said }: MomentBarProps) {
  const scale = useRef<HTMLInputElement>(null);
  // Whoever has just chosen the event goes on from here by arrow keys.
  useEffect(() => {
    if (document.activeElement?.matches('[data-history="search"]')) scale.current?.focus();
  }, []);
  const { startsAt } = span;
  const length = Math.max(STEPS, span.to - span.from);
  return (
    <div className="history-moment">
      <MomentField
        label="Known by"
        value={known}
        near={known}
        onMoment={(at) => lookAt(endOfSecond(at))}
        title="What had been received by then (M)"
        data={{ 'data-history': 'known' }}
      />
      <input
        ref={scale}
        type="range"
        className="history-scale"
        data-history="scale"
        data-pane-focus=""
        aria-label="Moment between the first and the newest price"
        aria-valuetext={isoMoment(known)}
        min={span.from}
        max={span.to}
        // A thousandth of the span at a time, by the arrow keys too.
        step={Math.max(1, Math.round(length / STEPS))}
        value={Math.min(span.to, Math.max(span.from, known))}
        onChange={(change) => lookAt(Number(change.target.value) as EpochMs)}
      />
      <span className="button-group">
        <button
          type="button"
          className="button"
          title="The first price (O)"
          onClick={() => shownPrices.current?.opening()}
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
            onClick={() => lookAt((startsAt - minutes * 60_000) as EpochMs)}
          >
            −{minutes} min
          </button>
        ))}
        <button
          type="button"
          className="button"
          title={span.close === null ? 'It has not started within these prices' : 'The start (C)'}
          disabled={span.close === null}
          onClick={() => shownPrices.current?.close?.()}
        >
          Close
        </button>
        <button
          type="button"
          className="button"
          title="The newest price (L)"
          onClick={() => shownPrices.current?.latest()}
        >
          Latest
        </button>
      </span>
      <MomentField
        label="Said by"
        value={said}
        near={known}
        onMoment={(at) => useHistoryView.setState({ said: endOfSecond(at) })}
        onEmpty={() => useHistoryView.setState({ said: null })}
        title="Only what books had said by then: prices that came late do not count. Empty: whatever they had said"
        data={{ 'data-history': 'said' }}
      />
    </div>
  );
}
