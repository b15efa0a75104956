import { describe, expect, it } from 'vitest';
import {
  featureSet,
  finishWalk,
  walkFeatures,
} from '../../../../../../../electron/engine/inference/features/index.ts';
import type { HistoricalMatch } from '../../../../../../../electron/engine/ports/market-store.ts';
import { createSeededRandom } from '../../../../../../support/seeded-random.ts';

const setOf = (id: string) => {
  const found = featureSet(id);
  if (found === undefined) throw new Error(`no set ${id}`);
  return found;
};
const dayOf = (index: number): string => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);

/** Eight sides of rising strength, three matches a day for `days` days. */
function played(competitions: readonly string[], days = 120, seed = 7): readonly HistoricalMatch[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: days * 3 }, (_, index): HistoricalMatch => {
    const day = Math.floor(index / 3);
    const first = Math.floor(random() * 8);
    const second = (first + 1 + Math.floor(random() * 7)) % 8;
    const homeWins = random() < 1 / (1 + Math.exp(second - first - 0.3));
    return {
      identity: `m${index}`,
      occurrence: 1,
      competition: competitions[index % competitions.length] ?? '',
      season: day < days / 2 ? '2019/20' : '2020/21',
      playedOn: dayOf(day),
      kickOff: null,
      home: `Side ${first}`,
      away: `Side ${second}`,
      homeGoals: homeWins ? 104 : 98,
      awayGoals: homeWins ? 97 : 101,
      halfTimeHome: null,
      halfTimeAway: null,
      statistics: {},
      odds: [],
    };
  });
}
const walk = (id: string, matches: readonly HistoricalMatch[]) =>
  finishWalk(walkFeatures(setOf(id), matches));
const rowOf = ({ x, columns }: ReturnType<typeof walk>, row: number): readonly number[] => [
  ...x.subarray(row * columns, (row + 1) * columns),
];

describe.each([
  ['basketball-results@1', ['NBA']],
  ['american-football-results@1', ['NFL']],
  ['tennis-results@1', ['ATP Hard', 'ATP Clay']],
])('%s', (id, competitions) => {
  const matches = played(competitions);

  it('says nothing of a side before its first match', () => {
    const first = rowOf(walk(id, matches), 0);
    expect(first.slice(4, 8)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(first.slice(8)).toEqual([0, 0, 0, 0]);
  });

  it('finds the stronger side', () => {
    const walked = walk(id, matches);
    const { names } = setOf(id);
    const elo = names.indexOf('elo');
    const agree = walked.matches.filter(({ home, away }, row) => {
      const stronger = Number(home.slice(5)) > Number(away.slice(5));
      return row >= 200 && (rowOf(walked, row)[elo] ?? 0) > 0 === stronger;
    });
    expect(agree.length / (walked.rows - 200)).toBeGreaterThan(0.8);
  });

  it('knows of a day only what was over before it', () => {
    const cut = dayOf(60);
    const changed = matches.map((match) =>
      match.playedOn >= cut ? { ...match, homeGoals: match.awayGoals, awayGoals: match.homeGoals } : match,
    );
    const before = walk(id, matches);
    const after = walk(id, changed);
    const different = before.matches.map(
      (_, row) => String(rowOf(before, row)) !== String(rowOf(after, row)),
    );
    const firstOfNext = before.matches.findIndex(({ playedOn }) => playedOn > cut);
    expect(different.slice(0, firstOfNext)).toEqual(new Array(firstOfNext).fill(false));
    expect(different.slice(firstOfNext).filter(Boolean).length).toBeGreaterThan(100);
  });

  it('does not depend on the order within a day', () => {
    const turned = [...matches].reverse();
    const byIdentity = (walked: ReturnType<typeof walk>) =>
      new Map(walked.matches.map(({ identity }, row) => [identity, String(rowOf(walked, row))]));
    expect(byIdentity(walk(id, turned))).toEqual(byIdentity(walk(id, matches)));
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    const set = setOf(id);
    const half = matches.filter(({ playedOn }) => playedOn < dayOf(60));
    const rest = matches.filter(({ playedOn }) => playedOn >= dayOf(60));
    const state = set.create();
    finishWalk(walkFeatures(set, half, { state }));
    const kept = JSON.parse(JSON.stringify(state.snapshot())) as ReturnType<typeof state.snapshot>;
    expect(kept.through).toBe(dayOf(59));
    const resumed = finishWalk(walkFeatures(set, rest, { state: set.create(kept) }));
    const straight = finishWalk(walkFeatures(set, rest, { state }));
    resumed.x.forEach((value, at) => {
      const expected = straight.x[at] as number;
      if (Number.isNaN(expected)) expect(value).toBeNaN();
      else expect(Math.abs(value - expected)).toBeLessThan(1e-4);
    });
  });

  it('knows the sides it has seen', () => {
    const set = setOf(id);
    const state = set.create();
    finishWalk(walkFeatures(set, matches, { state }));
    const competition = competitions[0] ?? '';
    expect(state.knows({ competition, home: 'Side 1', away: 'Side 2' })).toBe(true);
    expect(state.knows({ competition, home: 'Side 1', away: 'Stranger' })).toBe(false);
  });

  it('refuses a snapshot of another set, and a damaged one', () => {
    const set = setOf(id);
    expect(() => set.create({ set: 'football-results@1', through: null, state: {} })).toThrow('not of');
    const damaged = { set: id, through: null, state: { leagues: {}, sides: { a: [1] }, surfaces: {} } };
    expect(() => set.create(damaged)).toThrow('damaged');
  });
});

describe('tennis', () => {
  it('rates players by surface too', () => {
    const set = setOf('tennis-results@1');
    const state = set.create();
    const onClay = played(['ATP Clay'], 60);
    finishWalk(walkFeatures(set, onClay, { state }));
    const row = (competition: string) => {
      const out = new Float32Array(set.names.length);
      state.write(
        {
          competition,
          season: '2020',
          playedOn: dayOf(70),
          kickOff: null,
          home: 'Side 7',
          away: 'Side 0',
          odds: [],
        },
        out,
        0,
      );
      return out[set.names.indexOf('surface_elo')];
    };
    expect(row('ATP Clay')).toBeGreaterThan(0.5);
    expect(row('ATP Grass')).toBe(0);
    expect(row('WTA Clay')).toBe(0);
  });
});
