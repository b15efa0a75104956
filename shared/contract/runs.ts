import * as z from 'zod';
import { MOST_STAKE } from '../domain/backtest/stakes.ts';
import { modelId, modelTarget, scores } from './models.ts';
import { epochMs, marginMethod, minorUnits, oddsE4 } from './schemas.ts';

export const runId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** A stake or bank, up to the largest stake that money in minor units is exact for: nothing above is cut in silence. */
const positiveMoney = minorUnits.refine((amount) => amount > 0 && amount <= MOST_STAKE, {
  error: 'Give an amount above 0, of at most 1,000,000,000,000 minor units (10,000 million in cents).',
});
const stage = z.enum(['pre-closing', 'closing']);

/** Which imported matches; an empty list means all. Seasons as they are stored: `2019-20`. */
export const matchFilter = z.object({
  competitions: z.array(z.string()).readonly(),
  seasons: z.array(z.string()).readonly(),
});
export type MatchFilter = z.infer<typeof matchFilter>;

export const trainJob = z.object({
  kind: z.literal('train'),
  recipe: z.string(),
  name: z.string().min(1).max(120),
  matches: matchFilter,
  /** Overrides of the recipe's learner parameters. */
  parameters: z.record(z.string(), z.number()),
  /** Random search over the parameters before the last seasons are touched; 0 for none. */
  trials: z.int().min(0).max(200),
  seed: z.int().nonnegative(),
});

export const evaluateJob = z.object({
  kind: z.literal('evaluate'),
  name: z.string().min(1).max(120),
  target: modelTarget,
  matches: matchFilter,
});

export const probabilitySource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overround-line') }),
  /** The mean of the books' no-margin probabilities; Kaunitz and others use the plain average price instead. */
  z.object({ kind: z.literal('mean'), method: marginMethod }),
  z.object({ kind: z.literal('average-price') }),
  z.object({ kind: z.literal('book'), book: z.string(), method: marginMethod }),
  z.object({ kind: z.literal('model'), id: modelId }),
]);

export const strategy = z.object({
  name: z.string().min(1).max(120),
  market: z.enum(['match-odds', 'over-under-2.5']),
  /** What is believed. */
  fair: probabilitySource,
  /** What is taken: at the same stage as what is believed, so that nothing looks ahead. */
  price: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('best') }),
    z.object({ kind: z.literal('book'), book: z.string() }),
    z.object({ kind: z.literal('average') }),
  ]),
  stage,
  /** `value`: expected profit of at least `minimumEv` per unit; `kaunitz`: price above 1 / (p - alpha). */
  rule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('value'), minimumEv: z.number().min(-1).max(1) }),
    z.object({ kind: z.literal('kaunitz'), alpha: z.number().min(0).max(0.5) }),
  ]),
  filter: z.object({
    matches: matchFilter,
    /** Empty: all. */
    outcomes: z.array(z.string()).readonly(),
    minimumOdds: oddsE4,
    maximumOdds: oddsE4,
    /** Books with a complete price in the market. */
    minimumBooks: z.int().min(1).max(50),
  }),
  stake: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('flat'), amount: positiveMoney }),
    /** Fraction of the bank as it stands. */
    z.object({ kind: z.literal('proportional'), fraction: z.number().min(0).max(1) }),
    z.object({
      kind: z.literal('kelly'),
      fraction: z.number().min(0).max(1),
      /** Most of the bank on one bet. */
      cap: z.number().min(0).max(1),
    }),
    z.object({ kind: z.literal('to-win'), amount: positiveMoney }),
  ]),
  bank: positiveMoney,
  /** On winnings, as a fraction; 0 at bookmakers. */
  commission: z.number().min(0).max(0.5),
});
export type Strategy = z.infer<typeof strategy>;

export const backtestJob = z.object({ kind: z.literal('backtest'), strategy });

export const jobSpec = z.discriminatedUnion('kind', [trainJob, evaluateJob, backtestJob]);
export type JobSpec = z.infer<typeof jobSpec>;

/** A piece of long work, from the moment it is asked for. */
export const run = z.object({
  id: runId,
  name: z.string(),
  spec: jobSpec,
  /** `interrupted`: the program ended while it ran; it can be resumed like a cancelled one. */
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted']),
  /** 0 to 1. */
  share: z.number().min(0).max(1),
  stage: z.string(),
  /** By name, on the way and at the end. */
  figures: z.record(z.string(), z.number()),
  /** What went wrong and what to do; empty while all is well. */
  message: z.string(),
  createdAt: epochMs,
  startedAt: epochMs.nullable(),
  finishedAt: epochMs.nullable(),
  /** Of a finished training. */
  modelId: modelId.nullable(),
  /** True where resuming goes on from a checkpoint. */
  resumable: z.boolean(),
  /** Sent once, last, when the run was removed. */
  removed: z.boolean(),
});
export type Run = z.infer<typeof run>;

/** One forecaster's scores; `covers`: on the rows it covers, or on those that all cover. */
export const evaluationRow = scores.extend({ name: z.string(), covers: z.enum(['own', 'common']) });
export type EvaluationRow = z.infer<typeof evaluationRow>;

const groupResult = z.object({
  group: z.string(),
  bets: z.int(),
  staked: minorUnits,
  profit: minorUnits,
  yield: z.number().nullable(),
  clv: z.number().nullable(),
});

export const backtestSummary = z.object({
  /** Matches of the filter; with a price and a fair price; bet on. */
  matches: z.int(),
  priced: z.int(),
  bets: z.int(),
  won: z.int(),
  staked: minorUnits,
  profit: minorUnits,
  /** Profit per unit staked; `null` without bets. Its 95 % interval is a bootstrap over match days. */
  yield: z.number().nullable(),
  yieldLow: z.number().nullable(),
  yieldHigh: z.number().nullable(),
  /** Of the yield against none; two-sided. */
  p: z.number().nullable(),
  expected: minorUnits,
  averageOdds: z.number().nullable(),
  finalBank: minorUnits,
  maxDrawdown: minorUnits,
  maxDrawdownShare: z.number(),
  longestLosingRun: z.int(),
  /** Staked as a multiple of the opening bank. */
  turnover: z.number(),
  /** Mean closing line value over the bets that have a close, and their share. */
  clv: z.number().nullable(),
  clvCoverage: z.number(),
  /** Bets the bank could not pay for. */
  skipped: z.int(),
});
export type BacktestSummary = z.infer<typeof backtestSummary>;

export const equityPoint = z.object({
  day,
  bets: z.int(),
  profit: minorUnits,
  expected: minorUnits,
  bank: minorUnits,
  drawdown: minorUnits,
});
export type EquityPoint = z.infer<typeof equityPoint>;

export const backtestBet = z.object({
  day,
  competition: z.string(),
  season: z.string(),
  home: z.string(),
  away: z.string(),
  outcome: z.string(),
  book: z.string(),
  price: oddsE4,
  fair: z.number(),
  ev: z.number(),
  stake: minorUnits,
  profit: minorUnits,
  closingFair: z.number().nullable(),
  clv: z.number().nullable(),
});
export type BacktestBet = z.infer<typeof backtestBet>;

export const runResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('train'), modelId, trials: z.array(z.record(z.string(), z.number())) }),
  z.object({
    kind: z.literal('evaluate'),
    rows: z.array(evaluationRow),
    /** Matches given, and of them in every row's common set. */
    matches: z.int(),
    common: z.int(),
  }),
  z.object({
    kind: z.literal('backtest'),
    summary: backtestSummary,
    /** At most 2,000 points, first and last included. */
    equity: z.array(equityPoint),
    byCompetition: z.array(groupResult),
    bySeason: z.array(groupResult),
    byOddsBand: z.array(groupResult),
  }),
]);
export type RunResult = z.infer<typeof runResult>;
export type GroupResult = z.infer<typeof groupResult>;

/** A way of making a model, as the training form offers it. */
export const recipe = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  sport: z.string(),
  target: modelTarget,
  learner: z.string(),
  featureSet: z.string().nullable(),
  parameters: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      default: z.number(),
      least: z.number(),
      most: z.number(),
      integer: z.boolean(),
    }),
  ),
});
export type Recipe = z.infer<typeof recipe>;

export const storedSeason = z.object({ competition: z.string(), season: z.string(), matches: z.int() });
export type StoredSeason = z.infer<typeof storedSeason>;
