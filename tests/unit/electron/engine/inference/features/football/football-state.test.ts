import { describe, expect, test } from 'vitest';
import type {
  FeatureSet,
  FeatureState,
} from '../../../../../../../electron/engine/inference/features/index.ts';
import {
  featureSet,
  finishWalk,
  walkFeatures,
} from '../../../../../../../electron/engine/inference/features/index.ts';
import type { Fixture } from '../../../../../../../electron/engine/ports/forecaster.ts';
import type { HistoricalMatch } from '../../../../../../../electron/engine/ports/market-store.ts';
import { playLeagues } from '../../../../../../support/played-leagues.ts';

function setOf(id: string): FeatureSet {
  const set = featureSet(id);
  if (set === undefined) throw new Error(`There is no ${id}.`);
  return set;
}
const results = setOf('football-results@1');
const market = setOf('football-market@1');
const matches = playLeagues();

function stateAfter(of: readonly HistoricalMatch[]): FeatureState {
  const state = results.create();
  finishWalk(walkFeatures(results, of, { state }));
  return state;
}

const fixture = (
  competition: string,
  home: string,
  away: string,
  season = '2003/04',
  playedOn = '2003-12-20',
): Fixture => ({
  competition,
  season,
  playedOn,
  kickOff: null,
  home,
  away,
  odds: [],
});

function featuresOf(state: FeatureState, of: Fixture): Readonly<Record<string, number>> {
  const out = new Float32Array(results.names.length);
  state.write(of, out, 0);
  return Object.fromEntries(results.names.map((name, i) => [name, out[i] ?? Number.NaN]));
}

/** `home` beats `away` 3-0, or the other way round, at the dates given. */
const result = (
  home: string,
  away: string,
  playedOn: string,
  change: Partial<HistoricalMatch> = {},
): HistoricalMatch => ({
  ...fixture('E0', home, away, '2003/04', playedOn),
  identity: `${playedOn}|${home}|${away}`,
  occurrence: 1,
  homeGoals: 3,
  awayGoals: 0,
  halfTimeHome: null,
  halfTimeAway: null,
  statistics: {},
  ...change,
});

describe('the football sets', () => {
  test.each([results, market])('$id writes exactly its columns', (set) => {
    const state = set.create();
    const out = new Float32Array(set.names.length + 2).fill(77);
    for (const match of matches.slice(0, 40)) state.observe([match]);
    state.write(matches[41] ?? fixture('E0', 'a', 'b'), out, 1);
    expect([out[0], out.at(-1)]).toEqual([77, 77]);
    expect(out.subarray(1, -1)).not.toContain(77);
    expect(new Set(set.names).size).toBe(set.names.length);
    expect(set.meanings).toHaveLength(set.names.length);
    for (const [i, name] of set.names.entries()) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(set.meanings[i]?.length).toBeGreaterThan(10);
    }
  });

  test('market begins with the columns of results', () => {
    expect(market.names.slice(0, results.names.length)).toEqual(results.names);
    expect([results.resultsOnly, market.resultsOnly]).toEqual([true, false]);
  });
});

describe('what is known of a fixture', () => {
  test('is something even of teams and competitions never seen', () => {
    const features = featuresOf(results.create(), fixture('XX9', 'Nobody', 'No one'));
    expect(features['chances_home_away']).toBeGreaterThan(0);
    expect(features['elo_gap']).toBe(0);
    expect(features['home_rest']).toBeNaN();
    expect(features['draw_share']).toBeNaN();
    expect(results.create().knows(fixture('XX9', 'Nobody', 'No one'))).toBe(false);
  });

  test('favours who won, at home and away, for each of the ratings', () => {
    const days = ['2003-08-16', '2003-08-23', '2003-08-30', '2003-09-13'];
    const state = stateAfter(
      days.map((day, i) =>
        i % 2 === 0 ? result('A', 'B', day) : result('B', 'A', day, { homeGoals: 0, awayGoals: 3 }),
      ),
    );
    expect(state.knows(fixture('E0', 'A', 'B'))).toBe(true);
    const [strong, weak] = [fixture('E0', 'A', 'B'), fixture('E0', 'B', 'A')].map((of) =>
      featuresOf(state, of),
    );
    for (const name of [
      'chances_home_away',
      'pressure_home_away',
      'elo_gap',
      'slow_elo_gap',
      'pi_gap',
      'home_form',
      'home_scored',
      'away_conceded',
    ])
      expect(strong?.[name], name).toBeGreaterThan(weak?.[name] ?? Number.NaN);
    expect(strong?.['home_rest']).toBe(21);
  });

  test('is moved by shots where the score is level', () => {
    const shots = { HST: 12, AST: 1, HS: 25, AS: 4, HC: 12, AC: 0 };
    const level = { homeGoals: 1, awayGoals: 1 };
    const [shot, quiet] = [shots, {}].map((statistics) =>
      featuresOf(
        stateAfter([result('A', 'B', '2003-08-16', { ...level, statistics })]),
        fixture('E0', 'A', 'B', '2003/04', '2003-08-20'),
      ),
    );
    expect(shot?.['chances_home_away']).toBeGreaterThan((quiet?.['chances_home_away'] ?? 0) + 0.1);
    expect(shot?.['elo_gap']).toBe(quiet?.['elo_gap']);
    expect(shot?.['home_rest']).toBe(4);
  });

  test('follows a team from division to division, in its own country only', () => {
    const past = matches.filter(({ season }) => season !== '2003/04');
    const state = stateAfter(past);
    const last = past.filter(({ season }) => season === '2002/03');
    const inE0 = new Set(last.filter(({ competition }) => competition === 'E0').map(({ home }) => home));
    const [stayed = ''] = inE0;
    const lower = last.find(({ competition }) => competition === 'E1')?.home ?? '';
    const promoted = featuresOf(state, fixture('E0', lower, stayed, '2003/04', '2003-08-09'));
    expect([promoted['home_entry'], promoted['away_entry']]).toEqual([1, 0]);
    expect(promoted['progress']).toBe(0);
    const relegated = featuresOf(state, fixture('E1', stayed, lower, '2003/04', '2003-08-09'));
    expect([relegated['home_entry'], relegated['away_entry']]).toEqual([-1, 0]);
    expect(state.knows(fixture('B1', stayed, lower))).toBe(false);
  });

  test('takes a team away for years for one never seen', () => {
    const state = stateAfter(matches);
    const [known, unknown] = ['E0 1', 'Nobody'].map((home) =>
      featuresOf(state, fixture('E0', home, 'E0 2', '2009/10', '2009-08-01')),
    );
    expect(known).toEqual(unknown);
  });

  test('sees what is at stake fade when everything is decided', () => {
    // A wins all, B draws with C, D loses all: near the end only B and C have something left to part them.
    const played: HistoricalMatch[] = [];
    for (let round = 0; round < 12; round += 1)
      for (const [home, away, goals] of [
        ['A', 'D', 3],
        ['B', 'C', 1],
      ] as const)
        played.push(
          result(
            home,
            away,
            `2003-${String(8 + Math.floor(round / 7)).padStart(2, '0')}-${String(1 + (round % 7) * 3).padStart(2, '0')}`,
            { homeGoals: goals, awayGoals: goals === 1 ? 1 : 0 },
          ),
        );
    const early = featuresOf(
      stateAfter(played.slice(0, 2)),
      fixture('E0', 'B', 'A', '2003/04', '2003-10-20'),
    );
    const late = featuresOf(stateAfter(played), fixture('E0', 'B', 'A', '2003/04', '2003-10-20'));
    expect(late['stake_gap']).toBeGreaterThan(0.9);
    expect(Math.abs(early['stake_gap'] ?? 1)).toBeLessThan(0.9);
  });
});

describe('a snapshot', () => {
  const kept = stateAfter(matches).snapshot();

  test('holds figures and names, no result and no date but the last', () => {
    const text = JSON.stringify(kept);
    expect(kept.through).toBe(matches.at(-1)?.playedOn);
    expect(text.match(/\d{4}-\d{2}-\d{2}/g)).toEqual([kept.through]);
    for (const [, digits = ''] of text.matchAll(/-?(\d+\.?\d*)/g))
      expect(digits.replace(/^0\.0*|\./g, '').length).toBeLessThanOrEqual(8);
    // A row a team, whatever it played.
    const longer = stateAfter(playLeagues({ seasons: 6 })).snapshot();
    expect(JSON.stringify(longer).length).toBeLessThan(1.2 * text.length);
  });

  test('is the same again when restored', () => {
    expect(results.create(JSON.parse(JSON.stringify(kept))).snapshot()).toEqual(kept);
  });

  test('forgets who has not played for years', () => {
    const state = results.create(kept);
    state.observe([result('New', 'Newer', '2010-08-01', { season: '2010/11' })]);
    const { teams } = state.snapshot().state as { readonly teams: readonly (readonly unknown[])[] };
    expect(teams.map((row) => row[1]).sort()).toEqual(['New', 'Newer']);
  });

  test('of another set or damaged is refused', () => {
    expect(() => market.create(kept)).toThrow(/football-results@1, not of football-market@1/);
    const state = kept.state as {
      readonly leagues: unknown;
      readonly teams: readonly (readonly unknown[])[];
    };
    for (const damaged of [
      null,
      {},
      { ...state, teams: [['E0', 'A', '2003/04', 1]] },
      { ...state, leagues: 'E0' },
    ])
      expect(() => results.create({ ...kept, state: damaged })).toThrow(/damaged/);
  });
});
