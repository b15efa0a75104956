import type { ModelTarget } from '../../../shared/domain/model.ts';
import type { Forecaster } from '../../engine/ports/forecaster.ts';

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

/** What forecasts beside the books: the Overround line and the registered models of the target. */
export async function createForecasters(_request: ForecastersRequest): Promise<ForecastersMade> {
  return { ok: true, forecasters: [], close: async () => undefined };
}
