/** Scores of one forecast: `probabilities` over the outcomes in their order, `observed` the index that happened. */
export type ForecastScore = (probabilities: readonly number[], observed: number) => number;

/** Probabilities below this are raised to it before a logarithm is taken. */
export const PROBABILITY_FLOOR = 1e-15;

/** Ranked probability score, 0 (best) to 1: squared cumulative differences over the n - 1 thresholds. */
export const rankedProbabilityScore: ForecastScore = (probabilities, observed) => {
  let cumulative = 0;
  let sum = 0;
  for (let i = 0; i < probabilities.length - 1; i += 1) {
    cumulative += probabilities[i] ?? 0;
    sum += (cumulative - (observed <= i ? 1 : 0)) ** 2;
  }
  return sum / (probabilities.length - 1);
};

/** Brier score over all outcomes, 0 (best) to 2. */
export const brierScore: ForecastScore = (probabilities, observed) =>
  probabilities.reduce((sum, p, i) => sum + (p - (i === observed ? 1 : 0)) ** 2, 0);

/** Negative logarithm of the observed outcome's probability, in nats. */
export const logLoss = (probabilities: readonly number[], observed: number, floor = PROBABILITY_FLOOR) =>
  -Math.log(Math.max(floor, probabilities[observed] ?? 0));

/** The same in bits. */
export const ignorance = (probabilities: readonly number[], observed: number, floor = PROBABILITY_FLOOR) =>
  -Math.log2(Math.max(floor, probabilities[observed] ?? 0));

/** 1 where the observed outcome was the likeliest (the first of equals), else 0. */
export const hit: ForecastScore = (probabilities, observed) =>
  probabilities.indexOf(Math.max(...probabilities)) === observed ? 1 : 0;

export type BinaryScores = {
  /** Squared error, 0 to 1: half the two-outcome Brier score. */
  readonly brier: number;
  /** In nats. */
  readonly logLoss: number;
};

/** Mean scores of yes/no forecasts: `p` that it happens, `y` 1 where it did. */
export function binaryScores(
  p: readonly number[],
  y: readonly number[],
  floor = PROBABILITY_FLOOR,
): BinaryScores {
  const mean = (score: (chance: number, happened: boolean) => number) =>
    p.reduce((sum, chance, i) => sum + score(chance, y[i] === 1), 0) / p.length;
  return {
    brier: mean((chance, happened) => (chance - (happened ? 1 : 0)) ** 2),
    logLoss: mean((chance, happened) => -Math.log(Math.max(floor, happened ? chance : 1 - chance))),
  };
}

export type CalibrationError = {
  /** Mean gap between forecast and frequency weighted by the forecasts in each bin, and the largest gap. */
  readonly ece: number;
  readonly mce: number;
  readonly bins: readonly {
    readonly from: number;
    readonly count: number;
    readonly forecast: number;
    readonly frequency: number;
  }[];
};

/** Calibration over `count` bins of equal width [k/n, (k+1)/n), the last with its end; empty bins are left out. */
export function calibrationError(p: readonly number[], y: readonly number[], count = 10): CalibrationError {
  const totals = Array.from({ length: count }, () => ({ count: 0, forecast: 0, happened: 0 }));
  p.forEach((chance, i) => {
    const bin = totals[Math.min(count - 1, Math.floor(chance * count))];
    if (bin === undefined) return;
    bin.count += 1;
    bin.forecast += chance;
    bin.happened += y[i] ?? 0;
  });
  const bins = totals.flatMap((bin, i) =>
    bin.count === 0
      ? []
      : [
          {
            from: i / count,
            count: bin.count,
            forecast: bin.forecast / bin.count,
            frequency: bin.happened / bin.count,
          },
        ],
  );
  const gaps = bins.map((bin) => Math.abs(bin.forecast - bin.frequency));
  return {
    ece: gaps.reduce((sum, gap, i) => sum + (gap * (bins[i]?.count ?? 0)) / p.length, 0),
    mce: Math.max(0, ...gaps),
    bins,
  };
}
