import { describe, expect, it } from 'vitest';
import { createSeasonTable } from '../../../../../../../electron/engine/inference/features/classical/season-table.ts';
import {
  featureSet,
  finishWalk,
  walkFeatures,
} from '../../../../../../../electron/engine/inference/features/index.ts';
import type { HistoricalMatch } from '../../../../../../../electron/engine/ports/market-store.ts';
import { colley } from '../../../../../../../shared/domain/ratings/colley.ts';
import { massey } from '../../../../../../../shared/domain/ratings/massey.ts';
import { ratePi } from '../../../../../../../shared/domain/ratings/pi-rating.ts';
import { teamsOf } from '../../../../../../../shared/domain/ratings/result.ts';
import { createSeededRandom } from '../../../../../../support/seeded-random.ts';

const set = featureSet('football-ratings@1');
if (set === undefined) throw new Error('no football-ratings@1');
const dayOf = (index: number): string => new Date(Date.UTC(2020, 7, 1 + index)).toISOString().slice(0, 10);

/** Two double rounds of ten teams, five matches a day, in two seasons. */
function played(): readonly HistoricalMatch[] {
  const random = createSeededRandom(11);
  const matches: HistoricalMatch[] = [];
  for (const season of ['2020/21', '2021/22'])
    for (let home = 0; home < 10; home += 1)
      for (let away = 0; away < 10; away += 1) {
        if (home === away) continue;
        const index = matches.length;
        matches.push({
          identity: `m${String(index).padStart(4, '0')}`,
          occurrence: 1,
          competition: 'E0',
          season,
          playedOn: dayOf(Math.floor(index / 5)),
          kickOff: null,
          home: `Team ${home}`,
          away: `Team ${away}`,
          homeGoals: Math.floor(random() * (2 + home / 3)),
          awayGoals: Math.floor(random() * (2 + away / 3)),
          halfTimeHome: null,
          halfTimeAway: null,
          statistics: {},
          odds: [],
        });
      }
  return matches;
}
const matches = played();
const rowOf = ({ x, columns }: ReturnType<typeof finishWalk>, row: number): readonly number[] => [
  ...x.subarray(row * columns, (row + 1) * columns),
];

describe('a season as Massey and Colley see it', () => {
  it('gives the ratings that the results give', () => {
    const table = createSeasonTable();
    const season = matches.slice(0, 60);
    for (const { home, away, homeGoals, awayGoals } of season) table.add(home, away, homeGoals - awayGoals);
    const teams = teamsOf(season);
    const [byMassey, byColley] = [massey(season, teams), colley(season, teams)];
    teams.forEach((team, i) => {
      expect(table.rating(team)?.massey).toBeCloseTo(byMassey[i] ?? Number.NaN, 4);
      expect(table.rating(team)?.colley).toBeCloseTo(byColley[i] ?? Number.NaN, 10);
    });
    expect(table.rating('Stranger')).toBeUndefined();
  });
});

describe('classical ratings', () => {
  const walked = finishWalk(walkFeatures(set, matches));

  it('are missing before a team has played', () => {
    expect(rowOf(walked, 0).every(Number.isNaN)).toBe(true);
  });

  it('follow pi-ratings exactly where every day has its matches in order', () => {
    const before = ratePi(matches.slice(0, 90)).before;
    const spread = matches.map((match, index) => ({ ...match, playedOn: dayOf(index) }));
    const oneADay = finishWalk(walkFeatures(set, spread));
    const goals = (rating: number) => Math.sign(rating) * (10 ** (Math.abs(rating) / 3) - 1);
    for (const row of [40, 60, 89]) {
      const [home, away] = before[row] ?? [0, 0];
      expect(rowOf(oneADay, row)[1]).toBeCloseTo(goals(home) - goals(away), 5);
    }
  });

  it('know of a day only what was over before it', () => {
    const cut = dayOf(20);
    const changed = matches.map((match) =>
      match.playedOn >= cut ? { ...match, homeGoals: match.awayGoals + 3 } : match,
    );
    const after = finishWalk(walkFeatures(set, changed));
    const next = matches.findIndex(({ playedOn }) => playedOn > cut);
    for (let row = 0; row < next; row += 1) expect(rowOf(after, row)).toEqual(rowOf(walked, row));
    expect(rowOf(after, next)).not.toEqual(rowOf(walked, next));
  });

  it('begin Massey and Colley anew with a season, and keep Elo and pi', () => {
    const first = matches.findIndex(({ season }) => season === '2021/22');
    // The season's first day: nobody has played in it yet.
    const row = rowOf(walked, first);
    expect(row.slice(2)).toEqual([Number.NaN, Number.NaN]);
    expect(row.slice(0, 2).some(Number.isNaN)).toBe(false);
  });

  it('go on from a snapshot in mid-season, which holds no result', () => {
    const cut = dayOf(8);
    const state = set.create();
    finishWalk(
      walkFeatures(
        set,
        matches.filter(({ playedOn }) => playedOn < cut),
        { state },
      ),
    );
    const kept = JSON.parse(JSON.stringify(state.snapshot())) as ReturnType<typeof state.snapshot>;
    const rest = matches.filter(({ playedOn }) => playedOn >= cut);
    const resumed = finishWalk(walkFeatures(set, rest, { state: set.create(kept) }));
    const straight = finishWalk(walkFeatures(set, rest, { state }));
    resumed.x.forEach((value, at) => {
      const expected = straight.x[at] as number;
      if (Number.isNaN(expected)) expect(value).toBeNaN();
      else expect(Math.abs(value - expected)).toBeLessThan(1e-3);
    });
  });

  it('refuse a damaged snapshot', () => {
    expect(() => set.create({ set: set.id, through: null, state: { teams: 1 } })).toThrow('damaged');
    expect(() => set.create({ set: 'football-results@1', through: null, state: {} })).toThrow('not of');
  });
});
