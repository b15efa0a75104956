import { setImmediate } from 'node:timers/promises';
import type { RunResult } from '../../../shared/contract/runs.ts';
import { type MatchEnd, openAccount, type SettledBet } from '../../../shared/domain/backtest/account.ts';
import { type BetPick, picksOf } from '../../../shared/domain/backtest/picks.ts';
import { equityCurve, groupsOf, summarise } from '../../../shared/domain/backtest/report.ts';
import type { Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { AVERAGE_BOOK } from '../../../shared/domain/football-data-books.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import type { Forecaster } from '../ports/forecaster.ts';
import type { JobProgress } from '../ports/jobs.ts';
import type { HistoricalMatch } from '../ports/market-store.ts';
import { createBelief, fairPrices, forecasterName } from './beliefs.ts';
import { type DayPrices, readDayPrices } from './day-prices.ts';
import { fixtureOf, progressOf } from './evaluate.ts';
import { completeBooks, fillPrices } from './fills.ts';
import { type MatchDay, type MatchSource, matchFilter } from './match-days.ts';

export type BacktestRequest = {
  /** All matches a model may learn from; the strategy's own filter says which of them it bets on. */
  readonly matches: MatchSource;
  readonly strategy: Strategy;
  /** Those a strategy may believe: `overround-line`, `overround-line-close`, `model:ID`. Books need none. */
  readonly forecasters: readonly Forecaster[];
  /** Uniform in [0, 1), seeded: for the yield's interval. */
  readonly random: () => number;
  readonly onProgress?: (progress: JobProgress) => void;
  readonly signal?: AbortSignal;
};

export type BacktestResult = Extract<RunResult, { readonly kind: 'backtest' }>;
export type BacktestOutcome =
  | {
      readonly ok: true;
      readonly result: BacktestResult;
      /** Every bet in the order it was placed, for export. */
      readonly bets: readonly SettledBet[];
      /** Matches left out of the walk: dated more than a year before their season. */
      readonly misdated: number;
    }
  | { readonly ok: false; readonly code: 'no-forecaster' | 'no-matches'; readonly message: string };

/** Days between turns for whoever wants to cancel. */
const DAYS_PER_TURN = 50;

/**
 * Runs a strategy over past matches. Each day's bets are decided from that day's prices and what was known before,
 * on the bank as it stood; only then are results and closing prices looked at. Rejects when `signal` aborts.
 */
export async function backtest(request: BacktestRequest): Promise<BacktestOutcome> {
  const { strategy, matches: source, signal } = request;
  const belief = createBelief(strategy, request.forecasters);
  if (belief === undefined) return noForecaster(strategy, request.forecasters);
  const isMeant = matchFilter(strategy.filter.matches);
  const account = openAccount(strategy);
  const counts = { matches: 0, priced: 0 };
  let from: string | undefined;
  let walked = 0;
  let days = 0;
  for (const day of source.days()) {
    const meant = day.matches.flatMap((match, row) => (isMeant(match) ? [{ match, row }] : []));
    // A forecaster is asked about every day and all of it, as in an evaluation: which version of a model speaks, and what
    // it has learned by then, must not depend on what is bet on.
    if (meant.length > 0 || belief.forecaster !== undefined) {
      const fixtures = day.matches.map(fixtureOf);
      const prices = readDayPrices(strategy.market, fixtures);
      const forecasts = await belief.forecast(fixtures, prices);
      if (meant.length > 0) from ??= day.playedOn;
      const offers = meant.map(({ match, row }) => ({
        match,
        row,
        ...offered(strategy, prices, row, forecasts[row]),
      }));
      counts.matches += meant.length;
      counts.priced += offers.filter(({ isPriced }) => isPriced).length;
      const picked = offers.filter(({ picks }) => picks.length > 0);
      const placed = account.place(picked);
      account.settle(
        day.playedOn,
        placed,
        picked.map(({ match, row }) => endOf(match, prices, row)),
      );
    }
    belief.forecaster?.observe(day.matches);
    walked += day.matches.length;
    days += 1;
    if (days % DAYS_PER_TURN !== 0) continue;
    tell(request, day, walked, account.bets.length);
    await setImmediate();
    signal?.throwIfAborted();
  }
  if (counts.matches === 0) return noMatches(source);
  const { bank } = strategy;
  return {
    ok: true,
    result: {
      kind: 'backtest',
      summary: summarise(account, bank, counts, request.random),
      equity: equityCurve(account.days, bank, from),
      ...groupsOf(account.bets),
    },
    bets: account.bets,
    misdated: source.misdated,
  };
}

/** What the strategy would bet on one match, before anything of it is known. */
function offered(
  strategy: Strategy,
  prices: DayPrices,
  row: number,
  fair: readonly number[] | undefined,
): { readonly isPriced: boolean; readonly picks: readonly BetPick[] } {
  const none = { isPriced: false, picks: [] };
  if (fair === undefined || completeBooks(prices, strategy.stage, row) < strategy.filter.minimumBooks)
    return none;
  const fills = fillPrices(strategy, prices, row);
  if (fills.every((fill) => fill === null)) return none;
  const { outcomes } = TARGETS[strategy.market];
  return { isPriced: true, picks: picksOf(strategy, { outcomes, prices: fills, fair }) };
}

/** Score and close. The close is Pinnacle's by the power method, else that of the average closing price. */
function endOf(match: HistoricalMatch, prices: DayPrices, row: number): MatchEnd {
  const close = (book: string) => fairPrices(prices.source(book, 'closing'), row, prices.outcomes, 'power');
  return {
    score: { home: match.homeGoals, away: match.awayGoals },
    closingFair: close('pinnacle') ?? close(AVERAGE_BOOK) ?? null,
  };
}

function tell(request: BacktestRequest, day: MatchDay, walked: number, bets: number): void {
  request.onProgress?.({ ...progressOf(day, walked, request.matches.total), figures: { bets } });
}

function noForecaster(strategy: Strategy, given: readonly Forecaster[]): BacktestOutcome {
  const names = given.map(({ name }) => name).join(', ');
  return {
    ok: false,
    code: 'no-forecaster',
    message: `The strategy goes by ${forecasterName(strategy)}, which is not there for ${strategy.market}. ${names === '' ? 'Choose books, or train or import a model.' : `Choose one of: ${names}.`}`,
  };
}

const noMatches = ({ total }: MatchSource): BacktestOutcome => ({
  ok: false,
  code: 'no-matches',
  message:
    total === 0
      ? 'There are no matches. Import some, or name football-data.co.uk files.'
      : "None of the matches is in the strategy's competitions and seasons. Widen its filter.",
});
