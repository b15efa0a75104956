import type { BackLay } from './quote.ts';
import { backEv, layEv } from './value.ts';

/** One line a bet is held against; `fair` is `null` where that line never closed: no close, never zero. */
export type Close = { readonly against: string; readonly fair: number | null };

export type CloseValue = {
  readonly against: string;
  /** Expected profit at the closing fair probability per unit staked (back) or of liability (lay). */
  readonly gross: number;
  /** The same after commission on winnings. */
  readonly net: number;
};

/** What a bet's price was worth against the closing fair probability: odds x fair - 1 for a back. */
export function closingValue(
  odds: number,
  fair: number,
  side: BackLay = 'back',
  commission = 0,
): { readonly gross: number; readonly net: number } {
  const ev = side === 'back' ? backEv : layEv;
  return { gross: ev(odds, fair), net: ev(odds, fair, commission) };
}

/** The value against each close there was; those without one are left out. */
export const closingValues = (
  odds: number,
  closes: readonly Close[],
  side: BackLay = 'back',
  commission = 0,
): readonly CloseValue[] =>
  closes.flatMap(({ against, fair }) =>
    fair === null ? [] : [{ against, ...closingValue(odds, fair, side, commission) }],
  );

export type ClosingPortfolio = {
  /** Per bet in the order given, `null` without a close. */
  readonly each: readonly (number | null)[];
  /** Over the bets with a close, weighted by stake; `null` where there is none. */
  readonly stakeWeighted: number | null;
  readonly mean: number | null;
  /** Share of the bets with a close that beat it. */
  readonly beatCloseRate: number | null;
  /** Share of all bets that have a close. */
  readonly coverage: number;
};

/** Closing value of many back bets at decimal odds against fair closing odds. */
export function closingPortfolio(
  bets: readonly { readonly odds: number; readonly fairOdds: number | null; readonly stake: number }[],
): ClosingPortfolio {
  const each = bets.map(({ odds, fairOdds }) => (fairOdds === null ? null : odds / fairOdds - 1));
  const closed = each.flatMap((value, i) => (value === null ? [] : [{ value, stake: bets[i]?.stake ?? 0 }]));
  const staked = closed.reduce((sum, { stake }) => sum + stake, 0);
  const share = (total: number, of: number) => (of > 0 ? total / of : null);
  return {
    each,
    stakeWeighted: share(
      closed.reduce((sum, { value, stake }) => sum + value * stake, 0),
      staked,
    ),
    mean: share(
      closed.reduce((sum, { value }) => sum + value, 0),
      closed.length,
    ),
    beatCloseRate: share(closed.filter(({ value }) => value > 0).length, closed.length),
    coverage: bets.length === 0 ? 0 : closed.length / bets.length,
  };
}

/** Buchdahl's rule of thumb where only one closing price and the book's usual margin are known. */
export const expectedYield = (odds: number, closingOdds: number, margin: number): number =>
  odds / closingOdds / (1 + margin) - 1;
