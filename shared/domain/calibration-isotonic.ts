/** A non-decreasing step function of the forecast: `values[i]` is what happened at `thresholds[i]`, both ascending. */
export type IsotonicMap = {
  readonly thresholds: readonly number[];
  readonly values: readonly number[];
};

/**
 * The non-decreasing map with the least squared error, by pooling adjacent violators (Ayer et al. 1955). `forecasts` in
 * any order, `outcomes` what they were of (0 or 1, or any numbers); equal forecasts are one, of their mean outcome.
 */
export function fitIsotonic(
  forecasts: readonly number[],
  outcomes: readonly number[],
  weights?: readonly number[],
): IsotonicMap {
  const points = forecasts
    .map((forecast, i) => ({ forecast, outcome: outcomes[i] ?? 0, weight: weights?.[i] ?? 1 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.forecast - b.forecast || a.outcome - b.outcome || a.weight - b.weight);
  const thresholds: number[] = [];
  const blocks: { sum: number; weight: number; count: number }[] = [];
  for (const { forecast, outcome, weight } of points) {
    const last = blocks.at(-1);
    if (last !== undefined && thresholds.at(-1) === forecast) {
      last.sum += weight * outcome;
      last.weight += weight;
    } else {
      thresholds.push(forecast);
      blocks.push({ sum: weight * outcome, weight, count: 1 });
    }
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push(block);
    for (let last = pooled.at(-2); last !== undefined; last = pooled.at(-2)) {
      const next = pooled.at(-1) as (typeof blocks)[number];
      if (last.sum * next.weight < next.sum * last.weight) break;
      last.sum += next.sum;
      last.weight += next.weight;
      last.count += next.count;
      pooled.pop();
    }
  }
  const values = pooled.flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight));
  return { thresholds, values };
}

/** The calibrated forecast: linear between thresholds, level beyond the outermost. `NaN` of `NaN`, and of a map of nothing. */
export function applyIsotonic({ thresholds, values }: IsotonicMap, forecast: number): number {
  if (Number.isNaN(forecast)) return Number.NaN;
  let low = 0;
  let high = thresholds.length - 1;
  if (!(forecast > (thresholds[low] ?? Number.NaN))) return values[low] ?? Number.NaN;
  if (forecast >= (thresholds[high] as number)) return values[high] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((thresholds[middle] as number) <= forecast) low = middle;
    else high = middle;
  }
  const [x0, x1] = [thresholds[low] as number, thresholds[high] as number];
  const [y0, y1] = [values[low] as number, values[high] as number];
  return y0 + ((y1 - y0) * (forecast - x0)) / (x1 - x0);
}
