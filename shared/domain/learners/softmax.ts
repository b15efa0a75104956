/** Scores at `at` to `at + classes` become probabilities that sum to 1; returns the logarithm of their scale. */
export function softmaxInPlace(scores: Float64Array, at: number, classes: number): number {
  let most = scores[at] as number;
  for (let k = 1; k < classes; k += 1) {
    const score = scores[at + k] as number;
    if (score > most) most = score;
  }
  let sum = 0;
  for (let k = 0; k < classes; k += 1) {
    const p = Math.exp((scores[at + k] as number) - most);
    scores[at + k] = p;
    sum += p;
  }
  for (let k = 0; k < classes; k += 1) scores[at + k] = (scores[at + k] as number) / sum;
  return most + Math.log(sum);
}

/** Mean log loss in nats of `probabilities`, rows x classes; rows count by their weight. */
export function meanLogLoss(
  probabilities: Float64Array,
  { rows, classes, y, weight }: MeanLogLossOf,
): number {
  let loss = 0;
  let total = 0;
  for (let i = 0; i < rows; i += 1) {
    const w = weight === null ? 1 : (weight[i] as number);
    if (w === 0) continue;
    loss -= w * Math.log(Math.max(LEAST, probabilities[i * classes + (y[i] as number)] as number));
    total += w;
  }
  return loss / total;
}

type MeanLogLossOf = {
  readonly rows: number;
  readonly classes: number;
  readonly y: Uint8Array;
  readonly weight: Float32Array | null;
};

/** Keeps the loss of an outcome deemed impossible finite, and so comparable. */
const LEAST = 1e-300;
