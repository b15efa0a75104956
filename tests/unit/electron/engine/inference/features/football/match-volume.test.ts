import { describe, expect, test } from 'vitest';
import {
  LEAGUE,
  LEAGUE_WIDTH,
} from '../../../../../../../electron/engine/inference/features/football/figures.ts';
import { seeMatch } from '../../../../../../../electron/engine/inference/features/football/match-volume.ts';
import { TUNING } from '../../../../../../../electron/engine/inference/features/football/tuning.ts';
import type { HistoricalMatch } from '../../../../../../../electron/engine/ports/market-store.ts';
import { playLeagues } from '../../../../../../support/played-leagues.ts';

const [sample] = playLeagues({ seasons: 1 });
if (sample === undefined) throw new Error('No match was played.');
const even = { HST: 5, AST: 5, HS: 12, AS: 12, HC: 5, AC: 5, HY: 2, AY: 2, HR: 0, AR: 0 };
const match = (statistics: Readonly<Record<string, number>>, change: Partial<HistoricalMatch> = {}) => ({
  ...sample,
  homeGoals: 1,
  awayGoals: 1,
  halfTimeHome: 0,
  halfTimeAway: 0,
  statistics,
  ...change,
});
const see = (of: HistoricalMatch, league = new Float64Array(LEAGUE_WIDTH)) => seeMatch(league, 0, of, TUNING);

describe('seeMatch', () => {
  test('takes goals for chances, less surely, where shots were not counted', () => {
    for (const statistics of [{}, { HS: 12, AS: 3 }, { HST: 4 }]) {
      const [chances, pressure, goals] = see(match(statistics, { homeGoals: 3 }));
      expect(chances).toEqual({ home: 3, away: 1, dispersion: TUNING.goalsOnlyDispersion });
      expect(pressure).toEqual(chances);
      expect(goals).toEqual({ home: 3, away: 1, dispersion: TUNING.rates.goals.dispersion });
    }
  });

  test('values shots and corners at what they bring in the competition', () => {
    const league = new Float64Array(LEAGUE_WIDTH);
    for (let played = 0; played < 400; played += 1) see(match(even, { homeGoals: 2, awayGoals: 1 }), league);
    const [, pressure] = see(match(even), league);
    expect(pressure.home).toBeCloseTo(1.5, 6);
    expect(pressure.away).toBeCloseTo(1.5, 6);
    expect(league[LEAGUE.statisticMatches]).toBe(401);
  });

  test.each([
    ['a shot on target', { HST: 6 }, {}],
    ['a shot', { HS: 15 }, {}],
    ['a corner', { HC: 6 }, {}],
    ['a man less, who attacks against more', { HR: 1 }, {}],
    ['a lead at half time, which makes one attack less', {}, { halfTimeHome: 1 }],
  ])('sees more of the home side with %s', (_, statistics, change) => {
    const before = see(match(even));
    const after = see(match({ ...even, ...statistics }, change));
    expect(after[1].home).toBeGreaterThan(before[1].home);
    expect(after[0].home).toBeGreaterThan(before[0].home);
    expect(after[2]).toEqual(before[2]);
  });

  test('never sees less than nothing', () => {
    const none = { HST: 0, AST: 0, HS: 0, AS: 0, HC: 0, AC: 0, HR: 0, AR: 4 };
    for (const seen of see(match(none, { homeGoals: 0, awayGoals: 0 }))) {
      expect(seen.home).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(seen.away)).toBe(true);
    }
  });

  test('reads a file that counts shots on target only', () => {
    const [, pressure] = see(match({ HST: 5, AST: 3 }));
    expect(pressure.home).toBeGreaterThan(pressure.away);
  });
});
