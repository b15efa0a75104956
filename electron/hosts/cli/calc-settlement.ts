import { z } from 'zod';
import type { BetResult } from '../../../shared/domain/bet.ts';
import type { MarketType, Side } from '../../../shared/domain/catalogue.ts';
import { OUTCOMES, SETTLEMENT_RULES, type Settled, settle } from '../../../shared/domain/settlement.ts';
import { eachWayReturns } from '../../../shared/domain/settlement-each-way.ts';
import {
  deadHeat,
  outcomeReturns,
  returnFactor,
  returnsAtDecimal,
} from '../../../shared/domain/settlement-returns.ts';
import { afterRule4, rule4Deduction } from '../../../shared/domain/settlement-rule4.ts';
import {
  answer,
  type CalcAnswer,
  type CalcOperation,
  odds,
  oddsList,
  operation,
  refuse,
  stake,
} from './calc-operation.ts';

const goals = z.int().min(0);
const score = z.union([
  z.tuple([goals, goals]).transform(([home, away]) => ({ home, away })),
  z.object({ home: goals, away: goals }),
]);

/** What a case may say itself; what it leaves out is taken from the inputs around the cases. */
const bet = {
  stake: stake.optional(),
  odds: odds.optional(),
  side: z.string().optional(),
  line: z.number().nullable().optional(),
  score: score.optional(),
  goals: goals.optional(),
};
type Bet = z.output<z.ZodObject<typeof bet>>;
const bets = { ...bet, cases: z.array(z.object(bet)).min(1).optional() };

/** A handicap as calculators take it: `line` is the backed side's own, unlike the home view of `Market.line`. */
const handicap = ({ side = 'home', line = null, score: final }: Bet) => {
  const backed: Side = ['away', 'b', '2'].includes(side.toLowerCase()) ? 'away' : 'home';
  const homeLine = line === null || backed === 'home' ? line : 0 - line;
  return final === undefined ? undefined : settle('asian-handicap', backed, homeLine, final);
};

const totals = ({ side = 'over', line = null, score: final, goals: total }: Bet) => {
  const points = final ?? (total === undefined ? undefined : { home: total, away: 0 });
  return points === undefined ? undefined : settle('totals', side as Side, line, points);
};

const KNOWN_SIDES = /^(home|away|a|b|1|2)$/i;

type SettledBet =
  | { readonly ok: true; readonly returns: number; readonly profit: number; readonly result: BetResult }
  | { readonly ok: false; readonly code: string; readonly message: string };
type OutcomeOf = (bet: Bet) => Settled | undefined;

const missing = (message: string): SettledBet => ({ ok: false, code: 'invalid-input', message });

function settleBet(bet: Bet, outcomeOf: OutcomeOf): SettledBet {
  const { stake: staked = 1, odds: price } = bet;
  if (price === undefined) return missing('odds: give the decimal odds of the bet');
  const settled = outcomeOf(bet);
  if (settled === undefined) return missing('score: give the final score');
  if (!settled.ok) return settled;
  const returns = staked * returnFactor(outcomeReturns(returnsAtDecimal(price), settled.outcome));
  return { ok: true, returns, profit: returns - staked, result: settled.outcome.result };
}

/** One number each for a single bet, lists in the order of `cases` where there are any. */
function settleAll(
  inputs: Bet & { readonly cases?: readonly Bet[] | undefined },
  outcomeOf: OutcomeOf,
): CalcAnswer {
  const { cases, ...shared } = inputs;
  const columns = { returns: [] as number[], profit: [] as number[], result: [] as BetResult[] };
  for (const own of cases ?? [{}]) {
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    const row = settleBet({ ...shared, ...given }, outcomeOf);
    if (!row.ok) return refuse(row.code, row.message);
    columns.returns.push(row.returns);
    columns.profit.push(row.profit);
    columns.result.push(row.result);
  }
  const { returns, profit, result } = columns;
  return answer(
    cases === undefined ? { returns: returns[0], profit: profit[0], result: result[0] } : columns,
  );
}

const asianHandicap = operation(z.object(bets), (inputs) => {
  const sides = [inputs.side, ...(inputs.cases ?? []).map(({ side }) => side)];
  const unknown = sides.find((side) => side !== undefined && !KNOWN_SIDES.test(side));
  return unknown === undefined
    ? settleAll(inputs, handicap)
    : refuse('side-not-in-market', `side: "${unknown}" is neither home (A) nor away (B)`);
});

const overUnder = operation(z.object(bets), (inputs) => settleAll(inputs, totals));

/** Any market type of the catalogue, with `line` from the home side's view as in the catalogue. */
const market = operation(
  z.object({ ...bets, market: z.enum(Object.keys(SETTLEMENT_RULES) as [MarketType, ...MarketType[]]) }),
  ({ market: type, ...inputs }) =>
    settleAll(inputs, ({ side = '', line = null, score: final }) =>
      final === undefined ? undefined : settle(type, side as Side, line, final),
    ),
);

const tie = z.object({ places: z.int().min(0), tied: z.int().min(1) });

const deadHeatBet = operation(
  z.object({
    stake: stake.optional(),
    backersStake: stake.optional(),
    odds,
    side: z.enum(['back', 'lay']).default('back'),
    ...tie.shape,
  }),
  ({ stake: staked, backersStake, odds: price, side, places, tied }) => {
    const backed = staked ?? backersStake;
    if (backed === undefined)
      return refuse('invalid-input', 'stake: give the stake (backersStake for a lay)');
    const returns = backed * returnFactor(deadHeat(returnsAtDecimal(price), places, tied));
    return answer(
      side === 'back'
        ? { returns, profit: returns - backed }
        : { profit: backed - returns, liability: backed * (price - 1) },
    );
  },
);

const withdrawn = z.union([odds, oddsList]);
const ratio = z.union([
  z.number().positive().max(1),
  z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, 'write a fraction like 1/5')
    .transform((text) => {
      const [numerator = 1, denominator = 1] = text.split('/').map(Number);
      return numerator / denominator;
    }),
]);

const eachWay = operation(
  z.object({
    stakePerPart: stake,
    odds,
    placeFraction: ratio,
    won: z.boolean(),
    placed: z.boolean().optional(),
    winDeadHeat: tie.optional(),
    placeDeadHeat: tie.optional(),
    withdrawnOdds: withdrawn.optional(),
    /** A Rule 4 deduction already known, as a fraction, in place of `withdrawnOdds`. */
    deduction: z.number().min(0).max(1).optional(),
  }),
  (inputs) => {
    const { stakePerPart, odds: price, placeFraction, won, placed, winDeadHeat, placeDeadHeat } = inputs;
    const { pence } = rule4Deduction([inputs.withdrawnOdds ?? []].flat());
    const parts = eachWayReturns(returnsAtDecimal(price), {
      won,
      placed: placed ?? won,
      placeFraction: [placeFraction, 1],
      ...(winDeadHeat === undefined ? {} : { winDeadHeat }),
      ...(placeDeadHeat === undefined ? {} : { placeDeadHeat }),
      rule4Pence: inputs.deduction === undefined ? pence : 100 * inputs.deduction,
    });
    const winReturns = stakePerPart * returnFactor(parts.win);
    const placeReturns = stakePerPart * returnFactor(parts.place);
    const outlay = 2 * stakePerPart;
    const returns = winReturns + placeReturns;
    return answer({ returns, outlay, profit: returns - outlay, winReturns, placeReturns });
  },
);

const rule4 = operation(
  z.object({
    stake: stake.default(1),
    odds,
    withdrawnOdds: withdrawn,
    won: z.boolean().default(true),
    table: z.array(z.object({ upTo: odds, pence: z.number().min(0).max(100) })).optional(),
  }),
  ({ stake: staked, odds: price, withdrawnOdds, won, table }) => {
    const { rawPence, pence } = rule4Deduction([withdrawnOdds].flat(), table);
    const returns = won ? staked * returnFactor(afterRule4(returnsAtDecimal(price), pence)) : 0;
    return answer({ rawSum: rawPence / 100, deduction: pence / 100, returns, profit: returns - staked });
  },
);

const RESULTS: Readonly<Record<string, BetResult>> = {
  win: 'won',
  won: 'won',
  half_win: 'half-won',
  half_won: 'half-won',
  push: 'push',
  void: 'void',
  half_loss: 'half-lost',
  half_lost: 'half-lost',
  loss: 'lost',
  lose: 'lost',
  lost: 'lost',
};
const result = z
  .string()
  .transform((text) => RESULTS[text.toLowerCase().replaceAll(/[\s-]+/g, '_')])
  .refine((value) => value !== undefined, `a result is one of ${Object.keys(RESULTS).join(', ')}`);

const multi = operation(
  z.object({
    stake: stake.default(1),
    legs: z.array(z.object({ odds, result, deadHeat: tie.optional() })).min(1),
  }),
  ({ stake: staked, legs }) => {
    const factors = legs.map((leg) => {
      const full = returnsAtDecimal(leg.odds);
      const shared =
        leg.deadHeat === undefined ? full : deadHeat(full, leg.deadHeat.places, leg.deadHeat.tied);
      return returnFactor(outcomeReturns(shared, OUTCOMES[leg.result ?? 'void']));
    });
    const returns = factors.reduce((product, factor) => product * factor, staked);
    return answer({ returns, profit: returns - staked, factors });
  },
);

export const SETTLEMENT_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  settlement: market,
  settlement_ah: asianHandicap,
  settlement_ou: overUnder,
  settlement_deadheat: deadHeatBet,
  settlement_eachway: eachWay,
  settlement_rule4: rule4,
  settlement_multi: multi,
};
