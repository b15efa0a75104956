import { OperationFailure } from '../../../../shared/contract/errors.ts';
import { STRATEGIES } from '../../../../shared/domain/backtest/strategies.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import type { EnginePaths } from '../../ports/paths.ts';
import { openMatchHistory } from '../../storage/match-history.ts';
import { hasCheckpoint, recipeEntries } from '../../training/index.ts';
import { runOperations } from '../operations/runs.ts';
import { createRuns, type RunsDependencies } from './runs.ts';

/** Runs over this machine's files, and the contract's operations on them. */
export function openRuns(
  deps: Pick<RunsDependencies, 'store' | 'jobs' | 'wall' | 'ids' | 'log' | 'onModel'> & {
    readonly paths: Pick<EnginePaths, 'matches' | 'models'>;
  },
) {
  const { paths, ...rest } = deps;
  const recipes = recipeEntries();
  const withHistory = <T>(read: (history: MatchHistory) => T): T => {
    const opened = openMatchHistory(paths.matches);
    if (!opened.ok) throw new OperationFailure({ code: 'unavailable', message: opened.message });
    try {
      return read(opened.history);
    } finally {
      opened.close();
    }
  };
  const runs = createRuns({
    ...rest,
    recipes,
    withHistory,
    hasCheckpoint,
    places: { matches: paths.matches.data, models: paths.models },
  });
  const strategies = STRATEGIES.map(({ strategy }) => strategy);
  return { runs, operations: runOperations({ runs, recipes, strategies, withHistory }) };
}
