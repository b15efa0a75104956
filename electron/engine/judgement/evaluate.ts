import { setImmediate } from 'node:timers/promises';
import type { EvaluationRow } from '../../../shared/contract/runs.ts';
import { observedOutcome } from '../../../shared/domain/judgement/observed-outcome.ts';
import type { ModelTarget } from '../../../shared/domain/model.ts';
import type { Fixture, Forecaster } from '../ports/forecaster.ts';
import type { JobProgress } from '../ports/jobs.ts';
import type { HistoricalMatch } from '../ports/market-store.ts';
import { type BookForecaster, createBookPanel } from './book-forecasters.ts';
import { createCoverageSums } from './coverage-sums.ts';
import type { MatchDay, MatchSource } from './match-days.ts';

export type EvaluateRequest = {
  readonly target: ModelTarget;
  readonly matches: MatchSource;
  /** Beside the books: the line, models. They are asked before each day's results are told. */
  readonly forecasters: readonly Forecaster[];
  /** Which matches are scored; the others are walked all the same, for what models learn from them. All by default. */
  readonly isScored?: (match: HistoricalMatch) => boolean;
  /** Which books' forecasts are wanted, by name. All by default. */
  readonly isWanted?: (name: string) => boolean;
  /** The least share of the forecast matches that the common set keeps: 0.2 by default, 0 for the plain intersection. */
  readonly leastCommonShare?: number;
  readonly onProgress?: (progress: JobProgress) => void;
  readonly signal?: AbortSignal;
};

export type Evaluation = {
  /** Every forecaster on the matches it covers, then again on those that all in the common set cover. */
  readonly rows: readonly EvaluationRow[];
  /** Matches given to be scored. */
  readonly matches: number;
  /** Of them: in the common set; covered by no forecaster; without an outcome of this target (a push). */
  readonly common: number;
  readonly unforecast: number;
  readonly undecided: number;
  /** Left out of the walk: dated more than a year before their season. */
  readonly misdated: number;
  /** Forecasters without a common row, because with them the common set would fall below its least share. */
  readonly outsideCommon: readonly string[];
  /** Matches priced but not covered, where a method gave a chance below 0 or above 1, by name. */
  readonly improper: Readonly<Record<string, number>>;
};

/** Over many seasons the line and models, which need years to learn from, cover less than half of the matches. */
export const LEAST_COMMON_SHARE = 0.2;
/** Days between turns for whoever wants to cancel. */
const DAYS_PER_TURN = 10;

/**
 * Scores forecasters on past matches: day by day, each day's fixtures are forecast together before any of their
 * results are told, and fixtures hold no results. Rejects when `signal` aborts.
 */
export async function evaluate(request: EvaluateRequest): Promise<Evaluation> {
  const { target, matches: source, isScored = () => true, signal } = request;
  const panel = createBookPanel(target, request.isWanted);
  const sums = createCoverageSums();
  let books: readonly BookForecaster[] = [];
  const counts = { matches: 0, unforecast: 0, undecided: 0 };
  let walked = 0;
  let days = 0;
  for (const day of source.days()) {
    const fixtures = day.matches.map(fixtureOf);
    books = panel.through(fixtures);
    const forecasters = [...request.forecasters, ...books];
    const forecasts: (readonly (readonly number[] | undefined)[])[] = [];
    for (const forecaster of forecasters) forecasts.push(await forecaster.forecast(fixtures));
    day.matches.forEach((match, row) => {
      if (!isScored(match)) return;
      counts.matches += 1;
      const observed = observedOutcome(target, { home: match.homeGoals, away: match.awayGoals });
      if (observed === undefined) counts.undecided += 1;
      else if (!sums.add(forecasts, row, observed)) counts.unforecast += 1;
    });
    for (const forecaster of request.forecasters) forecaster.observe(day.matches);
    walked += day.matches.length;
    days += 1;
    if (days % DAYS_PER_TURN !== 0) continue;
    request.onProgress?.(progressOf(day, walked, source.total));
    await setImmediate();
    signal?.throwIfAborted();
  }
  return { ...evaluationOf(request, books, sums), ...counts, misdated: source.misdated };
}

/** What is known before kick-off. */
export const fixtureOf = ({
  competition,
  season,
  playedOn,
  kickOff,
  home,
  away,
  odds,
}: HistoricalMatch): Fixture => ({ competition, season, playedOn, kickOff, home, away, odds });

export const progressOf = (day: MatchDay, walked: number, total: number): JobProgress => ({
  share: total === 0 ? 1 : Math.min(1, walked / total),
  stage: `${day.matches[0]?.season ?? day.playedOn}: ${walked} of ${total} matches`,
});

function evaluationOf(
  { forecasters, leastCommonShare = LEAST_COMMON_SHARE }: EvaluateRequest,
  books: readonly BookForecaster[],
  sums: ReturnType<typeof createCoverageSums>,
): Pick<Evaluation, 'rows' | 'common' | 'outsideCommon' | 'improper'> {
  // Methods of one book and stage are in the common set together or not at all.
  const members = [
    ...forecasters.map(({ name }) => ({ name, group: name })),
    ...books.map(({ name, book, stage }) => ({ name, group: `${stage}|${book}` })),
  ];
  const common = sums.common(
    members.map(({ group }) => group),
    leastCommonShare,
  );
  const inOrder = members
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => rank(a.index) - rank(b.index) || compareSources(a.name, b.name));
  function rank(index: number): number {
    return index < forecasters.length ? 1 : 0;
  }
  const row = (name: string, covers: EvaluationRow['covers'], scores: ReturnType<typeof sums.own>) => {
    const written = (value: number) => (Number.isNaN(value) ? null : value);
    return {
      name,
      n: scores.n,
      logLoss: written(scores.logLoss),
      rps: written(scores.rps),
      brier: written(scores.brier),
      ece: written(scores.ece),
      accuracy: written(scores.accuracy),
      covers,
    };
  };
  return {
    rows: [
      ...inOrder.map(({ name, index }) => row(name, 'own', sums.own(index))),
      ...inOrder.flatMap(({ name, index }) => {
        const scores = common.scores(index);
        return scores === undefined ? [] : [row(name, 'common', scores)];
      }),
    ],
    common: common.matches,
    outsideCommon: inOrder.flatMap(({ name, index }) => (common.scores(index) === undefined ? [name] : [])),
    improper: Object.fromEntries(
      books.filter(({ improper }) => improper() > 0).map(({ name, improper }) => [name, improper()]),
    ),
  };
}

/** By source; methods stay in the order of their table. */
function compareSources(a: string, b: string): number {
  const [first, second] = [a.split(':', 1)[0] ?? a, b.split(':', 1)[0] ?? b];
  return first < second ? -1 : first > second ? 1 : 0;
}
