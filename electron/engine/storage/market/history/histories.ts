import type { Database } from 'better-sqlite3';
import type { FairPrice } from '../../../../../shared/domain/edge.ts';
import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { EpochMs, MinorUnits, OddsE4, Probability } from '../../../../../shared/domain/units.ts';
import type { Log } from '../../../ports/log.ts';
import type { FairPoint, MarketStore, PricePoint } from '../../../ports/market-store.ts';
import { StorageFailure, storageFailure } from '../../storage-failure.ts';
import { createPointStore } from './point-store.ts';
import { createQuoteSlots } from './quote-slots.ts';
import type { Series } from './series.ts';

/** Changes after which they are written without being asked: about 100 kB. */
const flushEvery = 16_384;
/** Changes kept in memory while the disk refuses them, some 30 MB; beyond, new ones are dropped and counted. */
const keepAtMost = 4_000_000;
/** Fair probabilities are kept to a hundred-millionth, far below what a price or a screen can show. */
const fairScale = 1e8;

type Histories = Pick<MarketStore, 'recordQuote' | 'recordFair' | 'flush' | 'priceHistory' | 'fairHistory'>;

/**
 * Price and fair histories. A point is written when the best price changes or the offer is withdrawn; a changed size
 * alone makes one only when it moved by more than half of the last recorded size, for the size of an exchange's best
 * rung flickers far more often than it means anything.
 */
export function createHistories(db: Database, file: string, log: Log): Histories {
  const slots = createQuoteSlots();
  const fairs = new Map<string, Series>();
  const store = createPointStore(db, (series) => {
    if (series.kind === 'fair') fairs.delete(series.selectionId);
    else slots.forget(series);
  });
  let flushAt = flushEvery;
  let dropped = 0;

  const written = (): void => {
    flushAt = flushEvery;
    if (dropped > 0) log.error('price changes were lost while the disk refused them', { lost: dropped });
    dropped = 0;
  };
  /** A feed cannot do anything about a full disk: what it told waits for the next try. */
  const flushQuietly = (): void => {
    try {
      store.flush();
      written();
    } catch (error) {
      const cause = storageFailure(error, file);
      if (!(cause instanceof StorageFailure)) throw error;
      flushAt = store.pending() + flushEvery;
      log.error('price history could not be written; it waits in memory', {
        error: cause.message,
        waiting: store.pending(),
      });
    }
  };
  /** False when there was no room left for it. */
  const record = (series: Series, at: number, x: number, y: number, z: number): boolean => {
    if (store.pending() >= keepAtMost) {
      dropped += 1;
      if (dropped % flushEvery === 1) flushQuietly();
      return false;
    }
    store.record(series, at, x, y, z);
    return true;
  };
  const flushWhenDue = (): void => {
    if (store.pending() >= flushAt) flushQuietly();
  };
  const openSeries = (slot: number, { selectionId, bookId, side }: Quote): Series => {
    const series = store.open({ kind: side, selectionId, bookId });
    slots.adopt(slot, series);
    return series;
  };

  return {
    recordQuote(quote) {
      const slot = slots.slotOf(quote);
      const best = quote.levels[0];
      const price = best === undefined ? 0 : best.price;
      const size = best === undefined ? -1 : (best.size ?? -1);
      let known = slots.price(slot);
      if (known < 0) {
        openSeries(slot, quote);
        known = slots.price(slot);
      }
      if (price === known && !hasMoved(slots.size(slot), size)) return;
      const series = slots.seriesAt(slot) ?? openSeries(slot, quote);
      if (!record(series, quote.receivedAt, price, size, quote.receivedAt - quote.sourceTime)) return;
      slots.remember(slot, price, size);
      flushWhenDue();
    },
    recordFair(fair) {
      let series = fairs.get(fair.selectionId);
      if (!series) {
        series = store.open({ kind: 'fair', selectionId: fair.selectionId, bookId: '' });
        fairs.set(fair.selectionId, series);
      }
      const { x, y, z } = packFair(fair);
      const last = series.last;
      if (last.at >= 0 && x === last.x && y === last.y && z === last.z) return;
      if (record(series, fair.at, x, y, z)) flushWhenDue();
    },
    flush() {
      store.flush();
      written();
    },
    priceHistory: ({ selectionId, bookId, side }, from, to) =>
      store.read({ kind: side, selectionId, bookId }, from, to).map(toPricePoint),
    fairHistory: (selectionId, from, to) =>
      store.read({ kind: 'fair', selectionId, bookId: '' }, from, to).map(toFairPoint),
  };
}

/** Whether a size alone makes a point; -1 is none published. */
const hasMoved = (last: number, next: number): boolean =>
  next !== last && (last < 0 || next < 0 || Math.abs(next - last) * 2 > last);

const packFair = (fair: Pick<FairPrice, 'probability' | 'low' | 'high'>) => ({
  x: Math.round(fair.probability * fairScale),
  y: Math.round(fair.low * fairScale),
  z: Math.round(fair.high * fairScale),
});

const toPricePoint = (point: { at: number; x: number; y: number; z: number }): PricePoint => ({
  at: point.at as EpochMs,
  sourceTime: (point.at - point.z) as EpochMs,
  price: point.x === 0 ? null : (point.x as OddsE4),
  size: point.y < 0 ? null : (point.y as MinorUnits),
});

const toFairPoint = (point: { at: number; x: number; y: number; z: number }): FairPoint => ({
  at: point.at as EpochMs,
  probability: (point.x / fairScale) as Probability,
  low: (point.y / fairScale) as Probability,
  high: (point.z / fairScale) as Probability,
});
