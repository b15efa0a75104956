import { z } from 'zod';
import {
  closingPortfolio,
  closingValue,
  closingValues,
  expectedYield,
} from '../../../shared/domain/closing-value.ts';
import {
  binaryScores,
  brierScore,
  calibrationError,
  type ForecastScore,
  hit,
  ignorance,
  logLoss,
  PROBABILITY_FLOOR,
  rankedProbabilityScore,
} from '../../../shared/domain/forecast-metrics.ts';
import { removeMargin } from '../../../shared/domain/margin.ts';
import { performanceOf } from '../../../shared/domain/performance.ts';
import { betsNeeded, profitDeviation, testYield } from '../../../shared/domain/significance.ts';
import {
  answer,
  type CalcAnswer,
  type CalcOperation,
  chance,
  commission,
  marginMethod,
  methodName,
  odds,
  oddsList,
  operation,
  refuse,
  stake,
} from './calc-operation.ts';

const clvInputs = z.object({
  betOdds: odds.optional(),
  backLay: z.enum(['back', 'lay']).default('back'),
  commission: commission.default(0),
  closingFairOdds: odds.nullable().optional(),
  /** A whole closing market, the bet's selection in it and how its margin is removed. */
  closing: oddsList.optional(),
  side: z.int().min(0).optional(),
  devig: methodName.default('power'),
  targetProbability: z.number().positive().default(1),
  /** Several closing lines. */
  closes: z.array(z.object({ against: z.string(), fairOdds: odds.nullable() })).optional(),
  pinnacleClosing: odds.optional(),
  margin: z.number().gt(-1).optional(),
  bets: z
    .array(z.object({ bet: odds, fair: odds.nullable().default(null), stake: stake.default(1) }))
    .min(1)
    .optional(),
});
type ClvInputs = z.output<typeof clvInputs>;

const clv = operation(clvInputs, (inputs) => {
  if (inputs.bets !== undefined) return portfolio(inputs.bets);
  const { betOdds, backLay, commission: rate, closingFairOdds, closes, pinnacleClosing, margin } = inputs;
  if (betOdds === undefined) return refuse('invalid-input', 'betOdds: give the odds of the bet, or bets');
  if (inputs.closing !== undefined) return againstMarket(betOdds, inputs.closing, inputs);
  if (closes !== undefined) {
    const known = closes.map(({ against, fairOdds }) => ({ against, fair: fairOdds && 1 / fairOdds }));
    const values = closingValues(betOdds, known, backLay, rate);
    return answer({ closes: values, coverage: closes.length === 0 ? 0 : values.length / closes.length });
  }
  if (pinnacleClosing !== undefined)
    return answer({
      expectedYield: expectedYield(betOdds, pinnacleClosing, margin ?? 0),
      clvRaw: betOdds / pinnacleClosing - 1,
    });
  if (closingFairOdds === null) return answer({ clv: null, reason: 'no close' });
  if (closingFairOdds === undefined)
    return refuse('invalid-input', 'inputs: give closingFairOdds, closing, closes or pinnacleClosing');
  const { gross, net } = closingValue(betOdds, 1 / closingFairOdds, backLay, rate);
  return answer({ clv: gross, clvNet: net });
});

function portfolio(bets: NonNullable<ClvInputs['bets']>): CalcAnswer {
  const summary = closingPortfolio(
    bets.map(({ bet, fair, stake: staked }) => ({ odds: bet, fairOdds: fair, stake: staked })),
  );
  const { each, ...rest } = summary;
  return answer({ clvEach: each, ...rest });
}

function againstMarket(
  betOdds: number,
  closing: readonly number[],
  { side, devig, targetProbability, backLay, commission: rate }: ClvInputs,
): CalcAnswer {
  const raw = closing[side ?? -1];
  if (side === undefined || raw === undefined)
    return refuse(
      'invalid-input',
      `side: name the selection by its place among the ${closing.length} prices, from 0`,
    );
  const fair = removeMargin(marginMethod(devig), closing, targetProbability);
  const probability = fair.probabilities[side] ?? Number.NaN;
  const { gross, net } = closingValue(betOdds, probability, backLay, rate);
  return answer({
    fairClosingOdds: 1 / probability,
    clvNoVig: gross,
    clvNoVigNet: net,
    clvRaw: betOdds / raw - 1,
    flags: fair.flags,
  });
}

const planned = z.object({ odds, p: chance.optional() });
const significance = operation(
  z.object({
    n: z.int().min(1).optional(),
    averageOdds: odds.optional(),
    odds: odds.optional(),
    yield_: z.number().gt(-1).optional(),
    yield: z.number().gt(-1).optional(),
    edge: z.number().positive().optional(),
    p: chance.optional(),
    cases: z.array(planned).min(1).optional(),
    alphaTwoSided: z.number().gt(0).lt(1).default(0.05),
    power: z.number().gt(0).lt(1).default(0.8),
  }),
  (inputs) => {
    if (inputs.edge !== undefined) {
      const { edge, cases, odds: price, p, alphaTwoSided, power } = inputs;
      const rows = cases ?? (price === undefined ? [] : [{ odds: price, p }]);
      if (rows.length === 0) return refuse('invalid-input', 'odds: give the odds, or cases with odds each');
      const sigma = rows.map((row) => profitDeviation(row.odds, row.p ?? Math.min(1, (1 + edge) / row.odds)));
      const n = sigma.map((value) => betsNeeded(value, edge, alphaTwoSided, power));
      return answer(cases === undefined ? { sigma: sigma[0], n: n[0] } : { sigma, n });
    }
    const achieved = inputs.yield_ ?? inputs.yield;
    const average = inputs.averageOdds ?? inputs.odds;
    if (inputs.n === undefined || average === undefined || achieved === undefined)
      return refuse('invalid-input', 'inputs: give n, averageOdds and yield_, or edge and cases');
    if (1 + achieved >= average)
      return refuse('invalid-input', `yield_: ${achieved} cannot be had at average odds of ${average}`);
    const { interval, ...test } = testYield(inputs.n, average, achieved);
    return answer({ ...test, ci95: interval });
  },
);

const performance = operation(
  z.object({
    pnl: z.array(z.number()).min(1),
    stake: stake.optional(),
    stakes: z.array(stake).optional(),
    startBank: z.number().min(0).default(0),
  }),
  ({ pnl, stake: level, stakes, startBank }) => {
    const staked = stakes ?? level;
    if (staked === undefined) return refuse('invalid-input', 'stake: give the stake of each bet, or stakes');
    if (typeof staked !== 'number' && staked.length !== pnl.length)
      return refuse('invalid-input', `stakes: ${staked.length} stakes for ${pnl.length} results`);
    const summary = performanceOf(pnl, staked, startBank);
    return answer({
      bets: summary.bets,
      total: summary.total,
      yield_: summary.yield,
      maxDrawdown: summary.maxDrawdown,
      maxDrawdownPctOfPeakBank: summary.maxDrawdownShare,
      meanPerBet: summary.mean,
      sd: summary.deviation,
      t: summary.t,
      wins: summary.wins,
      losses: summary.losses,
      longestLosingRun: summary.longestLosingRun,
      longestWinningRun: summary.longestWinningRun,
      profitFactor: summary.profitFactor,
    });
  },
);

/** Recognised by how the name begins, so that it can carry its scale: "ignorance (bits, log2)". */
const SCORES: readonly (readonly [pattern: RegExp, score: (floor: number) => ForecastScore])[] = [
  [/rps|ranked/i, () => rankedProbabilityScore],
  [/brier.*0\.\.1\b/i, () => (p, observed) => brierScore(p, observed) / 2],
  [/brier/i, () => brierScore],
  [/ign/i, (floor) => (p, observed) => ignorance(p, observed, floor)],
  [/log[\s_-]*loss|cross[\s_-]*entropy/i, (floor) => (p, observed) => logLoss(p, observed, floor)],
  [/accuracy|hit/i, () => hit],
];

const metrics = operation(
  z.object({
    metric: z.string().default('all'),
    probabilities: z.array(z.array(chance).min(2)).min(1).optional(),
    observed: z.array(z.int().min(0)).optional(),
    p: z.array(chance).min(1).optional(),
    y: z.array(z.union([z.literal(0), z.literal(1)])).optional(),
    floor: z.number().min(0).lt(1).default(PROBABILITY_FLOOR),
    bins: z.int().min(1).optional(),
  }),
  ({ metric, probabilities, observed, p, y, floor, bins }) => {
    if (p !== undefined && y !== undefined) return binary(p, y, floor, bins ?? 10);
    if (probabilities === undefined || observed === undefined)
      return refuse('invalid-input', 'inputs: give probabilities and observed, or p and y');
    const impossible = observed.findIndex((index, i) => index >= (probabilities[i]?.length ?? 0));
    if (observed.length !== probabilities.length || impossible >= 0)
      return refuse('invalid-input', 'observed: give one outcome per forecast, counted from 0');
    if (metric === 'all') return allScores(probabilities, observed, floor);
    const score = SCORES.find(([pattern]) => pattern.test(metric))?.[1](floor);
    if (score === undefined)
      return refuse(
        'unknown-metric',
        `metric: "${metric}" is none of rps, brier, ignorance, log loss, accuracy`,
      );
    const each = probabilities.map((forecast, i) => score(forecast, observed[i] ?? 0));
    return answer({ each, mean: mean(each) });
  },
);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function allScores(
  probabilities: readonly (readonly number[])[],
  observed: readonly number[],
  floor: number,
): CalcAnswer {
  const of = (score: ForecastScore) =>
    mean(probabilities.map((forecast, i) => score(forecast, observed[i] ?? 0)));
  return answer({
    rps: of(rankedProbabilityScore),
    brier: of(brierScore),
    logloss: of((p, i) => logLoss(p, i, floor)),
    ignorance: of((p, i) => ignorance(p, i, floor)),
    accuracy: of(hit),
  });
}

function binary(p: readonly number[], y: readonly number[], floor: number, bins: number): CalcAnswer {
  if (p.length !== y.length)
    return refuse('invalid-input', `y: ${y.length} outcomes for ${p.length} forecasts`);
  const errors = [...new Set([5, 10, 15, 20, bins])].flatMap((count) => {
    const { ece, mce } = calibrationError(p, y, count);
    return [
      [`ece${count}`, ece],
      [`mce${count}`, mce],
    ];
  });
  const asked = calibrationError(p, y, bins);
  const { brier, logLoss: logloss } = binaryScores(p, y, floor);
  return answer({ ...Object.fromEntries(errors), ece: asked.ece, mce: asked.mce, brier, logloss });
}

export const RESULT_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  clv,
  significance,
  performance,
  metrics,
};
