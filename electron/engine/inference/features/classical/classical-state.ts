import * as z from 'zod';
import { type EloOptions, MARGIN_MULTIPLIERS, updateElo } from '../../../../../shared/domain/ratings/elo.ts';
import {
  type PiRating,
  piExpectedDifference,
  updatePi,
} from '../../../../../shared/domain/ratings/pi-rating.ts';
import type { HistoricalMatch } from '../../../ports/market-store.ts';
import type { FeatureSnapshot, FeatureState } from '../feature-set.ts';
import { divisionOf } from '../football/division.ts';
import { createSeasonTable, type SeasonTable } from './season-table.ts';

/** In the order `createClassicalState` writes them. */
export const CLASSICAL_COLUMNS: readonly { readonly name: string; readonly meaning: string }[] = [
  {
    name: 'elo',
    meaning: 'Elo of the home side less that of the away side, World Football multipliers for the margin',
  },
  { name: 'pi', meaning: 'Goal difference expected by pi-ratings (Constantinou & Fenton 2013)' },
  {
    name: 'massey',
    meaning: "Massey's rating of the home side less that of the away side, this season, in goals",
  },
  { name: 'colley', meaning: "Colley's rating of the home side less that of the away side, this season" },
];

const ELO: EloOptions = {
  k: 20,
  homeAdvantage: 65,
  multiplier: MARGIN_MULTIPLIERS.worldFootball,
  scale: 400,
};
const NEWCOMER: PiRating = { home: 0, away: 0 };
const DIGITS = 9;
const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

const figures = z.object({
  teams: z.array(z.string()),
  meetings: z.array(z.tuple([z.int(), z.int(), z.int()])),
  goalDifference: z.array(z.number()),
  balance: z.array(z.number()),
});
const kept = z.object({
  /** By country and name: Elo, pi at home, pi away. */
  teams: z.array(z.tuple([z.string(), z.number(), z.number(), z.number()])),
  /** By competition: its season and what it came to so far. */
  seasons: z.array(z.tuple([z.string(), z.string(), figures])),
});

type Team = { elo: number; pi: PiRating };

/** The classical ratings by themselves, each by its published rule: what richer features are held against. */
export function createClassicalState(set: string, snapshot?: FeatureSnapshot): FeatureState {
  const teams = new Map<string, Team>();
  const seasons = new Map<string, { readonly season: string; readonly table: SeasonTable }>();
  let through = snapshot?.through ?? null;
  if (snapshot !== undefined) {
    if (snapshot.set !== set)
      throw new Error(`The snapshot is of ${snapshot.set}, not of ${set}. Use the one made with the model.`);
    const read = kept.safeParse(snapshot.state);
    if (!read.success)
      throw new Error(`The snapshot of ${set} is damaged. Restore the model's folder or train it again.`);
    for (const [key, elo, home, away] of read.data.teams) teams.set(key, { elo, pi: { home, away } });
    for (const [competition, season, table] of read.data.seasons)
      seasons.set(competition, { season, table: createSeasonTable(table) });
  }
  const keyOf = (competition: string, name: string): string => `${divisionOf(competition).country}|${name}`;
  const teamOf = (competition: string, name: string): Team => {
    const key = keyOf(competition, name);
    const team = teams.get(key) ?? { elo: 0, pi: NEWCOMER };
    teams.set(key, team);
    return team;
  };
  const learn = ({ competition, season, home, away, homeGoals, awayGoals }: HistoricalMatch): void => {
    const [one, two] = [teamOf(competition, home), teamOf(competition, away)];
    const difference = homeGoals - awayGoals;
    const elo = updateElo(one.elo, two.elo, (Math.sign(difference) + 1) / 2, difference, ELO);
    [one.elo, two.elo] = [elo.home, elo.away];
    const pi = updatePi(one.pi, two.pi, difference);
    [one.pi, two.pi] = [pi.home, pi.away];
    const known = seasons.get(competition);
    const current = known?.season === season ? known : { season, table: createSeasonTable() };
    seasons.set(competition, current);
    current.table.add(home, away, difference);
  };
  return {
    write({ competition, season, home, away }, out, offset) {
      const one = teams.get(keyOf(competition, home));
      const two = teams.get(keyOf(competition, away));
      const current = seasons.get(competition);
      const table = current?.season === season ? current.table : undefined;
      const [first, second] = [table?.rating(home), table?.rating(away)];
      out[offset] = one && two ? one.elo - two.elo : Number.NaN;
      out[offset + 1] = one && two ? piExpectedDifference(one.pi, two.pi) : Number.NaN;
      out[offset + 2] = first && second ? first.massey - second.massey : Number.NaN;
      out[offset + 3] = first && second ? first.colley - second.colley : Number.NaN;
    },
    knows: ({ competition, home, away }) =>
      teams.has(keyOf(competition, home)) && teams.has(keyOf(competition, away)),
    teams(competition) {
      const start = keyOf(competition, '');
      return [...teams.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    },
    observe(day) {
      // In an order of their own: what is learned must not depend on how a file is sorted.
      for (const match of [...day].sort((a, b) => (a.identity < b.identity ? -1 : 1))) learn(match);
      through = day.at(-1)?.playedOn ?? through;
    },
    snapshot: () => ({
      set,
      through,
      state: {
        teams: [...teams].map(([key, { elo, pi }]) => [
          key,
          rounded(elo),
          rounded(pi.home),
          rounded(pi.away),
        ]),
        seasons: [...seasons].map(([competition, { season, table }]) => [
          competition,
          season,
          table.figures(),
        ]),
      },
    }),
  };
}
