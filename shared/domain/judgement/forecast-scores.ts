import { brierScore, calibrationError, hit, logLoss, rankedProbabilityScore } from '../forecast-metrics.ts';

/** One forecast that can be judged: probabilities over the outcomes, and the index that happened. */
export type JudgedForecast = { readonly probabilities: readonly number[]; readonly observed: number };

/** Mean scores of `n` forecasts: log loss in nats, RPS 0 to 1, Brier 0 to 2, ECE over all outcomes in ten bins. */
export type ForecastScores = {
  readonly n: number;
  readonly logLoss: number;
  readonly rps: number;
  readonly brier: number;
  readonly ece: number;
  readonly accuracy: number;
};

/** `NaN` scores of no forecasts. */
export function scoreForecasts(forecasts: readonly JudgedForecast[]): ForecastScores {
  const n = forecasts.length;
  const mean = (score: (probabilities: readonly number[], observed: number) => number): number =>
    forecasts.reduce((sum, { probabilities, observed }) => sum + score(probabilities, observed), 0) / n;
  const chances = forecasts.flatMap(({ probabilities }) => probabilities);
  const happened = forecasts.flatMap(({ probabilities, observed }) =>
    probabilities.map((_, i) => (i === observed ? 1 : 0)),
  );
  return {
    n,
    logLoss: mean((probabilities, observed) => logLoss(probabilities, observed)),
    rps: mean(rankedProbabilityScore),
    brier: mean(brierScore),
    ece: n === 0 ? Number.NaN : calibrationError(chances, happened).ece,
    accuracy: mean(hit),
  };
}
