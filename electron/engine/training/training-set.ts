import { createHash } from 'node:crypto';
import { observedOutcome } from '../../../shared/domain/judgement/observed-outcome.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { type FeatureSnapshot, featureSet } from '../inference/features/index.ts';
import { fixtureOf } from '../judgement/evaluate.ts';
import type { MatchDay, MatchSource } from '../judgement/match-days.ts';
import { createMarketView } from './market-view.ts';
import type { TrainingRecipe } from './recipes.ts';
import { TrainingRefusal } from './training-refusal.ts';

/** A season begins: from `firstRow` on. What was known then is of the days through `trainedTo`. */
export type SeasonStart = {
  readonly season: string;
  readonly firstRow: number;
  /** The last day of results before it; `null` for the first season. */
  readonly trainedTo: string | null;
  readonly snapshot: FeatureSnapshot | null;
};

/** Matches as examples, by day. */
export type TrainingSet = {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly classes: number;
  /** rows x columns. */
  readonly x: Float32Array;
  readonly y: Uint8Array;
  readonly homeGoals: Uint8Array;
  readonly awayGoals: Uint8Array;
  /** `YYYY-MM-DD` a row. */
  readonly days: readonly string[];
  /** Names a row, as stored. */
  readonly seasonOf: readonly string[];
  readonly competitionOf: readonly string[];
  /** rows x classes: the market's probabilities before the close, `NaN` where it was not whole. */
  readonly market: Float64Array;
  /** Teams by the index that columns of goal models hold; `null` for models on features. */
  readonly teams: readonly string[] | null;
  readonly seasons: readonly SeasonStart[];
  /** What features know in the end. */
  readonly snapshot: FeatureSnapshot | null;
};

/** Writes the columns of a day's matches, then learns from them. */
type ColumnWriter = {
  readonly columns: readonly string[];
  write(day: MatchDay['matches'], x: Float32Array, offsets: readonly number[]): void;
  observe(day: MatchDay['matches']): void;
  snapshot(): FeatureSnapshot | null;
};

function featureWriter(id: string): ColumnWriter {
  const set = featureSet(id);
  if (set === undefined)
    throw new TrainingRefusal(`There is no feature set ${id}: this version of Overround can't train on it.`);
  const state = set.create();
  return {
    columns: set.names,
    write: (day, x, offsets) => {
      day.forEach((match, i) => {
        const offset = offsets[i];
        if (offset === undefined || offset < 0) return;
        state.write(fixtureOf(match), x, offset);
        for (let column = 0; column < set.names.length; column += 1)
          if (Math.abs(x[offset + column] as number) === Number.POSITIVE_INFINITY)
            throw new TrainingRefusal(
              `The feature ${set.names[column]} is infinite for ${match.home} - ${match.away} on ${match.playedOn}. Look at that match's row, and report this if it is right.`,
            );
      });
    },
    observe: (day) => state.observe(day),
    snapshot: () => state.snapshot(),
  };
}

/** Indices of teams by first appearance; they are put in the order of the goal models once all are known. */
function teamWriter(order: Map<string, number>): ColumnWriter {
  const indexOf = (team: string): number => {
    const known = order.get(team) ?? order.size;
    order.set(team, known);
    return known;
  };
  return {
    columns: ['home team', 'away team'],
    write: (day, x, offsets) => {
      day.forEach(({ home, away }, i) => {
        const offset = offsets[i];
        if (offset === undefined || offset < 0) return;
        x[offset] = indexOf(home);
        x[offset + 1] = indexOf(away);
      });
    },
    observe: () => {},
    snapshot: () => null,
  };
}

/** Seasons are told apart by the year they begin in: `2019/20` and `2019` are the same one. */
const seasonYear = (season: string): string => /^\d{4}/.exec(season)?.[0] ?? season;

/** Yields the share of matches walked. Days are walked in order; a day's rows are written before it is observed. */
export function* buildTrainingSet(
  source: MatchSource,
  recipe: Pick<TrainingRecipe, 'target' | 'method'>,
): Generator<number, TrainingSet, void> {
  const { outcomes } = TARGETS[recipe.target];
  const classes = outcomes.length;
  const order = new Map<string, number>();
  const writer =
    recipe.method.kind === 'features' ? featureWriter(recipe.method.featureSet) : teamWriter(order);
  const width = writer.columns.length;
  const x = new Float32Array(source.total * width);
  const y = new Uint8Array(source.total);
  const goals = [new Uint8Array(source.total), new Uint8Array(source.total)] as const;
  const market = new Float64Array(source.total * classes);
  const readMarket = createMarketView(recipe.target, classes);
  const days: string[] = [];
  const seasonOf: string[] = [];
  const competitionOf: string[] = [];
  const seasons: SeasonStart[] = [];
  const begun = new Set<string>();
  let rows = 0;
  let lastDay: string | null = null;
  for (const { playedOn, matches } of source.days()) {
    const opening = matches.find(({ season }) => !begun.has(seasonYear(season)));
    if (opening !== undefined) {
      for (const { season } of matches) begun.add(seasonYear(season));
      seasons.push({
        season: opening.season,
        firstRow: rows,
        trainedTo: lastDay,
        snapshot: lastDay === null ? null : writer.snapshot(),
      });
    }
    const offsets: number[] = [];
    for (const match of matches) {
      const observed = observedOutcome(recipe.target, { home: match.homeGoals, away: match.awayGoals });
      offsets.push(observed === undefined ? -1 : rows * width);
      if (observed === undefined) continue;
      y[rows] = observed;
      goals[0][rows] = match.homeGoals;
      goals[1][rows] = match.awayGoals;
      days.push(playedOn);
      seasonOf.push(match.season);
      competitionOf.push(match.competition);
      rows += 1;
    }
    writer.write(matches, x, offsets);
    readMarket(matches, (i, fair) => {
      const offset = offsets[i] as number;
      if (offset >= 0) market.set(fair, (offset / width) * classes);
    });
    writer.observe(matches);
    lastDay = playedOn;
    yield rows / Math.max(1, source.total);
  }
  const teams = order.size === 0 ? null : sortTeams(order, x, rows * width);
  const set: TrainingSet = {
    rows,
    columns: writer.columns,
    classes,
    x: x.subarray(0, rows * width),
    y: y.subarray(0, rows),
    homeGoals: goals[0],
    awayGoals: goals[1],
    days,
    seasonOf,
    competitionOf,
    market,
    teams,
    seasons,
    snapshot: writer.snapshot(),
  };
  checkSet(set, outcomes);
  return set;
}

/** Names in the order that goal fits list them, and the rows' indices put in it. */
function sortTeams(order: ReadonlyMap<string, number>, x: Float32Array, values: number): readonly string[] {
  const teams = [...order.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = new Float32Array(order.size);
  teams.forEach((team, i) => {
    place[order.get(team) as number] = i;
  });
  for (let i = 0; i < values; i += 1) x[i] = place[x[i] as number] as number;
  return teams;
}

function checkSet({ rows, y, seasons }: TrainingSet, outcomes: readonly string[]): void {
  if (rows === 0)
    throw new TrainingRefusal('There is no match to learn from: choose other competitions or seasons.');
  if (seasons.length < 3)
    throw new TrainingRefusal(
      `Training needs matches of at least 3 seasons, the last of them to judge the model on; there ${seasons.length === 1 ? 'is 1' : `are ${seasons.length}`}. Choose or import more.`,
    );
  const first = seasons[firstJudged(seasons.length)]?.firstRow ?? rows;
  outcomes.forEach((outcome, index) => {
    if (y.subarray(0, first).indexOf(index) === -1)
      throw new TrainingRefusal(
        `No match before the first judged season ended with “${outcome}”, so a model can't learn it. Choose more competitions or seasons.`,
      );
  });
}

/** The season that the first judged version forecasts: from the fourth on, where there are so many. */
export const firstJudged = (seasons: number): number => Math.min(3, seasons - 1);

/** Of the rows before `rows`: values, classes and what the columns are. */
export function dataHash(
  { columns, x, y, homeGoals, awayGoals, teams }: TrainingSet,
  rows: number,
  options: unknown,
): string {
  const bytes = ({ buffer, byteOffset }: Float32Array | Uint8Array, length: number) =>
    new Uint8Array(buffer, byteOffset, length);
  return createHash('sha256')
    .update(JSON.stringify({ columns, teams, rows, options }))
    .update(bytes(x, rows * columns.length * Float32Array.BYTES_PER_ELEMENT))
    .update(bytes(y, rows))
    .update(bytes(homeGoals, rows))
    .update(bytes(awayGoals, rows))
    .digest('hex');
}
