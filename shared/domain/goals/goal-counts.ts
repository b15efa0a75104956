/** Probabilities of 0, 1, ... `count` - 1 goals of one side. */

/** Poisson with this mean. */
export function poissonCounts(mean: number, count: number): Float64Array {
  const p = new Float64Array(count);
  p[0] = Math.exp(-mean);
  for (let goals = 1; goals < count; goals += 1) p[goals] = ((p[goals - 1] as number) * mean) / goals;
  return p;
}

/** Poisson with rate `rate`, but none for certain with probability `zero` (Lambert 1992); the mean is (1 - zero) rate. */
export function zeroInflatedCounts(rate: number, zero: number, count: number): Float64Array {
  const p = poissonCounts(rate, count).map((value) => (1 - zero) * value);
  p[0] = (p[0] as number) + zero;
  return p;
}

/** Below this dispersion the negative binomial is Poisson to the last digit. */
const NO_DISPERSION = 1e-18;

/** Negative binomial with this mean and variance mean + dispersion mean^2; 0 is Poisson. */
export function negativeBinomialCounts(mean: number, dispersion: number, count: number): Float64Array {
  if (dispersion < NO_DISPERSION) return poissonCounts(mean, count);
  const spread = mean * dispersion;
  const share = mean / (1 + spread);
  const p = new Float64Array(count);
  p[0] = Math.exp(-Math.log1p(spread) / dispersion);
  for (let goals = 1; goals < count; goals += 1)
    p[goals] = ((p[goals - 1] as number) * (1 + (goals - 1) * dispersion) * share) / goals;
  return p;
}
