import type { MinorUnits, OddsE4 } from '../../../../shared/domain/units.ts';
import { ODDS_SCALE } from '../../../../shared/domain/units.ts';
import type { BookmakerProfile } from './books.ts';
import { MARKET_CHARACTER, stageAt } from './books.ts';
import type { World } from './calendar.ts';
import { DRAW, hashOf, pick, uniform } from './hashed-random.ts';
import type { PracticeMarket } from './markets.ts';
import { MINUTE, SECOND } from './match-clock.ts';
import type { PriceGrid } from './price-grids.ts';
import { PRICE_GRIDS, priceIndexBelow } from './price-grids.ts';
import type { ScoreGrid } from './score-grid.ts';
import type { Match } from './timeline.ts';

/** A bookmaker takes a market down when a runner is nearly certain or nearly out. */
const MOST_CERTAIN = 0.985;
const LEAST_LIKELY = 0.006;
const PALPABLE_STRETCH = 4 * MINUTE;
const GAP_STRETCH = 45 * SECOND;

/** The overround less one that the book works to in this kind of market, before rounding. */
export const targetMargin = (profile: BookmakerProfile, market: PracticeMarket): number =>
  profile.margin * MARKET_CHARACTER[market.type].margin;

/** Implied probabilities summing to 1 + margin: part in proportion, part the same on every runner. */
function withMargin(fair: readonly number[], margin: number, longshotBias: number): number[] {
  const even = (longshotBias * margin) / fair.length;
  return fair.map((p) => p * (1 + margin * (1 - longshotBias)) + even);
}

/** The price shown for an implied probability, or `null` where the grid has none. */
function shown(grid: PriceGrid, rounding: BookmakerProfile['rounding'], implied: number): OddsE4 | null {
  const exact = ODDS_SCALE / implied;
  const index = priceIndexBelow(grid, exact);
  const below = grid[index];
  const above = grid[index + 1];
  if (below === undefined) return null;
  if (rounding === 'down' || above === undefined) return below;
  return above - exact < exact - below ? above : below;
}

type PalpableError = 'swapped' | 'misplaced';

/** The error in force in this market, if any: its outer prices the wrong way round, or one far too long. */
export function palpableErrorAt(
  world: World,
  profile: BookmakerProfile,
  key: number,
  match: Match,
  market: PracticeMarket,
  at: number,
): PalpableError | null {
  const hash = hashOf(
    world.seed ^ key,
    DRAW.palpable,
    match.fixture.index,
    Math.floor(at / PALPABLE_STRETCH),
  );
  if (uniform(hash) >= profile.palpableErrors) return null;
  if (match.markets[pick(hashOf(hash, 1), match.markets.length)]?.id !== market.id) return null;
  return uniform(hashOf(hash, 2)) < 0.5 ? 'swapped' : 'misplaced';
}

function withError(implied: readonly number[], error: PalpableError | null): readonly number[] {
  switch (error) {
    case null:
      return implied;
    case 'swapped':
      return implied.toReversed();
    case 'misplaced':
      return implied.map((p, runner) => (runner === 0 ? p / 1.6 : p));
  }
}

/** The book's prices in the order of the selections, or `null` while it has withdrawn the market. */
export function bookmakerPrices(
  world: World,
  profile: BookmakerProfile,
  key: number,
  match: Match,
  market: PracticeMarket,
  grid: ScoreGrid,
  at: number,
): readonly OddsE4[] | null {
  if (stageAt(match.fixture.clock.kickOff, at) === 'live') {
    if (!profile.inPlay) return null;
    const stretch = hashOf(world.seed ^ key, DRAW.gap, match.fixture.index, Math.floor(at / GAP_STRETCH));
    if (uniform(stretch) < profile.withdrawnInPlay) return null;
  }
  const fair = market.fair(grid);
  if (fair.some((p) => p > MOST_CERTAIN || p < LEAST_LIKELY)) return null;
  const implied = withMargin(fair, targetMargin(profile, market), profile.longshotBias);
  const error = palpableErrorAt(world, profile, key, match, market, at);
  const prices: OddsE4[] = [];
  for (const p of withError(implied, error)) {
    const price = shown(PRICE_GRIDS[profile.grid], profile.rounding, p);
    if (price === null) return null;
    prices.push(price);
  }
  return prices;
}

const LIMIT_BY_STAGE = { far: 0.4, near: 1, live: 0.5 } as const;

/** The most the bookmaker lays on one bet, whole pounds in pence. */
export function bookmakerLimit(
  profile: BookmakerProfile,
  match: Match,
  market: PracticeMarket,
  at: number,
): MinorUnits {
  const stage = LIMIT_BY_STAGE[stageAt(match.fixture.clock.kickOff, at)];
  const pence = profile.limit * stage * MARKET_CHARACTER[market.type].limit;
  return (Math.max(5, Math.round(pence / 100)) * 100) as MinorUnits;
}
