import { calibrationError } from './forecast-metrics.ts';

/** Where a feature's training values were cut into tenths: nine edges, ascending, and how often it was missing. */
export type FeatureReference = {
  readonly column: string;
  readonly edges: readonly number[];
  readonly missing: number;
};

/** The counts of one feature: ten tenths of training, then the missing ones. */
export const DRIFT_BINS = 11;
const MISSING_BIN = 10;
/** A share of nothing would make the index infinite. */
const LEAST_SHARE = 1e-4;

/** PSI beyond which inputs are no longer those of training: the usual rule of thumb. */
export const PSI_ALERT = 0.25;
/** Rows below which a PSI is noise. */
export const PSI_LEAST_ROWS = 300;
/** Settled predictions below which calibration is not judged. */
export const CALIBRATION_LEAST = 100;
/** An excess of calibration error of so many deviations of chance, and of at least so much, raises an alert. */
const CALIBRATION_DEVIATIONS = 3;
const CALIBRATION_ALERT = 0.01;

export type CalibrationDrift = {
  /** Calibration error less that of training and less what chance gives a calibrated model on so few matches. */
  readonly excess: number;
  readonly isAlarming: boolean;
};

/**
 * How far settled forecasts are from calibrated. A small sample's error is large by chance alone: the gap of a bin with
 * n forecasts p is about normal with deviation sqrt(p (1 - p) / n), and its size has mean sqrt(2 / pi) of that.
 */
export function calibrationDrift(
  forecasts: readonly { readonly probabilities: readonly number[]; readonly observed: number }[],
  trained: number,
): CalibrationDrift {
  const chances = forecasts.flatMap(({ probabilities }) => probabilities);
  const happened = forecasts.flatMap(({ probabilities, observed }) =>
    probabilities.map((_, i) => (i === observed ? 1 : 0)),
  );
  const { ece, bins } = calibrationError(chances, happened);
  let [mean, variance] = [0, 0];
  for (const { count, forecast } of bins) {
    const share = count / chances.length;
    const deviation = Math.sqrt((forecast * (1 - forecast)) / count);
    mean += share * deviation * Math.sqrt(2 / Math.PI);
    variance += (share * deviation) ** 2 * (1 - 2 / Math.PI);
  }
  const excess = ece - trained - mean;
  return {
    excess,
    isAlarming: excess > CALIBRATION_ALERT && excess > CALIBRATION_DEVIATIONS * Math.sqrt(variance),
  };
}

/** The tenth of its training values that a value falls into; the eleventh bin for a missing one. */
export function driftBin({ edges }: FeatureReference, value: number): number {
  if (Number.isNaN(value)) return MISSING_BIN;
  let bin = 0;
  while (bin < edges.length && value > (edges[bin] as number)) bin += 1;
  return bin;
}

/** What share of the training rows fell into each bin: equal edges share one bin's worth of tenths. */
function expectedShares({ edges, missing }: FeatureReference): readonly number[] {
  const shares = new Array<number>(DRIFT_BINS).fill(0);
  const tenth = (1 - missing) / (edges.length + 1);
  // A value equal to several edges falls into the first of them, and so did its tenths.
  for (let i = 0; i <= edges.length; i += 1) {
    const edge = edges[i];
    const bin = edge === undefined ? edges.length : edges.indexOf(edge);
    shares[bin] = (shares[bin] ?? 0) + tenth;
  }
  shares[MISSING_BIN] = missing;
  return shares;
}

/** Population stability index of what was counted against training: 0 for the same shares, `NaN` of nothing counted. */
export function populationStability(reference: FeatureReference, counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return Number.NaN;
  return expectedShares(reference).reduce((sum, expected, bin) => {
    const before = Math.max(LEAST_SHARE, expected);
    const now = Math.max(LEAST_SHARE, (counts[bin] ?? 0) / total);
    return sum + (now - before) * Math.log(now / before);
  }, 0);
}
