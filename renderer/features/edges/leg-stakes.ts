/** What to stake on each leg of an arbitrage: its share of the largest one, or what evens out the legs matched before. */
import {
  type ArbitragePlan,
  type LegTerms,
  levellingStake,
  type MatchedLeg,
  outlayPerStake,
  paidBack,
  planArbitrage,
} from '../../../shared/domain/arbitrage-stakes.ts';
import type { Book } from '../../../shared/domain/catalogue.ts';
import type { Arbitrage, ArbitrageLeg } from '../../../shared/domain/edge.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { type Quote, quoteKey } from '../../../shared/domain/quote.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import {
  type BookId,
  type Currency,
  decimalOdds,
  type MinorUnits,
  type OddsE4,
} from '../../../shared/domain/units.ts';
import { formatMoney } from '../../ui/figures.ts';

export type StakeContext = {
  readonly currency: Currency;
  /** Money that is free, and all that is at risk already. */
  readonly cash: MinorUnits;
  readonly atRisk: MinorUnits;
  readonly settings: Pick<Settings, 'maximumStake' | 'maximumEventExposure' | 'maximumTotalExposure'>;
  readonly book: (id: BookId) => Book | undefined;
  readonly quote: (key: string) => Quote | undefined;
  readonly ordersOfLeg: (arbitrage: string, key: string) => readonly Order[];
};

export const legKey = ({ selectionId, side }: Pick<ArbitrageLeg, 'selectionId' | 'side'>): string =>
  `${selectionId}/${side}`;

/** The same results covered in the same way, at whatever books and prices. */
export const arbitrageKey = ({ marketId, legs }: Arbitrage): string =>
  [marketId, ...legs.map(legKey).sort()].join(' ');

const terms = (leg: ArbitrageLeg, { book }: StakeContext): LegTerms => ({
  side: leg.side,
  odds: decimalOdds(leg.price),
  commission: book(leg.bookId)?.commission ?? 0,
});

/** The largest stakes that the limits, the free money and what is offered allow. */
export function planOf({ legs }: Arbitrage, context: StakeContext): ArbitragePlan {
  const { settings, cash, atRisk, currency } = context;
  const { maximumStake, maximumEventExposure, maximumTotalExposure } = settings;
  const available = Math.max(0, Math.min(cash, maximumEventExposure, maximumTotalExposure - atRisk));
  return planArbitrage(
    legs.map((leg) => {
      const best = context.quote(quoteKey(leg))?.levels[0];
      // A size in another currency than the account's says nothing about a stake in it.
      const comparable = context.book(leg.bookId)?.currency === currency && best?.price === leg.price;
      const offered = (comparable ? best.size : null) ?? maximumStake;
      // One order is limited both in its stake and in what it can lose.
      return { ...terms(leg, context), offered: Math.min(offered, maximumStake), outlay: maximumStake };
    }),
    available,
  );
}

function matchedOn(arbitrage: string, leg: ArbitrageLeg, { ordersOfLeg, book }: StakeContext): MatchedLeg {
  return ordersOfLeg(arbitrage, legKey(leg)).flatMap((order) =>
    order.matched > 0
      ? [
          {
            side: order.side,
            odds: decimalOdds(order.averagePrice ?? order.price),
            commission: book(order.bookId)?.commission ?? 0,
            stake: order.matched,
          },
        ]
      : [],
  );
}

export type LegStake = {
  /** Backer's stake; `null` where the leg needs none any more. */
  readonly stake: MinorUnits | null;
  /** It is matched, and pays back as much as any. */
  readonly isTaken: boolean;
  /** `Leg 1 of 2: 42.8% of £100.00`. */
  readonly note: string;
  /** The stake at another price, where it follows from what is matched. */
  readonly stakeAt?: (price: OddsE4) => MinorUnits | null;
};

export type LegStakes = {
  readonly byLeg: readonly LegStake[];
  /** The leg to take next: the first that still needs a stake. */
  readonly next: number;
  /** Every leg is matched and pays back the same. */
  readonly complete: boolean;
};

/** Legs this close to the highest one, as a part of it, are even: stakes come in pennies and fills in parts. */
const EVEN = 0.005;

/** The stakes of an arbitrage's legs now, from what has been matched on them. */
export function legStakes(arbitrage: Arbitrage, context: StakeContext): LegStakes {
  const { legs } = arbitrage;
  const key = arbitrageKey(arbitrage);
  const matched = legs.map((leg) => matchedOn(key, leg, context));
  const highest = Math.max(...matched.map(paidBack));
  const name = (index: number) => `Leg ${index + 1} of ${legs.length}`;
  if (highest === 0) {
    const plan = planOf(arbitrage, context);
    const total = formatMoney(plan.total, context.currency);
    const byLeg = plan.stakes.map((stake, index) => ({
      stake: someOf(stake),
      isTaken: false,
      note: `${name(index)}: ${((plan.shares[index] ?? 0) * 100).toFixed(1)}% of ${total}`,
    }));
    return { byLeg, next: 0, complete: false };
  }
  const behind = matched.map((bets) => paidBack(bets) < highest * (1 - EVEN));
  const byLeg = legs.map((leg, index): LegStake => {
    const others = matched.filter((_, other) => other !== index);
    const own = matched[index] ?? [];
    if (!behind[index])
      return { stake: null, isTaken: true, note: `${name(index)}: ${laidOut(own, context)} is matched` };
    const stakeAt = (price: OddsE4) => someOf(levellingStake(terms({ ...leg, price }, context), own, others));
    const evened = laidOut(others.flat(), context);
    return {
      stake: stakeAt(leg.price),
      isTaken: false,
      note: `${name(index)}: evens out the ${evened} matched`,
      stakeAt,
    };
  });
  const next = behind.indexOf(true);
  return { byLeg, next: Math.max(0, next), complete: next === -1 };
}

const someOf = (stake: MinorUnits): MinorUnits | null => (stake > 0 ? stake : null);

const laidOut = (bets: MatchedLeg, { currency }: StakeContext): string =>
  formatMoney(
    Math.round(bets.reduce((sum, bet) => sum + bet.stake * outlayPerStake(bet), 0)) as MinorUnits,
    currency,
  );
