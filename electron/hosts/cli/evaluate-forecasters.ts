import type { ModelTarget } from '../../../shared/domain/model.ts';
import type { Forecaster } from '../../engine/ports/forecaster.ts';
import { openForecasters } from '../../engine/services/runs/forecasters.ts';
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

export type ForecastersMade =
  | { readonly ok: true; readonly forecasters: readonly Forecaster[]; close(): Promise<void> }
  | { readonly ok: false; readonly code: string; readonly message: string };

/**
 * What forecasts beside the books: the Overround line and the registered models of the target. One that can't is said on
 * standard error, and refused when it was named.
 */
export async function createForecasters({
  target,
  models,
  data,
  isWanted,
}: ForecastersRequest): Promise<ForecastersMade> {
  const paths = locateModelPaths(data);
  const named = new Set(models.map((id) => `model:${id}`));
  const opened = await openForecasters(
    createModelFolders({ shipped: paths.shipped, user: paths.data }),
    target,
    (name) => isWanted(name) && (named.size === 0 || named.has(name) || !name.startsWith('model:')),
  );
  const known = new Set([...opened.forecasters, ...opened.left].map(({ name }) => name));
  const unknown = models.find((id) => id !== 'none' && !known.has(`model:${id}`) && isWanted(`model:${id}`));
  const broken = opened.left.find(({ name }) => named.has(name));
  if (unknown !== undefined || broken !== undefined) {
    await opened.close();
    return unknown === undefined
      ? { ok: false, code: 'unusable-model', message: broken?.message ?? '' }
      : {
          ok: false,
          code: 'no-such-model',
          message: `There is no model ${unknown} for ${target}. \`overround model list\` names those there are.`,
        };
  }
  for (const { name, message } of opened.left) process.stderr.write(`overround: ${name}: ${message}\n`);
  return { ok: true, forecasters: opened.forecasters, close: opened.close };
}
