import { z } from 'zod';
import { equalReturn, middle } from '../../../shared/domain/arbitrage.ts';
import { hedgeByBacking, layAgainstBookmaker, layInSameMarket } from '../../../shared/domain/hedging.ts';
import { kellyBack, kellyLay } from '../../../shared/domain/kelly.ts';
import { kellyExclusive } from '../../../shared/domain/kelly-exclusive.ts';
import { kellySimultaneous } from '../../../shared/domain/kelly-simultaneous.ts';
import { backEv, layEv, netWinnings } from '../../../shared/domain/value.ts';
import {
  answer,
  type CalcOperation,
  chance,
  commission,
  fraction,
  odds,
  oddsList,
  operation,
  refuse,
  stake,
} from './calc-operation.ts';

const kellyInputs = { commission: commission.default(0), fraction: fraction.default(1) };

const kellySingle = operation(
  z.object({ odds, p: chance, ...kellyInputs }),
  ({ odds: price, p, commission: rate, fraction: share }) =>
    answer({ ...kellyBack(price, p, rate, share), ev: backEv(price, p, rate) }),
);

const kellyExchange = operation(
  z.object({ side: z.enum(['back', 'lay']).default('back'), odds, p: chance, ...kellyInputs }),
  ({ side, odds: price, p, commission: rate, fraction: share }) => {
    if (side === 'back') return answer({ ...kellyBack(price, p, rate, share), ev: backEv(price, p, rate) });
    const lay = kellyLay(price, p, rate, share);
    return answer({
      liabilityFraction: lay.stake,
      backersStake: lay.backersStake,
      growth: lay.growth,
      ev: layEv(price, p, rate),
    });
  },
);

const severalBets = z.object({ odds: oddsList, p: z.array(chance), ...kellyInputs });
const unequal = (prices: readonly number[], p: readonly number[]) =>
  refuse('invalid-input', `p: ${p.length} probabilities for ${prices.length} prices`);

const kellyMutuallyExclusive = operation(
  severalBets,
  ({ odds: prices, p, commission: rate, fraction: share }) => {
    if (prices.length !== p.length) return unequal(prices, p);
    const sum = p.reduce((all, value) => all + value, 0);
    if (sum > 1 + 1e-9)
      return refuse('invalid-input', `p: probabilities of exclusive outcomes sum to at most 1, not ${sum}`);
    return answer(kellyExclusive(prices, p, rate, share));
  },
);

const kellyIndependent = operation(severalBets, ({ odds: prices, p, commission: rate, fraction: share }) => {
  if (prices.length !== p.length) return unequal(prices, p);
  const sized = kellySimultaneous(prices, p, rate, share);
  if (!sized.ok) return refuse(sized.code, sized.message);
  return answer({ stakes: sized.stakes, total: sized.total, growth: sized.growth });
});

const arbitrage = operation(
  z.object({
    odds: oddsList,
    total: stake.default(1),
    commission: z.union([commission, z.array(commission)]).default(0),
  }),
  ({ odds: prices, total, commission: rates }) => {
    const plan = equalReturn(prices, rates);
    return answer({
      sumInverse: plan.sumInverse,
      roi: plan.roi,
      stakes: plan.shares.map((share) => share * total),
      profit: plan.roi * total,
      isArb: plan.isArb,
    });
  },
);

const hedge = operation(
  z.object({
    stakes: z.array(stake).min(1),
    odds: z.array(z.number().min(1)),
    hedgeOdds: oddsList,
    commission: commission.default(0),
  }),
  ({ stakes, odds: prices, hedgeOdds, commission: rate }) => {
    if (stakes.length !== prices.length || stakes.length !== hedgeOdds.length)
      return refuse('invalid-input', 'stakes, odds and hedgeOdds need one number per outcome each');
    const net = hedgeOdds.map((price) => 1 + netWinnings(price, rate));
    return answer(hedgeByBacking(stakes, prices, net));
  },
);

const exchangeHedge = operation(
  z.object({
    backStake: stake,
    backOdds: odds,
    layOdds: odds,
    commission: commission.default(0),
    /** Any text with "same market" takes commission on the net profit of both bets together. */
    mode: z.string().default('bookmaker back'),
  }),
  ({ backStake, backOdds, layOdds, commission: rate, mode }) => {
    const isSameMarket = /same[\s_-]*market|green/i.test(mode);
    const hedged = (isSameMarket ? layInSameMarket : layAgainstBookmaker)(backStake, backOdds, layOdds, rate);
    return answer({
      layStake: hedged.layStake,
      liability: hedged.liability,
      profitEither: hedged.net,
      ...(isSameMarket ? { grossEither: hedged.gross, netEither: hedged.net } : {}),
    });
  },
);

const leg = z.object({ odds, stake, line: z.union([z.string(), z.number()]).optional() });
const middleBet = operation(z.object({ legA: leg, legB: leg, pMiddle: chance }), ({ legA, legB, pMiddle }) =>
  answer(middle(legA, legB, pMiddle)),
);

const dutching = operation(
  z.object({
    odds: oddsList,
    total: stake.optional(),
    targetProfit: z.number().positive().optional(),
    backBookPercent: z.boolean().optional(),
    commission: z.union([commission, z.array(commission)]).default(0),
  }),
  ({ odds: prices, total, targetProfit, backBookPercent, commission: rates }) => {
    const plan = equalReturn(prices, rates);
    const book = { bookPercent: 100 * plan.sumInverse };
    if (targetProfit !== undefined && !plan.isArb)
      return refuse('unreachable-profit', 'targetProfit: the book is 100% or more, so no stakes win it');
    const outlay = targetProfit === undefined ? total : targetProfit / plan.roi;
    if (outlay === undefined)
      return backBookPercent === true
        ? answer(book)
        : refuse('invalid-input', 'total: give the total outlay or a targetProfit');
    return answer({
      ...book,
      total: outlay,
      stakes: plan.shares.map((share) => share * outlay),
      profitIfAnyWins: plan.roi * outlay,
      roi: plan.roi,
    });
  },
);

export const STAKE_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  kelly_single: kellySingle,
  kelly_exchange: kellyExchange,
  kelly_mutually_exclusive: kellyMutuallyExclusive,
  kelly_simultaneous_independent: kellyIndependent,
  arbitrage,
  hedge,
  exchange_hedge: exchangeHedge,
  middle: middleBet,
  dutching,
};
