import type { FeatureSnapshot } from '../inference/features/index.ts';
import type { TrainingRecipe } from './recipes.ts';
import { firstJudged, type SeasonStart, type TrainingSet } from './training-set.ts';

/** One fit: learned from rows before `rows`, it forecasts rows `rows` to `until`. */
export type PlannedFit = {
  readonly rows: number;
  readonly until: number;
  /** The last day it may know. */
  readonly trainedTo: string;
  readonly snapshot: FeatureSnapshot | null;
};

export type PlannedSeason = {
  readonly season: string;
  readonly fits: readonly PlannedFit[];
  /** Whether its versions are kept in the model's folder. */
  readonly isKept: boolean;
};

/** Judged seasons whose versions are kept: enough to test a strategy on, small enough to ship. */
export const KEPT_SEASONS = 5;

const DAY_MS = 86_400_000;
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The walk-forward fits of seasons `from` to `until`, and of goal models the refits within each. */
export function planSeasons(
  set: TrainingSet,
  recipe: Pick<TrainingRecipe, 'method'>,
  options: Readonly<Record<string, number>>,
  [from, until]: readonly [from: number, until: number] = [
    firstJudged(set.seasons.length),
    set.seasons.length,
  ],
): readonly PlannedSeason[] {
  return set.seasons.slice(from, until).map((start, i): PlannedSeason => {
    const end = set.seasons[from + i + 1]?.firstRow ?? set.rows;
    return {
      season: start.season,
      fits: recipe.method.kind === 'goals' ? refits(set, start, end, options) : wholeSeason(start, end),
      isKept: from + i >= set.seasons.length - KEPT_SEASONS,
    };
  });
}

const wholeSeason = ({ firstRow, trainedTo, snapshot }: SeasonStart, end: number): readonly PlannedFit[] =>
  trainedTo === null ? [] : [{ rows: firstRow, until: end, trainedTo, snapshot }];

/** A static fit gets stale within a season: it is made anew every so many days. */
function refits(
  { days }: TrainingSet,
  { firstRow, trainedTo }: SeasonStart,
  end: number,
  { refit = 28 }: Readonly<Record<string, number>>,
): readonly PlannedFit[] {
  if (trainedTo === null) return [];
  const starts: { row: number; trainedTo: string }[] = [{ row: firstRow, trainedTo }];
  let fittedOn = dayNumber(days[firstRow] ?? trainedTo);
  for (let row = firstRow + 1; row < end; row += 1) {
    const day = days[row] as string;
    if (day === days[row - 1] || dayNumber(day) - fittedOn < refit) continue;
    starts.push({ row, trainedTo: days[row - 1] as string });
    fittedOn = dayNumber(day);
  }
  return starts.map(({ row, trainedTo: through }, i) => ({
    rows: row,
    until: starts[i + 1]?.row ?? end,
    trainedTo: through,
    snapshot: null,
  }));
}

/** The version for what comes after the data: everything is known. */
export const finalFit = ({ rows, days, snapshot }: TrainingSet): PlannedFit => ({
  rows,
  until: rows,
  trainedTo: days[rows - 1] ?? '',
  snapshot,
});
