import type { Database } from 'better-sqlite3';
import type { BackLay } from '../../../../../shared/domain/quote.ts';
import type { BookId } from '../../../../../shared/domain/units.ts';
import type { Log } from '../../../ports/log.ts';
import type { MarketStore, PriceKey, PriceTrack } from '../../../ports/market-store.ts';
import { StorageFailure, storageFailure } from '../../storage-failure.ts';
import { createHistoryUpkeep } from './compaction.ts';
import { createPointReads } from './point-reads.ts';
import { createPointStore } from './point-store.ts';
import { createPriceTracks } from './price-tracks.ts';
import type { Series, SeriesKey } from './series.ts';
import { packFair, toFairPoint, toPricePoint } from './stored-points.ts';

/** Changes after which they are written without being asked: about 100 kB. */
const flushEvery = 16_384;
/** Changes kept in memory while the disk refuses them, some 30 MB; beyond, new ones are dropped and counted. */
const keepAtMost = 4_000_000;
type Histories = Pick<
  MarketStore,
  | 'priceTrack'
  | 'recordQuote'
  | 'recordFair'
  | 'flush'
  | 'priceHistory'
  | 'fairHistory'
  | 'priceHistoriesOf'
  | 'priceAsOf'
  | 'openingPrice'
  | 'upkeep'
>;

const seriesKey = ({ selectionId, bookId, side }: PriceKey): SeriesKey => ({
  kind: side,
  selectionId,
  bookId,
});

/**
 * Price and fair histories. A point is written whenever the best price or the size at it differs from the point before,
 * and when the offer is withdrawn: what is unchanged costs a comparison, and no change is ever left out.
 */
export function createHistories(db: Database, file: string, log: Log): Histories {
  const fairs = new Map<string, Series>();
  const store = createPointStore(db, (series) => {
    if (series.kind === 'fair') fairs.delete(series.selectionId);
    else tracks.forget(series.selectionId, series.bookId, series.kind);
  });
  const reads = createPointReads(db, store);
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
  const record = (series: Series, at: number, x: number, y: number, z: number): void => {
    if (store.pending() >= keepAtMost) {
      dropped += 1;
      if (dropped % flushEvery === 1) flushQuietly();
      return;
    }
    store.record(series, at, x, y, z);
    if (store.pending() >= flushAt) flushQuietly();
  };

  const openTrack = (of: PriceKey): PriceTrack => {
    const key = seriesKey(of);
    let series = store.open(key);
    return {
      record(quote) {
        if (series.forgotten) series = store.open(key);
        const best = quote.levels[0];
        const price = best === undefined ? 0 : best.price;
        const size = best === undefined ? -1 : (best.size ?? -1);
        const { last } = series;
        if (price === last.x && size === last.y) return;
        record(series, quote.receivedAt, price, size, quote.receivedAt - quote.sourceTime);
      },
    };
  };
  const tracks = createPriceTracks(openTrack);

  return {
    priceTrack: openTrack,
    recordQuote: (quote) => tracks.of(quote).record(quote),
    recordFair(fair) {
      let series = fairs.get(fair.selectionId);
      if (!series) {
        series = store.open({ kind: 'fair', selectionId: fair.selectionId, bookId: '' });
        fairs.set(fair.selectionId, series);
      }
      const { x, y, z } = packFair(fair);
      const { last } = series;
      if (x === last.x && y === last.y && z === last.z) return;
      record(series, fair.at, x, y, z);
    },
    flush() {
      store.flush();
      written();
    },
    priceHistory: (key, from, to) => reads.read(seriesKey(key), from, to).map(toPricePoint),
    fairHistory: (selectionId, from, to) =>
      reads.read({ kind: 'fair', selectionId, bookId: '' }, from, to).map(toFairPoint),
    priceHistoriesOf: (selectionId) =>
      reads.pricesOf(selectionId).map(({ bookId, kind }) => ({
        selectionId,
        bookId: bookId as BookId,
        side: kind as BackLay,
      })),
    priceAsOf(key, known, said) {
      const point = reads.asOf(seriesKey(key), known, said);
      return point && toPricePoint(point);
    },
    openingPrice(key, to) {
      const point = reads.first(seriesKey(key), to);
      return point && toPricePoint(point);
    },
    upkeep: createHistoryUpkeep(db, store),
  };
}
