import type { MarketType } from './catalogue.ts';

/** What a model says something about. `number` is any single figure, as foreign models give. */
export type ModelTarget = 'match-odds' | 'over-under-2.5' | 'both-teams-to-score' | 'winner' | 'number';

export type TargetEntry = {
  readonly label: string;
  /** The sides of the market in the order of the model's output columns. */
  readonly outcomes: readonly string[];
  /** The market its probabilities price; `null` where it prices none. */
  readonly market: { readonly type: MarketType; readonly line: number | null } | null;
};

/** Adding a target is adding a line here (and its name above). */
export const TARGETS: Readonly<Record<ModelTarget, TargetEntry>> = {
  'match-odds': {
    label: '1X2',
    outcomes: ['home', 'draw', 'away'],
    market: { type: 'match-odds', line: null },
  },
  'over-under-2.5': {
    label: 'Over/under 2.5',
    outcomes: ['over', 'under'],
    market: { type: 'totals', line: 2.5 },
  },
  'both-teams-to-score': {
    label: 'Both teams to score',
    outcomes: ['yes', 'no'],
    market: { type: 'both-teams-to-score', line: null },
  },
  winner: { label: 'Winner', outcomes: ['home', 'away'], market: { type: 'moneyline', line: null } },
  number: { label: 'Number', outcomes: ['value'], market: null },
};

export const MODEL_TARGETS = Object.keys(TARGETS) as readonly ModelTarget[];

/**
 * Where a model stands: a `draft` is not served, a `shadow` predicts beside the champion without being used, the one
 * `champion` of its slot is what the terminal prices with, a `retired` one is kept for rolling back.
 */
export type ModelState = 'draft' | 'shadow' | 'champion' | 'retired';
export const MODEL_STATES: readonly ModelState[] = ['draft', 'shadow', 'champion', 'retired'];

/** Models of one slot stand for the same job; one of them at most is its champion. */
export const slotOf = (model: { readonly sport: string; readonly target: ModelTarget }): string =>
  `${model.sport}/${model.target}`;

/** Names for the columns of a model that come with none, as the header of the CSV they are filled from has them. */
export const defaultColumns = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `column_${i + 1}`);
