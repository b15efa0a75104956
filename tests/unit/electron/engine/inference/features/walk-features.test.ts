import { describe, expect, test } from 'vitest';
import {
  FEATURE_SETS,
  finishWalk,
  type WalkedFeatures,
  walkFeatures,
} from '../../../../../../electron/engine/inference/features/index.ts';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';
import { oddsE4 } from '../../../../../../shared/domain/units.ts';
import { playLeagues } from '../../../../../support/played-leagues.ts';

const matches = playLeagues();
/** In the third season, so that teams have moved between divisions. */
const cut = matches.find(({ playedOn }) => playedOn > '2003-10-05')?.playedOn ?? '';

const rowOf = ({ x, columns }: WalkedFeatures, row: number): readonly number[] =>
  Array.from(x.subarray(row * columns, (row + 1) * columns));

/** Rows by match, whatever their order. */
const byIdentity = (walked: WalkedFeatures): ReadonlyMap<string, readonly number[]> =>
  new Map(walked.matches.map(({ identity }, row) => [identity, rowOf(walked, row)]));

const footballSets = FEATURE_SETS.filter(({ sport }) => sport === 'football');

describe.each(footballSets)('$id', (set) => {
  const walk = (of: readonly HistoricalMatch[]): WalkedFeatures => finishWalk(walkFeatures(set, of));
  const original = walk(matches);

  test('writes each column of each match once, in the order of days', () => {
    expect(original).toMatchObject({ rows: matches.length, columns: set.names.length });
    expect(original.matches).toEqual(matches);
    expect(original.x.length).toBe(matches.length * set.names.length);
  });

  test('knows no result of a day before it is over', () => {
    const shifted = walk(matches.map((match) => (match.playedOn < cut ? match : otherwise(match))));
    matches.forEach(({ playedOn }, row) => {
      if (playedOn > cut) return;
      expect(rowOf(shifted, row)).toEqual(rowOf(original, row));
    });
    expect(shifted.x).not.toEqual(original.x);
  });

  const changes: readonly (readonly [string, (match: HistoricalMatch) => HistoricalMatch])[] = [
    ['scores', (match: HistoricalMatch) => ({ ...match, homeGoals: match.homeGoals + 3 })],
    ['statistics', (match: HistoricalMatch) => ({ ...match, statistics: { ...match.statistics, HST: 15 } })],
  ];
  // The classical ratings go by scores alone.
  const learnedFrom = set.id === 'football-ratings@1' ? changes.slice(0, 1) : changes;
  test.each(learnedFrom)('learns from the %s of a day from the next day on', (_, change) => {
    const day = matches.find(({ playedOn }) => playedOn > cut)?.playedOn ?? '';
    const changed = walk(matches.map((match) => (match.playedOn === day ? change(match) : match)));
    const differs = matches.map((_, row) =>
      rowOf(changed, row).some((value, i) => !Object.is(value, rowOf(original, row)[i])),
    );
    // Home advantage is learned by all competitions together, so every later row moves.
    expect(differs).toEqual(matches.map(({ playedOn }) => playedOn > day));
  });

  test('never reads a closing price', () => {
    const moved = walk(
      matches.map((match) => ({
        ...match,
        odds: match.odds.map((price) =>
          price.stage === 'closing' ? { ...price, price: oddsE4(7) ?? price.price } : price,
        ),
      })),
    );
    expect(moved.x).toEqual(original.x);
    const without = walk(
      matches.map((match) => ({ ...match, odds: match.odds.filter(({ stage }) => stage !== 'closing') })),
    );
    expect(without.x).toEqual(original.x);
  });

  test('does not depend on the order of rows within a day', () => {
    expect(byIdentity(walk([...matches].reverse()))).toEqual(byIdentity(original));
  });

  test('does not depend on what was written before', () => {
    const state = set.create();
    const out = new Float32Array(set.names.length);
    const past = matches.filter(({ playedOn }) => playedOn < cut);
    for (const playedOn of new Set(past.map((match) => match.playedOn))) {
      const day = past.filter((match) => match.playedOn === playedOn);
      // Of a later season: what is seen ahead must leave no trace.
      for (const match of day) state.write({ ...match, season: '2009/10', playedOn: '2009-08-01' }, out, 0);
      state.observe(day);
    }
    const fixture = matches.find(({ playedOn }) => playedOn >= cut);
    if (fixture === undefined) throw new Error('The season ends before the cut.');
    state.write(fixture, out, 0);
    expect(Array.from(out)).toEqual(byIdentity(original).get(fixture.identity));
  });

  test('goes on from a snapshot as if it had never stopped', () => {
    const [past, rest] = [
      matches.filter(({ playedOn }) => playedOn <= cut),
      matches.filter(({ playedOn }) => playedOn > cut),
    ];
    const before = set.create();
    finishWalk(walkFeatures(set, past, { state: before }));
    const kept = JSON.parse(JSON.stringify(before.snapshot()));
    expect(kept).toMatchObject({ set: set.id, through: past.at(-1)?.playedOn });
    const resumed = finishWalk(walkFeatures(set, rest, { state: set.create(kept) }));
    const uninterrupted = rest.map(({ identity }) => byIdentity(original).get(identity) ?? []);
    rest.forEach((_, row) => {
      rowOf(resumed, row).forEach((value, i) => {
        const expected = uninterrupted[row]?.[i] ?? Number.NaN;
        if (Number.isNaN(expected)) expect(value).toBeNaN();
        // Seven digits are kept of each figure.
        else expect(Math.abs(value - expected), set.names[i]).toBeLessThan(1e-4);
      });
    });
  });
});

describe('walkFeatures', () => {
  const [set] = footballSets;
  if (set === undefined) throw new Error('There is no feature set.');

  test('tells how far it is and can be left', () => {
    const steps = [];
    for (const step of walkFeatures(set, matches, { chunk: 50 })) steps.push(step);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.every(({ of }) => of === matches.length)).toBe(true);
    expect(steps.map(({ done }) => done)).toEqual([...steps.map(({ done }) => done)].sort((a, b) => a - b));
  });

  test('gives nothing of nothing', () => {
    expect(finishWalk(walkFeatures(set, []))).toMatchObject({ rows: 0, matches: [] });
  });
});

/** The same match with another result. */
const otherwise = (match: HistoricalMatch): HistoricalMatch => ({
  ...match,
  homeGoals: match.awayGoals,
  awayGoals: match.homeGoals + 1,
  halfTimeHome: 0,
  halfTimeAway: 0,
  statistics: Object.fromEntries(Object.entries(match.statistics).map(([name, value]) => [name, value + 2])),
});
