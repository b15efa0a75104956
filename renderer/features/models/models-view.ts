import { createRef } from 'react';
import { create } from 'zustand';
import type { ModelState } from '../../../shared/domain/model.ts';
import type { MetricId } from './score-text.ts';

export const MODELS_TABS = [
  { value: 'models', label: 'Models' },
  { value: 'runs', label: 'Runs' },
  { value: 'train', label: 'Train' },
  { value: 'evaluate', label: 'Evaluate' },
  { value: 'import', label: 'Import' },
] as const;
export type ModelsTab = (typeof MODELS_TABS)[number]['value'];

export const SECTIONS = [
  { value: 'scores', label: 'Scores' },
  { value: 'reliability', label: 'Reliability' },
  { value: 'drift', label: 'Drift' },
  { value: 'live', label: 'Live' },
  { value: 'about', label: 'About' },
] as const;
export type Section = (typeof SECTIONS)[number]['value'];

export const GROUPINGS = [
  { value: 'bySeason', label: 'Season' },
  { value: 'byCompetition', label: 'Competition' },
  { value: 'byOddsBand', label: 'Odds band' },
] as const;
export type Grouping = (typeof GROUPINGS)[number]['value'];

export const EVALUATION_STAGES = [
  {
    value: 'pre-closing',
    label: 'Pre-closing',
    hint: 'What could be known and bet before the close: models, the line and books (P)',
  },
  { value: 'closing', label: 'Closing', hint: 'Closing prices against the closing line (P)' },
  { value: 'all', label: 'All', hint: 'Both, each against the line of its own stage (P)' },
] as const;
export type EvaluationStage = (typeof EVALUATION_STAGES)[number]['value'];

/** Something that waits for the user's yes. */
export type Question =
  | { readonly kind: 'state'; readonly id: string; readonly state: ModelState }
  | { readonly kind: 'remove-model'; readonly id: string }
  | { readonly kind: 'remove-run'; readonly id: string };

type ModelsView = {
  readonly tab: ModelsTab;
  readonly text: string;
  /** The model that is looked at, by id; the first one while `null`. */
  readonly model: string | null;
  readonly marked: readonly string[];
  readonly run: string | null;
  readonly markedRuns: readonly string[];
  /** Whether what is marked is compared in place of the details of one. */
  readonly comparing: boolean;
  readonly differencesOnly: boolean;
  readonly section: Section;
  readonly grouping: Grouping;
  readonly metric: MetricId;
  /** Plots beside their tables; the tables alone when off. */
  readonly plots: boolean;
  /** The keyboard is in the details; in a low pane they stand in place of the list. */
  readonly inDetails: boolean;
  readonly asking: Question | null;
  /** The evaluation on screen; the newest one while `null`. */
  readonly evaluation: string | null;
  readonly covers: 'own' | 'common';
  /** Whose prices an evaluation shows. */
  readonly stage: EvaluationStage;
  /** Rises when what was read shall be read again. */
  readonly reload: number;
};

export const useModelsView = create<ModelsView>(() => ({
  tab: 'models',
  text: '',
  model: null,
  marked: [],
  run: null,
  markedRuns: [],
  comparing: false,
  differencesOnly: false,
  section: 'scores',
  grouping: 'bySeason',
  metric: 'logLoss',
  plots: true,
  inDetails: false,
  asking: null,
  evaluation: null,
  covers: 'common',
  stage: 'pre-closing',
  reload: 0,
}));

export const modelsFilterBox = createRef<HTMLInputElement>();
/** What the form on screen does on its key; `null` where there is no form or it can't be sent now. */
export const formActions: {
  current: { readonly submit: () => void; readonly back: (() => void) | null } | null;
} = { current: null };

/** The next of `options`, or the one before, round the end. */
export function cycled<Value extends string>(
  options: readonly { readonly value: Value }[],
  value: Value,
  by: 1 | -1,
): Value {
  const at = options.findIndex((option) => option.value === value);
  return options[(at + by + options.length) % options.length]?.value ?? value;
}

const toggled = (marked: readonly string[], id: string): readonly string[] =>
  marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id];

export const toggleModelMark = (id: string): void =>
  useModelsView.setState(({ marked }) => ({ marked: toggled(marked, id) }));
export const toggleRunMark = (id: string): void =>
  useModelsView.setState(({ markedRuns }) => ({ markedRuns: toggled(markedRuns, id) }));
