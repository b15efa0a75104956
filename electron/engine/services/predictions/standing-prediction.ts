import type { Prediction } from '../../../../shared/contract/models.ts';
import { TARGETS } from '../../../../shared/domain/model.ts';
import {
  type EpochMs,
  type EventId,
  type MarketId,
  oddsE4,
  type Probability,
  type SelectionId,
} from '../../../../shared/domain/units.ts';
import { calibrationRange } from '../../inference/serving/calibration-range.ts';
import type { MarketState } from '../../ports/market-state.ts';
import type { LiveModel } from './live-model.ts';

/** What a model says of one event's market, until its inputs change or it expires. */
export type StandingPrediction = {
  readonly model: LiveModel;
  readonly eventId: EventId;
  readonly marketId: MarketId;
  /** In the order of the target's outcomes, and so are the three below. */
  readonly selections: readonly SelectionId[];
  readonly probabilities: readonly Probability[];
  readonly low: readonly Probability[];
  readonly high: readonly Probability[];
  /** One value a column, as they went in. */
  readonly inputs: Float32Array;
  readonly knowsSides: boolean;
  readonly at: EpochMs;
  readonly validUntil: EpochMs;
};

/** The market a model prices among an event's, and its selections in the order of the model's outcomes. */
export function pricedMarket(
  model: Pick<LiveModel, 'manifest'>,
  markets: readonly MarketState[],
): { readonly marketId: MarketId; readonly selections: readonly SelectionId[] } | undefined {
  const { market, outcomes } = TARGETS[model.manifest.target];
  if (market === null) return undefined;
  const state = markets.find(
    ({ market: { type, line, period } }) =>
      type === market.type && line === market.line && period === 'match',
  );
  if (state === undefined) return undefined;
  const selections = outcomes.flatMap(
    (outcome) => state.market.selections.find(({ side }) => side === outcome)?.id ?? [],
  );
  return selections.length === outcomes.length ? { marketId: state.market.id, selections } : undefined;
}

/** Copies a row out of a batch, whose buffers the next one reuses. */
export function standingOf(options: {
  readonly model: LiveModel;
  readonly eventId: EventId;
  readonly place: NonNullable<ReturnType<typeof pricedMarket>>;
  readonly probabilities: Float32Array;
  readonly inputs: Float32Array;
  readonly knowsSides: boolean;
  readonly at: EpochMs;
  readonly validUntil: EpochMs;
}): StandingPrediction {
  const { model, place, knowsSides, at, validUntil, eventId } = options;
  const chances = Array.from(options.probabilities);
  // 32-bit rounding is taken out, so that what the terminal prices with sums to 1.
  const sum = chances.reduce((total, p) => total + p, 0);
  const probabilities = chances.map((p) => (p / sum) as Probability);
  const ranges = probabilities.map((p) => calibrationRange(model.manifest.judgement?.reliability, p));
  return {
    model,
    eventId,
    marketId: place.marketId,
    selections: place.selections,
    probabilities,
    low: ranges.map(({ low }) => low as Probability),
    high: ranges.map(({ high }) => high as Probability),
    inputs: options.inputs.slice(),
    knowsSides,
    at,
    validUntil,
  };
}

/** One row a selection, as the contract tells it. */
export function predictionRows(standing: StandingPrediction, withdrawn = false): readonly Prediction[] {
  const { model, eventId, marketId, probabilities, low, high, knowsSides, at, validUntil } = standing;
  return standing.selections.map((selectionId, i) => {
    const probability = probabilities[i] ?? (0 as Probability);
    return {
      eventId,
      marketId,
      selectionId,
      modelId: model.id,
      version: model.version,
      role: model.role,
      probability,
      low: low[i] ?? probability,
      high: high[i] ?? probability,
      fairOdds: oddsE4(1 / probability) ?? null,
      at,
      validUntil,
      knowsSides,
      withdrawn,
    };
  });
}
