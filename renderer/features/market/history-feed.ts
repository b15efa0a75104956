import type { FairPrice } from '../../../shared/domain/edge.ts';
import { type BackLay, type Quote, quoteKey } from '../../../shared/domain/quote.ts';
import type { BookId, EpochMs, SelectionId } from '../../../shared/domain/units.ts';
import { type HistoryPoint, historyPoints } from '../../charts/index.ts';
import { fairPrices, quotes } from '../../stores/market-data.ts';
import { engineNow } from '../../stores/status.ts';
import { engine } from '../../transport/engine.ts';

/** Whose price the chart shows. */
export type Shown = { readonly selectionId: SelectionId; readonly bookId: BookId; readonly side: BackLay };

/** How often the chart takes a new point, milliseconds. */
const EVERY_MS = 250;

/** The engine's answer as points of the chart. Rejects with `OperationFailure`. */
export async function loadHistory(
  shown: Shown,
  spanMs: number,
  signal: AbortSignal,
): Promise<readonly HistoryPoint[]> {
  const to = engineNow();
  const from = Math.max(0, to - spanMs) as EpochMs;
  const { selectionId, bookId, side } = shown;
  const input = { selectionId, books: [{ bookId, side }], from, to };
  return historyPoints(await engine().call('history.get', input, { signal }));
}

/** What is known now, as a point. */
export function pointOf(quote: Quote | undefined, fair: FairPrice | undefined, at: EpochMs): HistoryPoint {
  const top = quote?.levels[0];
  return {
    at,
    price: top === undefined ? null : top.price / 10_000,
    size: top?.size ?? null,
    fair: fair === undefined ? null : 1 / fair.probability,
    low: fair === undefined ? null : 1 / Math.max(fair.high, 1e-6),
    high: fair === undefined ? null : 1 / Math.max(fair.low, 1e-6),
  };
}

/** Calls `push` with a new point when the price or the fair line has changed, a few times a second at most. */
export function followLive(shown: Shown, push: (point: HistoryPoint) => void): () => void {
  const key = quoteKey(shown);
  let changed = false;
  const stops = [
    quotes.subscribe((changes) => {
      if (changes.has(key)) changed = true;
    }),
    fairPrices.subscribe((changes) => {
      if (changes.has(shown.selectionId)) changed = true;
    }),
  ];
  const timer = setInterval(() => {
    if (!changed) return;
    changed = false;
    push(pointOf(quotes.get(key), fairPrices.get(shown.selectionId), engineNow()));
  }, EVERY_MS);
  return () => {
    for (const stop of stops) stop();
    clearInterval(timer);
  };
}
