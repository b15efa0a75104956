import type { LearnerOptions, LearnerParameter } from './learner.ts';

export type SearchSpace = {
  /** Parameters that are not searched. */
  readonly fixed?: LearnerOptions;
  /** Narrower ranges than the parameters' own. */
  readonly ranges?: Readonly<Record<string, readonly [least: number, most: number]>>;
};

/**
 * Candidates of a random search (Bergstra & Bengio 2012), without end: the defaults first, so that nothing worse is ever
 * chosen, then draws from the ranges, on a logarithmic scale where the parameter says so.
 */
export function* searchOptions(
  parameters: Readonly<Record<string, LearnerParameter>>,
  random: () => number,
  { fixed = {}, ranges = {} }: SearchSpace = {},
): Generator<LearnerOptions, never, void> {
  const entries = Object.entries(parameters);
  const options = (choose: (name: string, parameter: LearnerParameter) => number): LearnerOptions =>
    Object.fromEntries(entries.map(([name, parameter]) => [name, fixed[name] ?? choose(name, parameter)]));
  yield options((_, parameter) => parameter.default);
  for (;;)
    yield options((name, parameter) => {
      const [least, most] = ranges[name] ?? [parameter.least, parameter.most];
      return drawBetween(least, most, parameter, random());
    });
}

function drawBetween(
  least: number,
  most: number,
  { integer, logarithmic }: LearnerParameter,
  share: number,
): number {
  // A whole number stands for all between it and the next one, so that both ends are as likely as the rest.
  const end = integer ? most + 1 : most;
  const drawn = logarithmic ? least * (end / least) ** share : least + (end - least) * share;
  return Math.min(most, Math.max(least, integer ? Math.floor(drawn) : drawn));
}
