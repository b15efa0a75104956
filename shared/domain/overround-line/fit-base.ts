import { minimise } from '../optimise/minimise.ts';
import { AXES, DRAW, fromAxes, STRENGTH } from './axes.ts';
import { baseOpinion } from './columns.ts';
import { CONTRIBUTOR_COUNT, CONTRIBUTORS, type Contributor } from './contributors.ts';
import { hasOpinion } from './opinions.ts';
import type { StageParameters } from './parameters.ts';
import { AXES_OF_ROW, type LineSamples } from './samples.ts';

export type BaseShares = StageParameters['base'];

/** All contributors alike. */
export const EVEN_SHARES = Object.fromEntries(
  CONTRIBUTORS.map((name) => [name, 1 / CONTRIBUTOR_COUNT]),
) as BaseShares;

/** A contributor's share is never less: where it stands alone, it is the base opinion. */
const LEAST_SHARE = 0.01;

/**
 * Shares of the base opinion by log loss against the targets: softmax weights over the contributors that are present,
 * by L-BFGS on analytic gradients. `ridge` draws their logarithms to those of `prior`. A contributor that stands in no
 * row keeps its prior share, or gets that of the one `like` names.
 */
export function fitBase(
  samples: LineSamples,
  ridge: number,
  prior: BaseShares,
  like: Readonly<Partial<Record<Contributor, Contributor>>>,
): BaseShares {
  const { rows, axes, targets, weights } = samples;
  const centre = Float64Array.from(CONTRIBUTORS, (name) => Math.log(prior[name]));
  const shares = new Float64Array(CONTRIBUTOR_COUNT);
  const base = new Float64Array(AXES);
  const p = new Float64Array(3);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
      const value = x[c] as number;
      shares[c] = Math.exp(value);
      const away = value - (centre[c] as number);
      gradient[c] = ridge * away;
      loss += 0.5 * ridge * away * away;
    }
    for (let row = 0; row < rows; row += 1) {
      const from = row * AXES_OF_ROW;
      const total = baseOpinion(axes, from, shares, base);
      fromAxes(base[STRENGTH] as number, base[DRAW] as number, 3, p);
      const weight = weights[row] as number;
      const slopes = slopesOf(p, targets, row);
      loss += weight * crossEntropy(p, targets, row);
      for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
        if (!hasOpinion(axes, c, from)) continue;
        const at = from + c * AXES;
        const change =
          slopes[STRENGTH] * ((axes[at + STRENGTH] as number) - (base[STRENGTH] as number)) +
          slopes[DRAW] * ((axes[at + DRAW] as number) - (base[DRAW] as number));
        gradient[c] = (gradient[c] as number) + (weight * change * (shares[c] as number)) / total;
      }
    }
    return loss;
  };
  const curvature = new Float64Array(CONTRIBUTOR_COUNT).fill(ridge + 1);
  const { x } = minimise(objective, centre, {
    curvature,
    tolerance: 1e-8,
    maxIterations: 100,
  });
  return sharesOf(x, samples, like);
}

function sharesOf(
  x: Float64Array,
  { rows, axes }: LineSamples,
  like: Readonly<Partial<Record<Contributor, Contributor>>>,
): BaseShares {
  const isSeen = (c: number): boolean => {
    for (let row = 0; row < rows; row += 1) if (hasOpinion(axes, c, row * AXES_OF_ROW)) return true;
    return false;
  };
  const raw = CONTRIBUTORS.map((name, c) => {
    const model = like[name];
    return Math.exp(x[model === undefined || isSeen(c) ? c : CONTRIBUTORS.indexOf(model)] as number);
  });
  const sum = raw.reduce((total, value) => total + value, 0);
  return Object.fromEntries(
    CONTRIBUTORS.map((name, c) => [name, Math.max(LEAST_SHARE, (raw[c] as number) / sum)]),
  ) as BaseShares;
}

/** Log loss of `p` against the row's target probabilities. */
export const crossEntropy = (p: Float64Array, targets: Float64Array, row: number): number =>
  -(
    (targets[3 * row] as number) * Math.log(p[0] as number) +
    (targets[3 * row + 1] as number) * Math.log(p[1] as number) +
    (targets[3 * row + 2] as number) * Math.log(p[2] as number)
  );

/** Its derivatives by both axes. */
export const slopesOf = (
  p: Float64Array,
  targets: Float64Array,
  row: number,
): readonly [strength: number, draw: number] => {
  const home = (p[0] as number) - (targets[3 * row] as number);
  const draw = (p[1] as number) - (targets[3 * row + 1] as number);
  const away = (p[2] as number) - (targets[3 * row + 2] as number);
  return [0.5 * (home - away), draw];
};
