/** Running means of the slopes and of their squares. */
export type Moments = { readonly first: Float64Array; readonly second: Float64Array };

const FIRST = 0.9;
const SECOND = 0.999;
const TINY = 1e-8;

/**
 * One step of Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019), the `update`-th from 1.
 * `decays` is 1 where a parameter decays.
 */
export function adamStep(
  parameters: Float64Array,
  gradient: Float64Array,
  { first, second }: Moments,
  decays: Uint8Array,
  rates: { readonly learningRate: number; readonly weightDecay: number; readonly update: number },
): void {
  const { learningRate, weightDecay, update } = rates;
  const rate = learningRate / (1 - FIRST ** update);
  const spread = 1 / (1 - SECOND ** update);
  for (let i = 0; i < parameters.length; i += 1) {
    const slope = gradient[i] as number;
    const mean = FIRST * (first[i] as number) + (1 - FIRST) * slope;
    const square = SECOND * (second[i] as number) + (1 - SECOND) * slope * slope;
    first[i] = mean;
    second[i] = square;
    const kept = (parameters[i] as number) * (1 - learningRate * weightDecay * (decays[i] as number));
    parameters[i] = kept - (rate * mean) / (Math.sqrt(square * spread) + TINY);
  }
}
