import type { GroupScores, Judgement, ModelEntry, Scores } from '../../../shared/contract/models.ts';
import type { Grouping } from './models-view.ts';
import { gapBetween, type Metric } from './score-text.ts';

/** A model with how it was judged; `null` while that is being read. */
export type Compared = { readonly model: ModelEntry; readonly judgement: Judgement | null };

export type ComparedCell = {
  readonly value: number | null;
  /** Against the first model. */
  readonly gap: number | null;
  /** The best of the row, or as good as it. */
  readonly best: boolean;
  readonly n: number | null;
};

export type ComparedRow = {
  readonly group: string;
  /** One a model, in their order. */
  readonly cells: readonly ComparedCell[];
  /** The models were not scored on equally many matches: their scores compare two samples. */
  readonly uneven: boolean;
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
  return (grouping === 'bySeason' ? [...names].sort() : names).map((group) => {
    const groups = all.map((one) => one.find((candidate) => candidate.group === group));
    return compareRow(
      group,
      groups.map((one) => one?.model ?? null),
      groups.find((one) => one?.market != null)?.market ?? null,
      metric,
    );
  });
}

/** All their matches together, one row a score. */
export const compareOverall = (
  compared: readonly Compared[],
  metrics: readonly Metric[],
): readonly ComparedRow[] =>
  metrics.map((metric) =>
    compareRow(
      metric.label,
      compared.map(({ model }) => model.overall?.model ?? null),
      compared.find(({ model }) => model.overall?.market != null)?.model.overall?.market ?? null,
      metric,
    ),
  );

function compareRow(
  group: string,
  scores: readonly (Scores | null)[],
  market: Scores | null,
  metric: Metric,
): ComparedRow {
  const values = scores.map((one) => one?.[metric.id] ?? null);
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const best = metric.lowerIsBetter ? Math.min(...known) : Math.max(...known);
  const counts = new Set(scores.flatMap((one) => (one === null ? [] : [one.n])));
  return {
    group,
    uneven: counts.size > 1,
    market: market?.[metric.id] ?? null,
    cells: scores.map((one, index) => {
      const value = values[index] ?? null;
      return {
        value,
        n: one?.n ?? null,
        gap: index === 0 ? null : gapBetween(metric, one, scores[0]),
        best:
          known.length > 1 &&
          value !== null &&
          Math.abs(value - best) < (0.5 * 10 ** -metric.digits) / metric.scale,
      };
    }),
  };
}
