import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { DRIFT_BINS, driftBin } from '../../../../shared/domain/drift.ts';
import { observedOutcome } from '../../../../shared/domain/judgement/observed-outcome.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeatureCounts, KeptPrediction, ModelStore } from '../../ports/model-store.ts';
import type { LivePredictions } from './live-predictions.ts';
import type { StandingPrediction } from './standing-prediction.ts';

type Store = Pick<
  ModelStore,
  'keepPredictions' | 'keptPredictions' | 'dropPredictions' | 'saveSettled' | 'addFeatureCounts'
>;

/** What was never settled is forgotten after this. */
const FORGET_MS = 30 * 86_400_000;

/** What becomes of predictions: kept as they stood at the start, settled by the result, counted for drift. */
export interface PredictionRecords {
  /** The event is about to start. */
  started(event: SportingEvent): void;
  /** The event has changed; an ended one settles its predictions. */
  changed(event: SportingEvent): void;
}

function countsOf({ model, inputs }: StandingPrediction): readonly FeatureCounts[] {
  const { columns } = model.manifest.input;
  return (model.manifest.judgement?.reference ?? []).flatMap((reference) => {
    const at = columns.indexOf(reference.column);
    if (at === -1) return [];
    const counts = new Array<number>(DRIFT_BINS).fill(0);
    counts[driftBin(reference, inputs[at] ?? Number.NaN)] = 1;
    return [{ column: reference.column, counts }];
  });
}

const isoDay = (at: EpochMs): string => new Date(at).toISOString().slice(0, 10);

/** `clock` is market time. */
export function createPredictionRecords(deps: {
  readonly store: Store;
  readonly live: Pick<LivePredictions, 'standingOf'>;
  readonly mode: Mode;
  readonly clock: Pick<Clock, 'now'>;
}): PredictionRecords {
  const { store, live, mode, clock } = deps;

  const kept = ({ model, eventId, probabilities, inputs, at }: StandingPrediction): KeptPrediction => ({
    modelId: model.id,
    mode,
    eventId,
    version: model.version,
    target: model.manifest.target,
    probabilities,
    inputs: Array.from(inputs, (value) => (Number.isNaN(value) ? null : value)),
    at,
  });

  return {
    started(event) {
      const standing = live.standingOf(event.id);
      if (standing.length === 0) return;
      store.keepPredictions(standing.map(kept));
      const day = isoDay(clock.now());
      for (const prediction of standing)
        store.addFeatureCounts(prediction.model.id, mode, day, countsOf(prediction));
    },
    changed(event) {
      if (event.status !== 'ended' || event.score === null) return;
      const { score } = event;
      const waiting = store.keptPredictions(mode, event.id);
      if (waiting.length === 0) return;
      store.saveSettled(
        waiting.flatMap(({ target, inputs: _inputs, ...prediction }) => {
          const observed = observedOutcome(target, score);
          return observed === undefined ? [] : [{ ...prediction, observed }];
        }),
      );
      store.dropPredictions(mode, event.id, (clock.now() - FORGET_MS) as EpochMs);
    },
  };
}
