import type { ModelTarget } from '../../../shared/domain/model.ts';
import { type OpenForecasters, openForecasters } from '../../engine/services/runs/forecasters.ts';
import { createModelFolders } from '../../engine/storage/models/index.ts';
import { locateModelPaths } from '../node-ports/paths.ts';

/** Targets that football results decide. */
export const EVALUATED_TARGETS = ['match-odds', 'over-under-2.5', 'both-teams-to-score'] as const;
export type EvaluatedTarget = Extract<ModelTarget, (typeof EVALUATED_TARGETS)[number]>;

export type ForecastersRequest = {
  readonly target: EvaluatedTarget;
  /** Ids; empty: all of the target; `['none']`: none. */
  readonly models: readonly string[];
  readonly data?: string;
  readonly isWanted: (name: string) => boolean;
};

const prefix = 'model:';

/** What forecasts beside the books: the Overround line, and shipped and the user's own models of the target. */
export function createForecasters(request: ForecastersRequest): Promise<OpenForecasters> {
  const paths = locateModelPaths(request.data);
  const files = createModelFolders({ shipped: paths.shipped, user: paths.data });
  const chosen = new Set(request.models);
  const isChosen = (name: string): boolean =>
    chosen.size === 0 || !name.startsWith(prefix) || chosen.has(name.slice(prefix.length));
  return openForecasters(files, request.target, (name) => isChosen(name) && request.isWanted(name));
}
