import type { GroupScores, Judgement, ModelEntry } from '../../../shared/contract/models.ts';
import type { Grouping } from './models-view.ts';
import { gapBetween, gapOf, type Metric, sameMatches } from './score-text.ts';

/** A model with how it was judged; `null` while that is being read. */
export type Compared = { readonly model: ModelEntry; readonly judgement: Judgement | null };

export type ComparedCell = {
  readonly value: number | null;
  /** Against the market on the model's own matches. */
  readonly marketGap: number | null;
  /** Against the first model; `null` where the two were not judged on the same matches. */
  readonly gap: number | null;
  /** Not the matches of the first model: no difference can be told. */
  readonly apart: boolean;
  /** The best of the row, or as good as it, where all of them were judged on the same matches. */
  readonly best: boolean;
  readonly n: number | null;
};

export type ComparedRow = {
  readonly group: string;
  /** One a model, in their order. */
  readonly cells: readonly ComparedCell[];
  /** Those judged on the group were not judged on the same matches of it. */
  readonly uneven: boolean;
  /** The market's on the matches of every model; `null` where those differ, or some model has none. */
  readonly market: number | null;
};

/** Every group that any of them was judged on, in the order in which they come first. */
const groupNames = (all: readonly (readonly GroupScores[])[]): readonly string[] => [
  ...new Set(all.flatMap((groups) => groups.map(({ group }) => group))),
];

/** One score of several models side by side, group by group. Seasons come in their order. */
export function compareGroups(
  compared: readonly Compared[],
  grouping: Grouping,
  metric: Metric,
): readonly ComparedRow[] {
  const all = compared.map(({ judgement }) => judgement?.[grouping] ?? []);
  const names = groupNames(all);
  return (grouping === 'bySeason' ? [...names].sort() : names).map((group) =>
    compareRow(
      group,
      all.map((one) => one.find((candidate) => candidate.group === group) ?? null),
      metric,
    ),
  );
}

/** All their matches together, one row a score. */
export const compareOverall = (
  compared: readonly Compared[],
  metrics: readonly Metric[],
): readonly ComparedRow[] =>
  metrics.map((metric) =>
    compareRow(
      metric.label,
      compared.map(({ model }) => model.overall),
      metric,
      competitionsText(compared),
    ),
  );

const competitionsText = (compared: readonly Compared[]): readonly string[] =>
  compared.map(({ model }) => [...model.competitions].sort().join());

function compareRow(
  group: string,
  groups: readonly (GroupScores | null)[],
  metric: Metric,
  /** Which competitions each was judged on, where the group does not say so. */
  competitions: readonly string[] = [],
): ComparedRow {
  const alike = (a: number, b: number): boolean => {
    const [first, second] = [groups[a] ?? null, groups[b] ?? null];
    return (
      first !== null && second !== null && competitions[a] === competitions[b] && sameMatches(first, second)
    );
  };
  const judged = groups.flatMap((one, index) => (one === null ? [] : [index]));
  const uneven = judged.slice(1).some((index) => !alike(judged[0] ?? 0, index));
  const values = groups.map((one) => one?.model[metric.id] ?? null);
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const best = metric.lowerIsBetter ? Math.min(...known) : Math.max(...known);
  const isShared = !uneven && judged.length === groups.length;
  return {
    group,
    uneven,
    market: isShared ? (groups[0]?.market?.[metric.id] ?? null) : null,
    cells: groups.map((one, index) => {
      const value = values[index] ?? null;
      const apart = index > 0 && one !== null && groups[0] !== null && !alike(0, index);
      return {
        value,
        n: one?.model.n ?? null,
        marketGap: gapOf(metric, one),
        gap: index === 0 || apart ? null : gapBetween(metric, one?.model, groups[0]?.model),
        apart,
        best:
          !uneven &&
          known.length > 1 &&
          value !== null &&
          Math.abs(value - best) < (0.5 * 10 ** -metric.digits) / metric.scale,
      };
    }),
  };
}
