import type { EquityPoint } from '../../charts/index.ts';
import { type BetView, closingValueOf, expectedProfit, riskOf } from './bet-view.ts';

/** Totals over settled bets; money in minor units, the rest as fractions. */
export type BetTotals = {
  readonly bets: number;
  /** What was at risk: stakes of backs and liabilities of lays. */
  readonly turnover: number;
  readonly profit: number;
  /** Profit per unit at risk; `null` without turnover. */
  readonly yield: number | null;
  readonly commission: number;
  /** Mean CLV of the bets whose close was seen; `null` when none was. */
  readonly averageClv: number | null;
  /** How many bets that is. */
  readonly withClose: number;
};

/** Bets that were settled, voids included: a void adds nothing and still counts. */
export function betTotals(views: readonly BetView[]): BetTotals {
  let [turnover, profit, commission, clv, withClose] = [0, 0, 0, 0, 0];
  for (const view of views) {
    if (view.bet?.result !== 'void') turnover += riskOf(view);
    profit += view.bet?.profit ?? 0;
    commission += view.bet?.commission ?? 0;
    const value = closingValueOf(view);
    if (value === null) continue;
    clv += value;
    withClose += 1;
  }
  return {
    bets: views.length,
    turnover,
    profit,
    yield: turnover === 0 ? null : profit / turnover,
    commission,
    averageClv: withClose === 0 ? null : clv / withClose,
    withClose,
  };
}

/**
 * Running sums over settled bets in the order settled, starting at zero. A bet placed without a fair line adds nothing
 * to the expectation. `major` turns minor units into the currency's major unit.
 */
export function equityPoints(
  views: readonly BetView[],
  major: (minor: number) => number,
): readonly EquityPoint[] {
  const settled = [...views].sort((a, b) => (a.bet?.settledAt ?? 0) - (b.bet?.settledAt ?? 0));
  let [profit, expected] = [0, 0];
  const points: EquityPoint[] = [{ bets: 0, profit: 0, expected: 0 }];
  settled.forEach((view, index) => {
    profit += view.bet?.profit ?? 0;
    expected += expectedProfit(view) ?? 0;
    points.push({ bets: index + 1, profit: major(profit), expected: major(expected) });
  });
  return points;
}
