import type { Manifest } from '../registry/manifest.ts';

type Reliability = NonNullable<Manifest['judgement']>['reliability'];

/** Two-sided 95 % of a normal distribution. */
const Z = 1.96;
/** Of a model that was never judged: any probability may be this far off. */
const UNJUDGED = 0.1;

/**
 * How far a forecast may be off, from how forecasts like it did walk-forward: the gap between forecast and frequency in
 * its bin, widened by what so many outcomes leave open. `low` and `high` stay within (0, 1).
 */
export function calibrationRange(
  reliability: Reliability | undefined,
  forecast: number,
): { readonly low: number; readonly high: number } {
  const bin = reliability?.reduce<Reliability[number] | undefined>(
    (nearest, candidate) =>
      candidate.count > 0 &&
      (nearest === undefined ||
        Math.abs(candidate.forecast - forecast) < Math.abs(nearest.forecast - forecast))
        ? candidate
        : nearest,
    undefined,
  );
  const gap = bin ? bin.frequency - bin.forecast : 0;
  const noise = bin ? Z * Math.sqrt((bin.frequency * (1 - bin.frequency)) / bin.count) : UNJUDGED;
  return {
    low: Math.max(Number.MIN_VALUE, Math.min(forecast, forecast + gap - noise)),
    high: Math.min(1 - Number.EPSILON, Math.max(forecast, forecast + gap + noise)),
  };
}
