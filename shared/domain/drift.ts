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
export const PSI_LEAST_ROWS = 100;
/** ECE worse than in training by this much, over at least `CALIBRATION_LEAST` settled predictions. */
export const CALIBRATION_ALERT = 0.04;
export const CALIBRATION_LEAST = 100;

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
