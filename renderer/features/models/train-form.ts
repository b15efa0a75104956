import { create } from 'zustand';
import type { JobSpec, MatchFilter, Recipe, StoredSeason } from '../../../shared/contract/runs.ts';
import { matchCount, soundFilter } from '../../ui/match-choice.ts';
import { seasonsText } from './spec-facts.ts';

/** What has been typed; it stays while other views are on screen. */
export type TrainForm = {
  /** The first recipe while `null`. */
  readonly recipe: string | null;
  /** Follows recipe and matches while `null`. */
  readonly name: string | null;
  readonly filter: MatchFilter;
  /** As typed, by recipe and parameter; the default where nothing was typed. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly trials: string;
  readonly seed: string;
};

export const useTrainForm = create<TrainForm>(() => ({
  recipe: null,
  name: null,
  filter: { competitions: [], seasons: [] },
  parameters: {},
  trials: '0',
  seed: '1',
}));

export type Problems = Readonly<Record<string, string>>;

const MOST_TRIALS = 200;
/** As the contract allows. */
const LONGEST_NAME = 120;

/** What a run over these matches is called until its user names it. */
export function defaultName(what: string, { competitions, seasons }: MatchFilter): string {
  const of = competitions.length === 0 ? '' : ` ${[...competitions].sort().join(' ')}`;
  const when = seasons.length === 0 ? '' : ` ${seasonsText(seasons)}`;
  return `${what}${of}${when}`.slice(0, LONGEST_NAME);
}

/** A figure as people and programs write it: `0.05`, `1e-4`. */
const FIGURE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

export type FigureRange = { readonly least: number; readonly most: number; readonly integer: boolean };

/** The figure typed, or what is wrong with it. */
export function readFigure(text: string, { least, most, integer }: FigureRange): number | string {
  const bare = text.trim();
  if (!FIGURE.test(bare)) return `Type a number from ${least} to ${most}.`;
  const value = Number(bare);
  if (integer && !Number.isInteger(value)) return `Type a whole number from ${least} to ${most}.`;
  return value < least || value > most ? `It must lie between ${least} and ${most}.` : value;
}

export const parameterText = (form: TrainForm, recipe: Recipe, name: string): string =>
  form.parameters[recipe.id]?.[name] ??
  String(recipe.parameters.find((parameter) => parameter.name === name)?.default ?? '');

/** The job that the form asks for, or what is wrong by field. Only parameters that differ from the recipe's are sent. */
export function trainSpec(
  form: TrainForm,
  recipe: Recipe,
  stored: readonly StoredSeason[],
):
  | { readonly ok: true; readonly spec: Extract<JobSpec, { kind: 'train' }> }
  | { readonly ok: false; readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const figure = (field: string, text: string, range: FigureRange): number => {
    const read = readFigure(text, range);
    if (typeof read === 'number') return read;
    problems[field] = read;
    return Number.NaN;
  };
  const parameters: Record<string, number> = {};
  for (const parameter of recipe.parameters) {
    const value = figure(
      `parameter ${parameter.name}`,
      parameterText(form, recipe, parameter.name),
      parameter,
    );
    if (value !== parameter.default) parameters[parameter.name] = value;
  }
  const trials = figure('trials', form.trials, { least: 0, most: MOST_TRIALS, integer: true });
  const seed = figure('seed', form.seed, { least: 0, most: Number.MAX_SAFE_INTEGER, integer: true });
  const matches = soundFilter(stored, form.filter);
  if (matchCount(stored, matches) === 0)
    problems['matches'] = 'No imported match is of these competitions and seasons: choose others.';
  const name = (form.name ?? defaultName(recipe.name, matches)).trim();
  if (name === '') problems['name'] = 'Give it a name.';
  else if (name.length > LONGEST_NAME) problems['name'] = `At most ${LONGEST_NAME} characters.`;
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, spec: { kind: 'train', recipe: recipe.id, name, matches, parameters, trials, seed } };
}
