import { kellyExclusive } from '../kelly-exclusive.ts';
import { decimalOdds, type MinorUnits } from '../units.ts';
import { netWinnings } from '../value.ts';
import type { BetPick } from './picks.ts';
import type { StakeRule } from './strategy.ts';

/** What a rule would stake: `null` where it wants no bet, 0 where the bank is too small for the least unit of one. */
export type WantedStake = MinorUnits | null;

/**
 * No stake is larger (10,000 million in cents): with the returns of a day's bets beyond that, money in minor units
 * would no longer be exact.
 */
export const MOST_STAKE = 1_000_000_000_000 as MinorUnits;

const whole = (amount: number): MinorUnits => Math.min(MOST_STAKE, Math.floor(amount)) as MinorUnits;

/**
 * Stakes of one match's picks, rounded down to minor units, on the bank as it stood before the day. Kelly stakes the
 * picks of a match together, as outcomes that exclude each other; each match is staked as if it were the only one.
 */
export function wantedStakes(
  rule: StakeRule,
  picks: readonly BetPick[],
  bank: MinorUnits,
  commission: number,
): readonly WantedStake[] {
  switch (rule.kind) {
    case 'flat':
      return picks.map(() => whole(rule.amount));
    case 'proportional':
      return picks.map(() => (rule.fraction > 0 ? whole(rule.fraction * bank) : null));
    case 'to-win':
      return picks.map(({ price }) =>
        whole(Math.ceil(rule.amount / netWinnings(decimalOdds(price), commission))),
      );
    case 'kelly': {
      const { stakes } = kellyExclusive(
        picks.map(({ price }) => decimalOdds(price)),
        picks.map(({ fair }) => fair),
        commission,
        rule.fraction,
      );
      return stakes.map((share) => (share > 0 ? whole(Math.min(share, rule.cap) * bank) : null));
    }
  }
}
