import type { MlpLayer } from './learner.ts';
import { softmaxInPlace } from './softmax.ts';

/** Where a layer's weights (outputs x inputs) and then its biases stand among all parameters. */
type LayerPlace = { readonly inputs: number; readonly outputs: number; readonly from: number };

export type Network = {
  readonly places: readonly LayerPlace[];
  readonly size: number;
  /** What goes into each layer, and last what comes out: scores, then probabilities. */
  readonly activations: readonly Float64Array[];
  /** Slopes of the loss by what comes out of each layer. */
  readonly slopes: readonly Float64Array[];
};

/** Working space of layers of these widths, inputs first. */
export function createNetwork(widths: readonly number[]): Network {
  let size = 0;
  const places = widths.slice(1).map((outputs, i) => {
    const inputs = widths[i] as number;
    const place = { inputs, outputs, from: size };
    size += (inputs + 1) * outputs;
    return place;
  });
  return {
    places,
    size,
    activations: widths.map((width) => new Float64Array(width)),
    slopes: places.map(({ outputs }) => new Float64Array(outputs)),
  };
}

/** Normal weights of variance 2 / inputs (He et al. 2015), biases 0 but for the outputs'. */
export function initialParameters(
  { places, size }: Network,
  outputBiases: readonly number[],
  random: () => number,
): Float64Array {
  const parameters = new Float64Array(size);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const { inputs, outputs, from } of places)
    for (let i = 0; i < inputs * outputs; i += 1) parameters[from + i] = normal() * Math.sqrt(2 / inputs);
  parameters.set(outputBiases, size - outputBiases.length);
  return parameters;
}

/** Probabilities of the row in `activations[0]`, left in the last activations. */
export function forward({ places, activations }: Network, parameters: Float64Array): Float64Array {
  const last = places.length - 1;
  places.forEach(({ inputs, outputs, from }, layer) => {
    const input = activations[layer] as Float64Array;
    const output = activations[layer + 1] as Float64Array;
    const biases = from + inputs * outputs;
    for (let o = 0; o < outputs; o += 1) {
      const row = from + o * inputs;
      let score = parameters[biases + o] as number;
      for (let i = 0; i < inputs; i += 1) score += (parameters[row + i] as number) * (input[i] as number);
      output[o] = layer < last && score < 0 ? 0 : score;
    }
  });
  const scores = activations[last + 1] as Float64Array;
  softmaxInPlace(scores, 0, scores.length);
  return scores;
}

/** Adds `weight` times the slopes of the log loss of `happened` to `gradient`, after `forward`. */
export function backward(
  { places, activations, slopes }: Network,
  parameters: Float64Array,
  happened: number,
  weight: number,
  gradient: Float64Array,
): void {
  const last = places.length - 1;
  (slopes[last] as Float64Array).forEach((_, k, top) => {
    top[k] = weight * ((activations[last + 1]?.[k] as number) - (k === happened ? 1 : 0));
  });
  for (let layer = last; layer >= 0; layer -= 1) {
    const { inputs, outputs, from } = places[layer] as LayerPlace;
    const above = slopes[layer] as Float64Array;
    const input = activations[layer] as Float64Array;
    const below = layer === 0 ? undefined : (slopes[layer - 1] as Float64Array);
    below?.fill(0);
    const biases = from + inputs * outputs;
    for (let o = 0; o < outputs; o += 1) {
      const slope = above[o] as number;
      if (slope === 0) continue;
      const row = from + o * inputs;
      gradient[biases + o] = (gradient[biases + o] as number) + slope;
      for (let i = 0; i < inputs; i += 1)
        gradient[row + i] = (gradient[row + i] as number) + slope * (input[i] as number);
      if (below !== undefined)
        for (let i = 0; i < inputs; i += 1)
          below[i] = (below[i] as number) + slope * (parameters[row + i] as number);
    }
    // A unit that gave 0 passes nothing on.
    below?.forEach((_, i) => {
      if (input[i] === 0) below[i] = 0;
    });
  }
}

/** Which parameters are weights, which decay, and not biases. */
export function weightMask({ places, size }: Network): Uint8Array {
  const mask = new Uint8Array(size);
  for (const { inputs, outputs, from } of places) mask.fill(1, from, from + inputs * outputs);
  return mask;
}

export const layersOf = ({ places }: Network, parameters: Float64Array): readonly MlpLayer[] =>
  places.map(({ inputs, outputs, from }) => ({
    inputs,
    outputs,
    weights: [...parameters.subarray(from, from + inputs * outputs)],
    biases: [...parameters.subarray(from + inputs * outputs, from + (inputs + 1) * outputs)],
  }));

/** The parameters that `layersOf` made `layers` of. */
export const parametersOf = (layers: readonly MlpLayer[]): Float64Array =>
  Float64Array.from(layers.flatMap(({ weights, biases }) => [...weights, ...biases]));
