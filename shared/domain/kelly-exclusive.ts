import { netWinnings } from './value.ts';

export type ExclusiveKelly = {
  /** Share of the bankroll on each outcome, in the order given. */
  readonly stakes: readonly number[];
  readonly total: number;
  /** What full Kelly keeps back per unit of bankroll: the threshold an outcome's odds x p has to exceed. */
  readonly reserveRate: number;
  readonly growth: number;
};

/**
 * Optimal stakes on outcomes of which at most one happens (Smoczynski and Tomkins 2010). `p` may sum to less than 1:
 * the rest is an outcome without a bet. Commission is taken from each bet's own winnings.
 */
export function kellyExclusive(
  decimalOdds: readonly number[],
  p: readonly number[],
  commission = 0,
  fraction = 1,
): ExclusiveKelly {
  const outcomes = decimalOdds.map((odds, index) => ({
    index,
    odds: 1 + netWinnings(odds, commission),
    p: p[index] ?? 0,
  }));
  const byExpectation = outcomes.toSorted((a, b) => b.odds * b.p - a.odds * a.p);
  const included = new Set<number>();
  let reserve = 1;
  let probability = 0;
  let inverse = 0;
  for (const outcome of byExpectation) {
    const freed = 1 - inverse - 1 / outcome.odds;
    if (!(outcome.odds * outcome.p > reserve) || freed <= 0) break;
    included.add(outcome.index);
    probability += outcome.p;
    inverse += 1 / outcome.odds;
    reserve = Math.max(0, 1 - probability) / freed;
  }
  const stakes = outcomes.map(({ index, odds, p: chance }) =>
    included.has(index) ? fraction * Math.max(0, chance - reserve / odds) : 0,
  );
  const total = stakes.reduce((sum, stake) => sum + stake, 0);
  return { stakes, total, reserveRate: reserve, growth: growthOf(outcomes, stakes, total) };
}

function growthOf(
  outcomes: readonly { readonly odds: number; readonly p: number }[],
  stakes: readonly number[],
  total: number,
): number {
  if (total === 0) return 0;
  const rest = Math.max(0, 1 - outcomes.reduce((sum, { p }) => sum + p, 0));
  const log = (probability: number, wealth: number) =>
    probability > 1e-12 ? probability * Math.log(wealth) : 0;
  return outcomes.reduce(
    (sum, { odds, p }, index) => sum + log(p, 1 - total + (stakes[index] ?? 0) * odds),
    log(rest, 1 - total),
  );
}
