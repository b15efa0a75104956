import type { Depth } from './settings.ts';

/** A request may weigh so much (Market Data Request Limits): what is asked of a market, times markets. */
const MOST_POINTS = 200;
const ALL_OFFERS_POINTS = 17;
const BEST_OFFERS_POINTS = 5;
/** Levels that EX_BEST_OFFERS brings unless overridden; asking for more weighs more, in proportion. */
const USUAL_LEVELS = 3;

/** Points of one market at this depth. */
export const weightOf = (depth: Depth): number =>
  depth.kind === 'full'
    ? ALL_OFFERS_POINTS
    : Math.ceil((BEST_OFFERS_POINTS * Math.max(USUAL_LEVELS, depth.levels)) / USUAL_LEVELS);

/** Markets in as few requests as the limit allows, in their order. `share` below 1 asks for less at once. */
export function batchesOf(
  marketIds: readonly string[],
  depth: Depth,
  share = 1,
): readonly (readonly string[])[] {
  const size = Math.max(1, Math.floor((MOST_POINTS * share) / weightOf(depth)));
  const batches: string[][] = [];
  for (let start = 0; start < marketIds.length; start += size)
    batches.push(marketIds.slice(start, start + size));
  return batches;
}

/** Parameters of listMarketBook for the same prices as the stream brings at this depth. */
export const bookRequest = (marketIds: readonly string[], depth: Depth) => ({
  marketIds,
  priceProjection:
    depth.kind === 'full'
      ? { priceData: ['EX_ALL_OFFERS'], virtualise: false }
      : {
          priceData: ['EX_BEST_OFFERS'],
          virtualise: true,
          exBestOffersOverrides: { bestPricesDepth: depth.levels },
        },
});
