import type { Judgement, Scores } from '../../../../shared/contract/models.ts';
import { scoreForecasts } from '../../../../shared/domain/judgement/forecast-scores.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { ModelStore, SettledPrediction } from '../../ports/model-store.ts';

/** A season of every league there is; the store keeps no more. */
const MOST_SETTLED = 5_000;

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function scoresOf(predictions: readonly SettledPrediction[]): Scores {
  const { n, logLoss, rps, brier, ece, accuracy } = scoreForecasts(predictions);
  return {
    n,
    logLoss: orNull(logLoss),
    rps: orNull(rps),
    brier: orNull(brier),
    ece: orNull(ece),
    accuracy: orNull(accuracy),
  };
}

/**
 * Scores of a model's settled live predictions; beside a champion, both on the matches that both predicted. `null`
 * before the first one is settled.
 */
export function liveJudgement(
  store: Pick<ModelStore, 'settled'>,
  mode: Mode,
  modelId: string,
  championId: string | undefined,
): Judgement['live'] {
  const own = store.settled(modelId, mode, MOST_SETTLED);
  if (own.length === 0) return null;
  if (championId === undefined || championId === modelId)
    return { model: scoresOf(own), champion: null, championId: championId ?? null };
  const rivals = new Map(
    store.settled(championId, mode, MOST_SETTLED).map((prediction) => [prediction.eventId, prediction]),
  );
  const both = own.flatMap((prediction) => {
    const rival = rivals.get(prediction.eventId);
    return rival ? [{ prediction, rival }] : [];
  });
  return both.length === 0
    ? { model: scoresOf(own), champion: null, championId }
    : {
        model: scoresOf(both.map(({ prediction }) => prediction)),
        champion: scoresOf(both.map(({ rival }) => rival)),
        championId,
      };
}
