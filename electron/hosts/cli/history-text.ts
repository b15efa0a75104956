import type { PricesAsOf } from '../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { decimalOdds } from '../../../shared/domain/units.ts';
import type { HistoryFigures } from '../../engine/ports/market-store.ts';
import { table } from './output.ts';

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

export const storageText = (storage: HistoryFigures): string =>
  table([
    ['file', mebibytes(storage.bytes)],
    ['of that free', mebibytes(storage.freeBytes)],
    ['histories', storage.series.toLocaleString('en')],
    ['chunks', storage.chunks.toLocaleString('en')],
    ['changes', storage.points.toLocaleString('en')],
    ['from', iso(storage.from)],
    ['to', iso(storage.to)],
  ]);

/** Prices market by market, the best of each selection first. */
export function asOfText(event: SportingEvent, { markets, prices, fair }: PricesAsOf): string {
  const fairOf = new Map(fair.map((one) => [one.selectionId, one.probability]));
  const rows = markets.flatMap((market) =>
    market.selections.flatMap((selection) => {
      const probability = fairOf.get(selection.id);
      return prices
        .filter(({ selectionId }) => selectionId === selection.id)
        .sort((a, b) => a.side.localeCompare(b.side) || b.price - a.price)
        .map((one) => [
          `${market.type}${market.line === null ? '' : ` ${market.line}`}`,
          selection.name,
          one.bookId,
          one.side,
          decimalOdds(one.price).toFixed(2),
          one.size === null ? '' : (one.size / 100).toFixed(2),
          probability === undefined ? '' : (1 / probability).toFixed(2),
          iso(one.at),
          iso(one.sourceTime),
        ]);
    }),
  );
  const title = `${event.home} - ${event.away}, ${event.competition}, ${iso(event.startsAt)}`;
  if (rows.length === 0) return `${title}\nNothing was known of it then.`;
  const head = ['market', 'selection', 'book', 'side', 'price', 'size', 'fair', 'received', 'said'];
  return `${title}\n\n${table([head, ...rows])}`;
}

export const eventsText = (events: readonly SportingEvent[]): string =>
  table(
    events.map((event) => [
      event.id,
      `${event.home} - ${event.away}`,
      event.competition,
      iso(event.startsAt),
    ]),
  );
