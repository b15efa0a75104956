import { useSyncExternalStore } from 'react';
import type { JobSpec, Run, RunResult } from '../../../shared/contract/runs.ts';
import { runs } from '../../stores/runs.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { useRows } from '../../stores/use-rows.ts';
import { engine } from '../../transport/engine.ts';
import { type BetsFeed, createBetsFeed, type FeedState } from './bets-feed.ts';

export type BacktestRun = Run & { readonly spec: Extract<JobSpec, { readonly kind: 'backtest' }> };
export type BacktestResult = Extract<RunResult, { readonly kind: 'backtest' }>;

export const isBacktest = (run: Run): run is BacktestRun => run.spec.kind === 'backtest';

/** What a finished run came to never changes. The newest so many are kept, so that moving along the list asks once. */
const KEPT_RESULTS = 24;
const results = new Map<string, BacktestResult>();
/** Bets weigh more. */
const KEPT_FEEDS = 3;
const feeds = new Map<string, BetsFeed>();

function keep<T>(map: Map<string, T>, id: string, value: T, most: number): T {
  map.delete(id);
  map.set(id, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
  return value;
}

runs.subscribe((changes) => {
  for (const [id, run] of changes)
    if (run === undefined) {
      results.delete(id);
      feeds.delete(id);
    }
});

export const knownResult = (id: string): BacktestResult | undefined => results.get(id);

async function readResult(id: string, signal: AbortSignal): Promise<BacktestResult> {
  const known = results.get(id);
  if (known !== undefined) return known;
  const result = await engine().call('runs.result', { id }, { signal });
  if (result.kind !== 'backtest') throw new Error(`run ${id} is no backtest.`);
  return keep(results, id, result, KEPT_RESULTS);
}

type Read = {
  /** One a run, in their order; `null` until all are there. */
  readonly value: readonly BacktestResult[] | null;
  readonly reading: boolean;
  readonly problem: string | null;
};

/** The results of finished runs. */
export function useResults(ids: readonly string[], reload: number): Read {
  const known = ids.flatMap((id) => results.get(id) ?? []);
  const complete = known.length === ids.length;
  const answer = useAnswer(complete ? null : `results ${ids.join(' ')} ${reload}`, (signal) =>
    Promise.all(ids.map((id) => readResult(id, signal))),
  );
  return complete ? { value: known, reading: false, problem: null } : answer;
}

/** The bets of a finished run, made to be read when they are first looked at. */
export function betsFeedOf(id: string, total: number): BetsFeed {
  const known = feeds.get(id);
  const feed =
    known ?? createBetsFeed(total, (offset, limit) => engine().call('backtests.bets', { id, offset, limit }));
  return keep(feeds, id, feed, KEPT_FEEDS);
}

export const useFeedState = (feed: BetsFeed): FeedState => useSyncExternalStore(feed.subscribe, feed.state);

/** Every backtest there is, in no order. */
export const useBacktests = (): readonly BacktestRun[] => useRows(runs).filter(isBacktest);
