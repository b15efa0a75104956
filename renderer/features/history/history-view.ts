import { create } from 'zustand';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { BookId, EpochMs, MarketId, SelectionId } from '../../../shared/domain/units.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { isoMoment } from '../../ui/moment-text.ts';

/** Whose price the plot shows. */
export type Offer = { readonly bookId: BookId; readonly side: BackLay };

type HistoryView = {
  readonly search: string;
  /** Whether the list of events is open over what else is shown. */
  readonly searching: boolean;
  readonly event: SportingEvent | null;
  /** `null`: the market listed first. */
  readonly marketId: MarketId | null;
  /** `null`: the market's first. */
  readonly selectionId: SelectionId | null;
  /** `null`: the first that has a price. */
  readonly offer: Offer | null;
  /** The plot's changes as a table. */
  readonly asTable: boolean;
  /** What had been received by then; `null`: the latest that the scale shows. */
  readonly known: EpochMs | null;
  /** Of that, what books had said by then; `null`: all of it. */
  readonly said: EpochMs | null;
};

/** What the pane shows; it stays while the pane is closed. */
export const useHistoryView = create<HistoryView>(() => ({
  search: '',
  searching: false,
  event: null,
  marketId: null,
  selectionId: null,
  offer: null,
  asTable: false,
  known: null,
  said: null,
}));

export const chooseEvent = (event: SportingEvent | null): void =>
  useHistoryView.setState({
    event,
    search: '',
    searching: false,
    marketId: null,
    selectionId: null,
    offer: null,
    known: null,
    said: null,
  });

// Each market keeps prices of its own.
onOtherMarket(() => chooseEvent(null));

/** What the open event's prices can be taken along as, and moved through; set by the view that shows them. */
export const shownPrices: {
  current: {
    readonly copy: () => void;
    readonly save: () => void;
    readonly step: (what: 'market' | 'selection' | 'offer', by: 1 | -1) => void;
    /** Reads everything again: an event that goes on has new prices. */
    readonly again: () => void;
    readonly opening: () => void;
    /** Nothing where the event has not started, or was first seen in play. */
    readonly close: (() => void) | null;
    readonly latest: () => void;
  } | null;
} = { current: null };

/** `2026-11-21 14:05`, in the machine's zone. */
export const minuteText = (at: EpochMs): string => isoMoment(at).slice(0, 16);

/** Moments are typed in whole seconds: what came within that second counts as known by it. */
export const endOfSecond = (at: EpochMs): EpochMs => (Math.floor(at / 1000) * 1000 + 999) as EpochMs;

/** The one after (1) or before (-1), round and round; the first where `current` is none of them. */
export function stepped<T>(all: readonly T[], current: T | undefined, by: 1 | -1): T | undefined {
  const at = current === undefined ? -1 : all.indexOf(current);
  return at === -1 ? all[0] : all[(at + by + all.length) % all.length];
}
