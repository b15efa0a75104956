import { AXES, DRAW, STRENGTH } from './axes.ts';
import { CONTRIBUTOR_COUNT, CONTRIBUTORS } from './contributors.ts';
import { hasOpinion } from './opinions.ts';
import type { AxisWeights, LineWeights, StageParameters } from './parameters.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from './team-signals.ts';

/** Columns of an axis: constant, base, contributors, signals. */
const CONSTANT = 0;
const BASE = 1;
export const FIRST_CONTRIBUTOR = 2;
export const FIRST_SIGNAL = FIRST_CONTRIBUTOR + CONTRIBUTOR_COUNT;
export const COLUMNS: readonly [strength: number, draw: number] = [
  FIRST_SIGNAL + STRENGTH_SIGNALS.length,
  FIRST_SIGNAL + DRAW_SIGNALS.length,
];

/** Shares of the base opinion in the order of `CONTRIBUTORS`. */
export const baseShares = ({ base }: Pick<StageParameters, 'base'>): Float64Array =>
  Float64Array.from(CONTRIBUTORS, (name) => base[name]);

/**
 * The base opinion of contributors x axes at `from`: their mean by `shares`, scaled to those present. Into `out`;
 * returns the sum of the shares present, 0 where there is no opinion at all.
 */
export function baseOpinion(
  axes: Float64Array,
  from: number,
  shares: Float64Array,
  out: Float64Array,
): number {
  let [strength, draw, total] = [0, 0, 0];
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
    if (!hasOpinion(axes, c, from)) continue;
    const share = shares[c] as number;
    strength += share * (axes[from + c * AXES + STRENGTH] as number);
    draw += share * (axes[from + c * AXES + DRAW] as number);
    total += share;
  }
  out[STRENGTH] = strength / total;
  out[DRAW] = draw / total;
  return total;
}

/** Writes the columns of an axis but its signals: those are there already, or zeros. */
export function writeColumns(
  axes: Float64Array,
  from: number,
  axis: number,
  base: number,
  out: Float64Array,
  offset: number,
): void {
  out[offset + CONSTANT] = 1;
  out[offset + BASE] = base;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1)
    out[offset + FIRST_CONTRIBUTOR + c] = hasOpinion(axes, c, from)
      ? (axes[from + c * AXES + axis] as number) - base
      : 0;
}

/** An axis' weights as one array in the order of its columns, and back. */
export const flattened = ({ constant, base, contributors, signals }: AxisWeights): Float64Array =>
  Float64Array.from([constant, base, ...contributors, ...signals]);

export const axisWeights = (flat: ArrayLike<number>): AxisWeights => {
  const values = Array.from(flat);
  return {
    constant: values[CONSTANT] ?? 0,
    base: values[BASE] ?? 0,
    contributors: values.slice(FIRST_CONTRIBUTOR, FIRST_SIGNAL),
    signals: values.slice(FIRST_SIGNAL),
  };
};

/** The weights that hold in a league: the common ones and its departures from them. */
export function leagueWeights(
  { weights, leagues }: Pick<StageParameters, 'weights' | 'leagues'>,
  league: string | null,
): readonly [strength: Float64Array, draw: Float64Array] {
  const departure: LineWeights | undefined =
    league !== null && Object.hasOwn(leagues, league) ? leagues[league] : undefined;
  const sum = (common: AxisWeights, more: AxisWeights | undefined): Float64Array => {
    const flat = flattened(common);
    if (more)
      flattened(more).forEach((value, i) => {
        flat[i] = (flat[i] as number) + value;
      });
    return flat;
  };
  return [sum(weights.strength, departure?.strength), sum(weights.draw, departure?.draw)];
}
