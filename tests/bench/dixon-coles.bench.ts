import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readDate, readGoals } from '../../electron/engine/feeds/football-data/cells.ts';
import { fitGoals, type GoalRow } from '../../shared/domain/goals/fit-goals.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { sharedData } from '../support/shared-data.ts';
import { type Bench, operationsPerCpuSecond } from './bench.ts';

const SEASONS = ['1920', '2021', '2122', '2223', '2324'];

/** Five seasons of 20 teams out of 27, the weaker ones changing, 380 matches each; goals independent Poisson. */
function syntheticSeasons(): readonly GoalRow[] {
  const random = createSeededRandom(1);
  const goalsOf = (mean: number): number => {
    let goals = 0;
    for (let left = random(), p = Math.exp(-mean); left > p && goals < 15; p *= mean / goals) {
      left -= p;
      goals += 1;
    }
    return goals;
  };
  const teams = Array.from({ length: 27 }, (_, i) => ({
    name: `Team ${i}`,
    attack: 0.5 - i / 30 + 0.2 * random(),
    defence: 0.4 - i / 30 + 0.2 * random(),
  }));
  return SEASONS.flatMap((_, season) => {
    const league = teams.filter((_team, i) => i < 15 || (i + 5 * season) % 12 < 5);
    return league.flatMap((home, i) =>
      league
        .filter((away) => away !== home)
        .map((away, j) => ({
          home: home.name,
          away: away.name,
          homeGoals: goalsOf(Math.exp(0.35 + home.attack - away.defence)),
          awayGoals: goalsOf(Math.exp(0.1 + away.attack - home.defence)),
          age: 365 * (SEASONS.length - 1 - season) + ((7 * (i + j)) % 280),
        })),
    );
  });
}

/** The Premier League's 2019-20 to 2023-24, where the recorded data stands; `undefined` elsewhere. */
function recordedSeasons(): readonly GoalRow[] | undefined {
  const files = SEASONS.map((season) => `${sharedData}/data/football-data/E0/E0_${season}.csv`);
  if (!files.every((file) => existsSync(file))) return undefined;
  const asOf = Date.UTC(2024, 4, 19);
  return files.flatMap((file) =>
    parse<Record<string, string>>(readFileSync(file, 'utf8'), {
      bom: true,
      columns: true,
      relax_column_count: true,
    })
      .filter((row) => row['HomeTeam'])
      .map((row) => ({
        home: row['HomeTeam'] ?? '',
        away: row['AwayTeam'] ?? '',
        homeGoals: readGoals(row['FTHG'] ?? '') ?? Number.NaN,
        awayGoals: readGoals(row['FTAG'] ?? '') ?? Number.NaN,
        age: (asOf - Date.parse(readDate(row['Date'] ?? '') ?? '')) / 86_400_000,
      })),
  );
}

/** Dixon & Coles's 0.0065 per half-week, a day. */
const DECAY = 0.00186;

const fitting = (name: string, rowsOf: () => readonly GoalRow[]): Bench => ({
  name,
  run() {
    const rows = rowsOf();
    const fit = fitGoals(rows, { model: 'dixon-coles', decay: DECAY });
    if (!fit.ok) throw new Error(fit.message);
    const perSecond = operationsPerCpuSecond(() => {
      fitGoals(rows, { model: 'dixon-coles', decay: DECAY });
      return 1;
    });
    const ours = 1 / perSecond;
    return {
      unit: 'processor seconds to fit Dixon-Coles to five seasons',
      ours,
      theirs: 0.22,
      against: 'penaltyblog, as measured on a 2-core 2.5 GHz machine',
      ratio: 0.22 / ours,
      target: 1,
      detail: {
        matches: rows.length,
        teams: fit.teams.length,
        iterations: fit.iterations,
        evaluations: fit.evaluations,
        logLikelihood: fit.logLikelihood,
        converged: String(fit.converged),
      },
    };
  },
});

const recorded = recordedSeasons();

export const benches: readonly Bench[] = [
  fitting('dixon-coles-synthetic', syntheticSeasons),
  ...(recorded === undefined ? [] : [fitting('dixon-coles-epl', () => recorded)]),
];
