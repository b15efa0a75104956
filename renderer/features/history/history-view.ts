import { create } from 'zustand';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, MarketId } from '../../../shared/domain/units.ts';

type HistoryView = {
  readonly search: string;
  readonly event: SportingEvent | null;
  /** `null`: the market listed first. */
  readonly marketId: MarketId | null;
  /** What had been received by then; `null`: the latest that the scale shows. */
  readonly known: EpochMs | null;
  /** Of that, what books had said by then; `null`: all of it. */
  readonly said: EpochMs | null;
};

/** What the pane shows; it stays while the pane is closed. */
export const useHistoryView = create<HistoryView>(() => ({
  search: '',
  event: null,
  marketId: null,
  known: null,
  said: null,
}));

export const chooseEvent = (event: SportingEvent | null): void =>
  useHistoryView.setState({ event, marketId: null, known: null, said: null });

/** What the open event's prices can be taken along as; set by the view that shows them. */
export const shownPrices: {
  current: {
    readonly copy: () => void;
    readonly save: () => void;
    readonly step: (by: 1 | -1) => void;
  } | null;
} = { current: null };

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A moment as a field for local date and time takes it: `2026-03-01T15:00:00`. */
export function momentField(at: EpochMs): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day}T${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}

/** What such a field holds; `null` while it is empty or no moment yet. A whole second ends with its last millisecond. */
export function readMoment(text: string): EpochMs | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : ((at + 999) as EpochMs);
}
