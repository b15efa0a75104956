import type { JobSpec, MatchFilter, Recipe } from '../../../../shared/contract/runs.ts';
import type { ModelTarget } from '../../../../shared/domain/model.ts';
import { sportOfCompetition } from '../../../../shared/domain/sports.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import { hasTarget } from '../../training/index.ts';

type Seasons = ReturnType<MatchHistory['historicalSeasons']>;

/** A season's name in one form: some files write `2019-20`, some `2019/20`. */
export const seasonKey = (season: string): string => season.replaceAll('-', '/');

/** Below this there is no season to judge a model on that others come before. */
export const LEAST_SEASONS = 3;

const someOf = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;

/** Why the filter finds no matches, or `undefined`. */
function filterProblem(filter: MatchFilter, seasons: Seasons): string | undefined {
  if (seasons.length === 0)
    return 'No matches are imported yet. Import football-data.co.uk files in the Sources pane, or with: overround import football-data FILES';
  const competitions = [...new Set(seasons.map(({ competition }) => competition))].sort();
  const strange = filter.competitions.filter((name) => !competitions.includes(name));
  if (strange.length > 0)
    return `No matches of ${strange.join(', ')} are imported. There are ${someOf(competitions)}.`;
  const names = [...new Set(seasons.map(({ season }) => season))].sort();
  const keys = new Set(names.map(seasonKey));
  const unknown = filter.seasons.filter((name) => !keys.has(seasonKey(name)));
  if (unknown.length > 0)
    return `No season ${unknown.join(', ')} is imported. There are ${names[0]} to ${names.at(-1)}.`;
  if (chosenSeasons(filter, seasons).length === 0)
    return 'No imported match is of both these competitions and these seasons: choose others.';
  return undefined;
}

/** The seasons of the filter, each once, oldest first. */
export function chosenSeasons(filter: MatchFilter, seasons: Seasons): readonly string[] {
  const wanted = new Set(filter.seasons.map(seasonKey));
  const chosen = seasons.filter(
    ({ competition, season }) =>
      (filter.competitions.length === 0 || filter.competitions.includes(competition)) &&
      (wanted.size === 0 || wanted.has(seasonKey(season))),
  );
  return [...new Set(chosen.map(({ season }) => seasonKey(season)))].sort();
}

/** Why the overrides don't fit the recipe, or `undefined`. */
export function parameterProblem(
  recipe: Recipe,
  parameters: Readonly<Record<string, number>>,
): string | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const known = recipe.parameters.find((parameter) => parameter.name === name);
    if (known === undefined)
      return `${recipe.id} has no parameter ${name}. It has ${someOf(recipe.parameters.map((each) => each.name))}.`;
    if (!(value >= known.least && value <= known.most))
      return `${name} must be from ${known.least} to ${known.most}, not ${value}.`;
    if (known.integer && !Number.isInteger(value)) return `${name} must be a whole number, not ${value}.`;
  }
  return undefined;
}

const seasonsOf = (target: ModelTarget, seasons: Seasons): Seasons =>
  seasons.filter(({ competition }) => hasTarget(competition, target));

/** Why a run can't be started, in a sentence that says what to do; `undefined` where it can. */
export function specProblem(
  spec: JobSpec,
  known: { readonly recipes: readonly Recipe[]; readonly seasons: Seasons },
): string | undefined {
  switch (spec.kind) {
    case 'train': {
      const recipe = known.recipes.find(({ id }) => id === spec.recipe);
      if (recipe === undefined)
        return `There is no recipe ${spec.recipe}. There are ${someOf(known.recipes.map(({ id }) => id))}.`;
      const seasons = known.seasons.filter(
        ({ competition }) => sportOfCompetition(competition) === recipe.sport,
      );
      if (seasons.length === 0 && known.seasons.length > 0)
        return `No matches of ${recipe.sport} are imported, which ${recipe.id} learns from. Import some in the Sources pane, or with: overround import`;
      const problem = parameterProblem(recipe, spec.parameters) ?? filterProblem(spec.matches, seasons);
      if (problem !== undefined) return problem;
      const chosen = chosenSeasons(spec.matches, seasons);
      if (chosen.length < LEAST_SEASONS)
        return `Training needs at least ${LEAST_SEASONS} seasons, the last of them to judge the model on; there ${chosen.length === 1 ? 'is 1' : `are ${chosen.length}`} (${chosen.join(', ')}). Choose or import more.`;
      return undefined;
    }
    case 'evaluate':
      return filterProblem(spec.matches, seasonsOf(spec.target, known.seasons));
    case 'backtest': {
      const { minimumOdds, maximumOdds, matches } = spec.strategy.filter;
      if (minimumOdds > maximumOdds)
        return 'The lowest odds are above the highest: no bet could be placed. Swap them.';
      return filterProblem(matches, seasonsOf(spec.strategy.market, known.seasons));
    }
  }
}
