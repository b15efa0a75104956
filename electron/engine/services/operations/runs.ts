import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Recipe, Strategy } from '../../../../shared/contract/runs.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import { readBets } from '../runs/bet-pages.ts';
import type { Runs } from '../runs/runs.ts';
import { watch } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'runs.watch'
  | 'runs.start'
  | 'runs.cancel'
  | 'runs.resume'
  | 'runs.remove'
  | 'runs.result'
  | 'recipes.list'
  | 'strategies.list'
  | 'matches.seasons'
  | 'backtests.bets'
>;

/** Training, evaluations and backtests, and what they can be made of. */
export function runOperations(deps: {
  readonly runs: Runs;
  readonly recipes: readonly Recipe[];
  readonly strategies: readonly Strategy[];
  readonly withHistory: <T>(read: (history: MatchHistory) => T) => T;
}): Operations {
  const { runs } = deps;
  return {
    'runs.watch': watch(runs.changes, runs.list),
    'runs.start': (spec) => runs.start(spec),
    'runs.cancel': ({ id }) => runs.cancel(id),
    'runs.resume': ({ id }) => runs.resume(id),
    'runs.remove': ({ id }) => {
      runs.remove(id);
      return {};
    },
    'runs.result': ({ id }) => runs.result(id),
    'backtests.bets': ({ id, offset, limit }) => {
      runs.result(id);
      return [...readBets(runs.folder(id), offset, limit)];
    },
    'recipes.list': () => [...deps.recipes],
    'strategies.list': () => [...deps.strategies],
    'matches.seasons': () => deps.withHistory((history) => [...history.historicalSeasons()]),
  };
}
