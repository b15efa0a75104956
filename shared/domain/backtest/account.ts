import { closingValue } from '../closing-value.ts';
import { type ModelTarget, TARGETS } from '../model.ts';
import { type FinalScore, OUTCOMES, SETTLEMENT_RULES } from '../settlement.ts';
import { commissionOn, settleStake } from '../settlement-returns.ts';
import { decimalOdds, type MinorUnits, type OddsE4 } from '../units.ts';
import type { BetPick } from './picks.ts';
import { wantedStakes } from './stakes.ts';
import type { Strategy } from './strategy.ts';

export type MatchNames = {
  readonly competition: string;
  readonly season: string;
  readonly home: string;
  readonly away: string;
};

/** A bet made, before its result: the contract's `backtestBet` without what the day brings. */
export type PlacedBet = BetPick & { readonly stake: MinorUnits };
export type PlacedMatch = { readonly match: MatchNames; readonly bets: readonly PlacedBet[] };

/** What became known once the day was over. */
export type MatchEnd = {
  readonly score: FinalScore;
  /** Fair closing probabilities by outcome, `null` without a close. */
  readonly closingFair: readonly number[] | null;
};

/** The contract's `backtestBet`. */
export type SettledBet = {
  readonly day: string;
  readonly competition: string;
  readonly season: string;
  readonly home: string;
  readonly away: string;
  readonly outcome: string;
  readonly book: string;
  readonly price: OddsE4;
  readonly fair: number;
  readonly ev: number;
  readonly stake: MinorUnits;
  readonly profit: MinorUnits;
  readonly closingFair: number | null;
  readonly clv: number | null;
};

/** One day's totals. */
export type AccountDay = {
  readonly day: string;
  readonly bets: number;
  readonly staked: number;
  readonly profit: number;
  /** Expected at the bets' own probabilities, in minor units and parts of them. */
  readonly expected: number;
  /** After the day. */
  readonly bank: MinorUnits;
};

/**
 * A bank that bets day by day. The bets of a day are placed together, on the bank as it stood before; results are
 * told afterwards, by another call. The bank never goes below zero: what it cannot pay for is skipped and counted.
 */
export type Account = {
  readonly bank: () => MinorUnits;
  readonly skipped: () => number;
  readonly bets: readonly SettledBet[];
  readonly days: readonly AccountDay[];
  /** Decides the stakes of a day's picks, match by match in the order given. */
  place(
    matches: readonly { readonly match: MatchNames; readonly picks: readonly BetPick[] }[],
  ): readonly PlacedMatch[];
  /** Settles what was placed; `ends` in the same order. */
  settle(day: string, placed: readonly PlacedMatch[], ends: readonly MatchEnd[]): void;
};

export function openAccount(strategy: Pick<Strategy, 'market' | 'stake' | 'bank' | 'commission'>): Account {
  const { market, stake: stakeRule, commission } = strategy;
  let bank = strategy.bank;
  let skipped = 0;
  const bets: SettledBet[] = [];
  const days: AccountDay[] = [];

  return {
    bank: () => bank,
    skipped: () => skipped,
    bets,
    days,

    place(matches) {
      let left = bank as number;
      return matches.map(({ match, picks }) => {
        const stakes = wantedStakes(stakeRule, picks, bank, commission);
        const placed = picks.flatMap((pick, i) => {
          const stake = stakes[i] ?? null;
          if (stake === null) return [];
          if (stake === 0 || stake > left) {
            skipped += 1;
            return [];
          }
          left -= stake;
          return [{ ...pick, stake }];
        });
        return { match, bets: placed };
      });
    },

    settle(day, placed, ends) {
      const first = bets.length;
      placed.forEach(({ match, bets: ofMatch }, i) => {
        const end = ends[i];
        if (end !== undefined) bets.push(...settleMatch(market, commission, day, match, ofMatch, end));
      });
      if (bets.length === first) return;
      const totals = { staked: 0, profit: 0, expected: 0 };
      for (let i = first; i < bets.length; i += 1) {
        const bet = bets[i] as SettledBet;
        totals.staked += bet.stake;
        totals.profit += bet.profit;
        totals.expected += bet.stake * bet.ev;
      }
      bank = (bank + totals.profit) as MinorUnits;
      days.push({ day, bets: bets.length - first, ...totals, bank });
    },
  };
}

/** One match's bets. Commission is on the net winnings in the market; only one outcome wins, and its bet pays it. */
function settleMatch(
  target: ModelTarget,
  commission: number,
  day: string,
  { competition, season, home, away }: MatchNames,
  bets: readonly PlacedBet[],
  { score, closingFair }: MatchEnd,
): readonly SettledBet[] {
  const gross = bets.map(({ outcome, stake, price }) => {
    const result = outcomeOf(target, outcome, score);
    return settleStake(stake, price, 'back', result).profit;
  });
  const net = gross.reduce((sum, profit) => sum + profit, 0) as MinorUnits;
  const charge = commissionOn(net, commission);
  return bets.map((bet, i) => {
    const profit = gross[i] ?? 0;
    const close = closingFair?.[TARGETS[target].outcomes.indexOf(bet.outcome)] ?? null;
    return {
      day,
      competition,
      season,
      home,
      away,
      outcome: bet.outcome,
      book: bet.book,
      price: bet.price,
      fair: bet.fair,
      ev: bet.ev,
      stake: bet.stake,
      profit: (profit > 0 ? profit - charge : profit) as MinorUnits,
      closingFair: close,
      clv: close === null ? null : closingValue(decimalOdds(bet.price), close).gross,
    };
  });
}

function outcomeOf(target: ModelTarget, outcome: string, score: FinalScore) {
  const { market } = TARGETS[target];
  if (market === null) return OUTCOMES.void;
  const rule = SETTLEMENT_RULES[market.type];
  return rule.settle(outcome as Parameters<typeof rule.settle>[0], score, market.line ?? 0) ?? OUTCOMES.void;
}
