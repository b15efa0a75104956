import type { EpochMs, MinorUnits } from '../../shared/domain/units.ts';

/** What was known at one moment. Odds are decimal; `null` where nothing was offered or known. */
export type HistoryPoint = {
  readonly at: EpochMs;
  readonly price: number | null;
  readonly size: MinorUnits | null;
  readonly fair: number | null;
  /** The fair price at the least and the most favourable margin-removal method: `low` is the shorter price. */
  readonly low: number | null;
  readonly high: number | null;
};

/** Points the live chart holds at most: updating a longer series is slow. */
export const MAXIMUM_POINTS = 2000;

type PricePoint = { readonly at: EpochMs; readonly price: number | null; readonly size: MinorUnits | null };
type FairPoint = { readonly at: EpochMs; readonly fair: number; readonly low: number; readonly high: number };

/**
 * One line of points from a price series and a fair series, both rising in time: at each change of either the other's
 * newest value stands beside it. Changes within one second become one point, the last, because that is the chart's step.
 */
export function mergeHistory(prices: readonly PricePoint[], fairs: readonly FairPoint[]): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  let price: PricePoint | undefined;
  let fair: FairPoint | undefined;
  for (let p = 0, f = 0; p < prices.length || f < fairs.length; ) {
    const nextPrice = prices[p];
    const nextFair = fairs[f];
    if (nextFair === undefined || (nextPrice !== undefined && nextPrice.at <= nextFair.at)) {
      price = nextPrice;
      p += 1;
    } else {
      fair = nextFair;
      f += 1;
    }
    const at = Math.max(price?.at ?? 0, fair?.at ?? 0) as EpochMs;
    addPoint(points, {
      at,
      price: price?.price ?? null,
      size: price?.size ?? null,
      fair: fair?.fair ?? null,
      low: fair?.low ?? null,
      high: fair?.high ?? null,
    });
  }
  return points;
}

export const secondOf = (at: EpochMs): number => Math.floor(at / 1000);

/** Adds `point` at the end, in place of the last one when it is of the same second. Earlier points are refused. */
export function addPoint(points: HistoryPoint[], point: HistoryPoint): boolean {
  const last = points.at(-1);
  if (last !== undefined && secondOf(point.at) < secondOf(last.at)) return false;
  if (last !== undefined && secondOf(point.at) === secondOf(last.at)) points[points.length - 1] = point;
  else points.push(point);
  return true;
}

/**
 * At most `limit` points: of each of `limit` equal stretches of time the last one, so that the shape and the newest
 * value stay. Points are rising in time.
 */
export function thinned(points: readonly HistoryPoint[], limit = MAXIMUM_POINTS): readonly HistoryPoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= limit || first === undefined || last === undefined) return points;
  const span = Math.max(1, last.at - first.at);
  const kept: HistoryPoint[] = [];
  let stretch = -1;
  for (const point of points) {
    const its = Math.min(limit - 1, Math.floor(((point.at - first.at) / span) * limit));
    if (its === stretch) kept[kept.length - 1] = point;
    else kept.push(point);
    stretch = its;
  }
  return kept;
}
