/** Forecasts of one bin: their mean, how often they came true, and how many they are. */
export type ReliabilityPoint = {
  readonly forecast: number;
  readonly frequency: number;
  readonly count: number;
};

const Z = 1.959964;

/**
 * The 95 % interval of a frequency seen in `count` trials (Wilson 1927): where the diagonal runs through it, the bin gives
 * no reason to doubt the forecasts.
 */
export function frequencyRange({ frequency, count }: Pick<ReliabilityPoint, 'frequency' | 'count'>): {
  readonly low: number;
  readonly high: number;
} {
  if (count <= 0) return { low: 0, high: 1 };
  const z2 = Z * Z;
  const centre = (frequency + z2 / (2 * count)) / (1 + z2 / count);
  const half =
    (Z / (1 + z2 / count)) * Math.sqrt((frequency * (1 - frequency)) / count + z2 / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Whether a bin's forecasts lie outside of what its frequency allows. */
export function isMiscalibrated(point: ReliabilityPoint): boolean {
  const { low, high } = frequencyRange(point);
  return point.count > 0 && (point.forecast < low || point.forecast > high);
}
