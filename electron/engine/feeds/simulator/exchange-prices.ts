import type { PriceSize } from '../../../../shared/domain/quote.ts';
import type { MinorUnits } from '../../../../shared/domain/units.ts';
import { ODDS_SCALE } from '../../../../shared/domain/units.ts';
import { MARKET_CHARACTER, stageAt } from './books.ts';
import type { World } from './calendar.ts';
import { DRAW, hashOf, normal, pick } from './hashed-random.ts';
import type { PracticeMarket } from './markets.ts';
import { MINUTE, SECOND } from './match-clock.ts';
import { PRICE_GRIDS, priceIndexBelow } from './price-grids.ts';
import type { Match } from './timeline.ts';

/** Both sides of one runner, best first. An empty side has nothing to take. */
export type Ladder = { readonly back: readonly PriceSize[]; readonly lay: readonly PriceSize[] };

const DEPTH = 3;
/** Typical pounds at a level of match odds at evens. */
const LIQUIDITY = { far: 120, near: 900, live: 600 } as const;
/** Most extra ticks between the two sides. */
const LOOSENESS = { far: 2, near: 1, live: 1 } as const;
const SPREAD_STRETCH = 3 * MINUTE;
const SIZE_STRETCH = { far: 5 * MINUTE, near: 75 * SECOND, live: 30 * SECOND } as const;
const SMALLEST = 200;

/** Log-normal pounds, less at long odds as backers' stakes are; whole pence, at least the two-pound minimum. */
function sizeAt(typical: number, hash: number, price: number): MinorUnits {
  const pounds = (typical * Math.exp(0.8 * normal(hash))) / Math.sqrt(Math.max(0.2, price / ODDS_SCALE - 1));
  return Math.max(SMALLEST, Math.round(pounds * 100)) as MinorUnits;
}

/** The ladder of runner number `runner` with fair probability `fair`. The best back lies under the fair odds, the best lay above. */
export function exchangeLadder(
  world: World,
  match: Match,
  market: PracticeMarket,
  marketNumber: number,
  runner: number,
  fair: number,
  at: number,
): Ladder {
  const grid = PRICE_GRIDS.exchange;
  const stage = stageAt(match.fixture.clock.kickOff, at);
  const below = priceIndexBelow(grid, ODDS_SCALE / fair);
  const place = match.fixture.index * 64 + marketNumber * 8 + runner;
  const spread = hashOf(world.seed, DRAW.spread, place, Math.floor(at / SPREAD_STRETCH));
  const bestBack = below - pick(spread, LOOSENESS[stage] + 1);
  const bestLay = below + 1 + pick(hashOf(spread, 1), LOOSENESS[stage] + 1);
  const typical = LIQUIDITY[stage] * MARKET_CHARACTER[market.type].liquidity;
  const side = (best: number, step: 1 | -1): PriceSize[] => {
    const levels: PriceSize[] = [];
    for (let level = 0; level < DEPTH; level++) {
      const price = grid[best + step * level];
      if (price === undefined) break;
      // Each level's money changes on its own beat, so that few changes come at once.
      const hash = hashOf(world.seed, DRAW.size, place, level * step + step);
      const stretch = Math.floor((at + (hash >>> 8)) / (SIZE_STRETCH[stage] * (3 + level)));
      levels.push({ price, size: sizeAt(typical * (1 + 0.5 * level), hashOf(hash, stretch), price) });
    }
    return levels;
  };
  return { back: side(bestBack, -1), lay: side(bestLay, 1) };
}
