import type * as z from 'zod';
import type { history } from '../../shared/contract/pricing.ts';
import { type HistoryPoint, mergeHistory } from './price-series.ts';

/** The engine's answer about one price, with its fair line, as points of the chart. */
export function historyPoints({ prices, fair }: z.output<typeof history>): readonly HistoryPoint[] {
  return mergeHistory(
    (prices[0]?.points ?? []).map(({ at, price, size }) => ({
      at,
      price: price === null ? null : price / 10_000,
      size,
    })),
    fair.map(({ at, probability, low, high }) => ({
      at,
      fair: 1 / probability,
      low: 1 / Math.max(high, 1e-6),
      high: 1 / Math.max(low, 1e-6),
    })),
  );
}
