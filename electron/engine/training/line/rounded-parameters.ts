import type {
  AxisWeights,
  LineSpread,
  LineWeights,
  StageParameters,
} from '../../../../shared/domain/overround-line/parameters.ts';

/** Far below what the data can tell, and a third of the bytes. */
const rounded = (value: number): number => Number(value.toPrecision(5));
const all = (values: readonly number[]): readonly number[] => values.map(rounded);
const each = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const axis = ({ constant, base, contributors, signals }: AxisWeights): AxisWeights => ({
  constant: rounded(constant),
  base: rounded(base),
  contributors: all(contributors),
  signals: all(signals),
});
const weightsOf = ({ strength, draw }: LineWeights): LineWeights => ({
  strength: axis(strength),
  draw: axis(draw),
});
const spreadOf = ({ level, slope, least, multiple, leagues }: LineSpread): LineSpread => ({
  level: all(level),
  slope: all(slope),
  least: all(least),
  multiple: all(multiple),
  leagues: each(leagues, rounded),
});

/** A stage as it is shipped: five significant digits. Judged after rounding. */
export const roundedStage = ({ base, weights, leagues, spread }: StageParameters): StageParameters => ({
  base: each(base, rounded) as StageParameters['base'],
  weights: weightsOf(weights),
  leagues: each(leagues, weightsOf),
  spread: spreadOf(spread),
});
