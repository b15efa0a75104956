import { MARGIN_METHOD_NAMES, type MarginMethod, removeMargin } from './margin.ts';

export type WorstCase = {
  /** Per selection the least fair probability any method gives it: what a backer can count on. Sums to under t. */
  readonly probabilities: readonly number[];
  /** The method behind each; the first of `methods` where several agree. */
  readonly byMethod: readonly MarginMethod[];
  /** Per selection the largest: what a layer can count on. */
  readonly highest: readonly number[];
  readonly all: Readonly<Partial<Record<MarginMethod, readonly number[]>>>;
};

/** Lowest and highest fair probability of each selection over `methods`. */
export function worstCase(
  decimalOdds: readonly number[],
  methods: readonly MarginMethod[] = MARGIN_METHOD_NAMES,
  target: number = 1,
): WorstCase {
  const all: Partial<Record<MarginMethod, readonly number[]>> = {};
  for (const method of methods) all[method] = removeMargin(method, decimalOdds, target).probabilities;
  const lowest = decimalOdds.map((_, side) =>
    methods.reduce<{ readonly method: MarginMethod | undefined; readonly value: number }>(
      (best, method) => {
        const value = all[method]?.[side] ?? Number.NaN;
        return best.method === undefined || value < best.value ? { method, value } : best;
      },
      { method: undefined, value: Number.NaN },
    ),
  );
  return {
    probabilities: lowest.map(({ value }) => value),
    byMethod: lowest.flatMap(({ method }) => (method === undefined ? [] : [method])),
    highest: decimalOdds.map((_, side) =>
      Math.max(...methods.map((method) => all[method]?.[side] ?? Number.NaN)),
    ),
    all,
  };
}
