import { decimalOdds, type OddsE4 } from '../units.ts';
import { backEv } from '../value.ts';
import type { BetRule, Strategy } from './strategy.ts';

/** The price one outcome can be had at, and whose it is. */
export type OfferedPrice = { readonly price: OddsE4; readonly book: string };

/** One match before it is played: outcomes in the target's order. */
export type Offer = {
  readonly outcomes: readonly string[];
  readonly prices: readonly (OfferedPrice | null)[];
  /** What is believed of each outcome. */
  readonly fair: readonly number[];
};

/** An outcome worth betting on. */
export type BetPick = OfferedPrice & {
  readonly outcome: string;
  /** The probability the rule goes by: Kaunitz's is the belief less alpha. */
  readonly fair: number;
  /** Expected profit per unit at `fair`, after commission. */
  readonly ev: number;
};

/** The probability a rule goes by, and the least expected profit it bets at. */
function demands(
  rule: BetRule,
  p: number,
): { readonly fair: number; readonly isBet: (ev: number) => boolean } {
  switch (rule.kind) {
    case 'value':
      return { fair: p, isBet: (ev) => ev >= rule.minimumEv };
    case 'kaunitz':
      // odds > 1 / (p - alpha), written as an expected profit so that commission counts.
      return { fair: Math.max(0, p - rule.alpha), isBet: (ev) => ev > 0 };
  }
}

/** Every outcome that the strategy's filter and rule let pass; several of one match are bet on side by side. */
export function picksOf(
  { rule, filter, commission }: Pick<Strategy, 'rule' | 'filter' | 'commission'>,
  { outcomes, prices, fair: beliefs }: Offer,
): readonly BetPick[] {
  return outcomes.flatMap((outcome, i) => {
    const offered = prices[i];
    const p = beliefs[i];
    if (offered === null || offered === undefined || p === undefined) return [];
    if (offered.price < filter.minimumOdds || offered.price > filter.maximumOdds) return [];
    if (filter.outcomes.length > 0 && !filter.outcomes.includes(outcome)) return [];
    const { fair, isBet } = demands(rule, p);
    const ev = backEv(decimalOdds(offered.price), fair, commission);
    return isBet(ev) ? [{ ...offered, outcome, fair, ev }] : [];
  });
}
