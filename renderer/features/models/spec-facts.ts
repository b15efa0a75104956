import type { JobSpec, MatchFilter, Run } from '../../../shared/contract/runs.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import type { Fact } from './model-facts.ts';
import { runFigureText, settingText } from './run-figures.ts';
import { nameText } from './score-text.ts';

const listText = (values: readonly string[]): string =>
  values.length === 0 ? 'all' : [...values].sort().join(' ');

/** Runs of consecutive seasons by their ends: `2003-04 to 2022-23`. */
export function seasonsText(seasons: readonly string[]): string {
  if (seasons.length <= 2) return listText(seasons);
  const sorted = [...seasons].sort();
  const first = sorted[0] ?? '';
  const last = sorted.at(-1) ?? '';
  const span = Number.parseInt(last, 10) - Number.parseInt(first, 10) + 1;
  return span === sorted.length ? `${first} to ${last}` : listText(sorted);
}

const matchFacts = ({ competitions, seasons }: MatchFilter): readonly Fact[] => [
  { name: 'competitions', value: listText(competitions) },
  { name: 'seasons', value: seasonsText(seasons) },
];

export const KIND_WORDS: Readonly<Record<JobSpec['kind'], string>> = {
  train: 'Training',
  evaluate: 'Evaluation',
  backtest: 'Backtest',
};

/** Everything a job was told, one line a setting. */
export function specFacts(spec: JobSpec): readonly Fact[] {
  switch (spec.kind) {
    case 'train':
      return [
        { name: 'recipe', value: spec.recipe },
        ...matchFacts(spec.matches),
        { name: 'trials', value: String(spec.trials) },
        { name: 'seed', value: String(spec.seed) },
        ...Object.entries(spec.parameters).map(([name, value]) => ({
          name: nameText(name),
          value: String(value),
        })),
      ];
    case 'evaluate':
      return [{ name: 'target', value: TARGETS[spec.target].label }, ...matchFacts(spec.matches)];
    case 'backtest': {
      const { name: _name, filter, ...rest } = spec.strategy;
      const { matches, ...limits } = filter;
      return [...flattened(rest), ...matchFacts(matches), ...flattened(limits)];
    }
  }
}

/** Nested settings by their path: `stake.fraction`. */
function flattened(value: object, path = ''): readonly Fact[] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(entry)) return [{ name, value: listText(entry.map(String)) }];
    return typeof entry === 'object' && entry !== null
      ? flattened(entry, name)
      : [{ name, value: settingText(name, entry) }];
  });
}

export type RunsRow = {
  readonly name: string;
  /** One a run, in their order; empty where a run has none. */
  readonly values: readonly string[];
  readonly differs: boolean;
};
export type RunsComparison = { readonly settings: readonly RunsRow[]; readonly figures: readonly RunsRow[] };

/** Settings and figures of several runs side by side. */
export function compareRunSpecs(all: readonly Run[]): RunsComparison {
  const figures = ({ figures: named, spec }: Run): readonly Fact[] =>
    Object.entries(named).map(([name, value]) => ({
      name: nameText(name),
      value: runFigureText(spec.kind, name, value),
    }));
  return {
    settings: rowsOf(
      all.map(({ spec }) => [{ name: 'kind', value: KIND_WORDS[spec.kind] }, ...specFacts(spec)]),
    ),
    figures: rowsOf(all.map(figures)),
  };
}

function rowsOf(all: readonly (readonly Fact[])[]): readonly RunsRow[] {
  const names = [...new Set(all.flatMap((facts) => facts.map(({ name }) => name)))];
  return names.map((name) => {
    const values = all.map((facts) => facts.find((fact) => fact.name === name)?.value ?? '');
    return { name, values, differs: new Set(values).size > 1 };
  });
}
