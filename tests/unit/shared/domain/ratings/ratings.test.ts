import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colley } from '../../../../../shared/domain/ratings/colley.ts';
import {
  eloExpectation,
  hvattumArntzen,
  MARGIN_MULTIPLIERS,
  updateElo,
} from '../../../../../shared/domain/ratings/elo.ts';
import { massey, masseyOfLeague } from '../../../../../shared/domain/ratings/massey.ts';
import {
  PI_OPTIONS,
  piExpectedDifference,
  ratePi,
  updatePi,
} from '../../../../../shared/domain/ratings/pi-rating.ts';
import { type Result, teamsOf } from '../../../../../shared/domain/ratings/result.ts';

const goals = fc.integer({ min: 0, max: 7 });
const TEAMS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const result: fc.Arbitrary<Result> = fc
  .tuple(fc.shuffledSubarray([...TEAMS], { minLength: 2, maxLength: 2 }), goals, goals)
  .map(([[home = 'A', away = 'B'], homeGoals, awayGoals]) => ({ home, away, homeGoals, awayGoals }));
const season = fc.array(result, { minLength: 1, maxLength: 40 });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rating = fc.double({ min: 0, max: 3000, noNaN: true });
const swapped = ({ home, away, homeGoals, awayGoals }: Result): Result => ({
  home: away,
  away: home,
  homeGoals: awayGoals,
  awayGoals: homeGoals,
});

describe('Elo', () => {
  const options = { k: 20, homeAdvantage: 60, multiplier: MARGIN_MULTIPLIERS.worldFootball, scale: 400 };

  test('takes from one side what it gives to the other', () => {
    fc.assert(
      fc.property(rating, rating, goals, goals, (home, away, x, y) => {
        for (const multiplier of [...Object.values(MARGIN_MULTIPLIERS), hvattumArntzen(1.3)]) {
          const after = updateElo(home, away, (Math.sign(x - y) + 1) / 2, x - y, { ...options, multiplier });
          expect(after.home + after.away).toBeCloseTo(home + away, 8);
          expect(Math.sign(after.home - home)).not.toBe(-Math.sign(x - y) || 2);
        }
      }),
    );
  });

  test('sees both sides alike on neutral ground', () => {
    fc.assert(
      fc.property(rating, rating, goals, goals, (home, away, x, y) => {
        const neutral = { ...options, homeAdvantage: 0, multiplier: MARGIN_MULTIPLIERS.fiveThirtyEight };
        const score = (Math.sign(x - y) + 1) / 2;
        const one = updateElo(home, away, score, x - y, neutral);
        const other = updateElo(away, home, 1 - score, y - x, neutral);
        expect(one.home).toBeCloseTo(other.away, 8);
        expect(one.expectedHome + other.expectedHome).toBeCloseTo(1, 12);
      }),
    );
  });

  test('has ten to one at 400 points', () => {
    expect(eloExpectation(400)).toBeCloseTo(10 / 11, 14);
    expect(eloExpectation(0)).toBe(0.5);
  });

  test.each([
    [0, 1],
    [-1, 1],
    [2, 1.5],
    [-3, 1.75],
    [10, 2.625],
  ])('a margin of %d counts %d in world football', (margin, factor) => {
    expect(MARGIN_MULTIPLIERS.worldFootball(margin)).toBe(factor);
  });

  test('favourites gain less from a rout', () => {
    const { fiveThirtyEight } = MARGIN_MULTIPLIERS;
    expect(fiveThirtyEight(3, 200)).toBeLessThan(fiveThirtyEight(3, 0));
    expect(fiveThirtyEight(3, 0)).toBeCloseTo(Math.log(4), 14);
    expect(hvattumArntzen(1)(-2, 0)).toBe(3);
  });
});

describe('pi-ratings', () => {
  const pi = fc.record({
    home: fc.double({ min: -3, max: 3, noNaN: true }),
    away: fc.double({ min: -3, max: 3, noNaN: true }),
  });

  test('move both sides by the same amount, towards the result', () => {
    fc.assert(
      fc.property(pi, pi, goals, goals, (home, away, x, y) => {
        const after = updatePi(home, away, x - y);
        const change = after.home.home - home.home;
        expect(after.away.away - away.away).toBeCloseTo(-change, 12);
        expect(after.home.away - home.away).toBeCloseTo(PI_OPTIONS.gamma * change, 12);
        expect(after.away.home - away.home).toBeCloseTo(-PI_OPTIONS.gamma * change, 12);
        const error = x - y - after.expectedDifference;
        expect(change * error).toBeGreaterThanOrEqual(0);
        expect(Math.abs(change)).toBeCloseTo(0.035 * 3 * Math.log10(1 + Math.abs(error)), 12);
      }),
    );
  });

  test('expect 9 goals for a rating of 3, and the opposite for its opposite', () => {
    const strong = { home: 3, away: 0 };
    expect(piExpectedDifference(strong, { home: 0, away: 0 })).toBeCloseTo(9, 12);
    expect(piExpectedDifference({ home: 0, away: 0 }, { home: 0, away: 3 })).toBeCloseTo(-9, 12);
  });

  test('know before a match only the matches before it', () => {
    fc.assert(
      fc.property(season, (results) => {
        const { before, ratings } = ratePi(results);
        const earlier = ratePi(results.slice(0, -1));
        expect(before.slice(0, -1)).toEqual(earlier.before);
        const last = results.at(-1) as Result;
        expect(before.at(-1)).toEqual([
          earlier.ratings.get(last.home)?.home ?? 0,
          earlier.ratings.get(last.away)?.away ?? 0,
        ]);
        expect([...ratings.keys()].sort()).toEqual(teamsOf(results));
      }),
    );
  });
});

describe('Colley', () => {
  test('ratings average one half, in any order of rows and whoever is at home', () => {
    fc.assert(
      fc.property(season, (results) => {
        const ratings = colley(results, TEAMS);
        expect(sum(ratings) / TEAMS.length).toBeCloseTo(0.5, 10);
        const turned = colley(results.map(swapped).reverse(), TEAMS);
        ratings.forEach((value, i) => {
          expect(turned[i]).toBeCloseTo(value, 10);
        });
      }),
    );
  });

  test('a single win is worth an eighth, a draw nothing', () => {
    const win = { home: 'A', away: 'B', homeGoals: 5, awayGoals: 0 };
    expect(colley([win], ['A', 'B', 'C'])).toEqual(
      [0.625, 0.375, 0.5].map((value) => expect.closeTo(value, 12)),
    );
    const draw = { ...win, homeGoals: 0 };
    expect(colley([win, draw], ['A', 'B'], 'ignore')[0]).toBeCloseTo(0.625, 12);
    expect(colley([win, draw], ['A', 'B'])[0]).toBeLessThan(0.625);
  });
});

describe('Massey', () => {
  test('ratings sum to zero and leave no error a rating could explain', () => {
    fc.assert(
      fc.property(season, (results) => {
        const ratings = massey(results, TEAMS);
        expect(sum(ratings)).toBeCloseTo(0, 9);
        TEAMS.forEach((team) => {
          const residuals = results.map(({ home, away, homeGoals, awayGoals }) => {
            const expected =
              (ratings[TEAMS.indexOf(home as 'A')] ?? 0) - (ratings[TEAMS.indexOf(away as 'A')] ?? 0);
            const error = homeGoals - awayGoals - expected;
            return home === team ? error : away === team ? -error : 0;
          });
          expect(sum(residuals)).toBeCloseTo(0, 8);
        });
      }),
    );
  });

  test('groups that have not met are rated apart', () => {
    const results = [
      { home: 'A', away: 'B', homeGoals: 3, awayGoals: 1 },
      { home: 'C', away: 'D', homeGoals: 0, awayGoals: 1 },
    ];
    expect(massey(results, ['A', 'B', 'C', 'D', 'E'])).toEqual(
      [1, -1, -0.5, 0.5, 0].map((value) => expect.closeTo(value, 12)),
    );
  });

  test('of a full league has a closed form', () => {
    const teams = ['A', 'B', 'C', 'D'];
    const results = teams.flatMap((home, i) =>
      teams
        .filter((away) => away !== home)
        .map((away, j) => ({ home, away, homeGoals: (i * 3 + j) % 4, awayGoals: (i + 2 * j) % 3 })),
    );
    const difference = (team: string) =>
      sum(
        results.map(({ home, away, homeGoals, awayGoals }) =>
          home === team ? homeGoals - awayGoals : away === team ? awayGoals - homeGoals : 0,
        ),
      );
    expect(massey(results, teams)).toEqual(
      teams.map((team) => expect.closeTo(masseyOfLeague(difference(team), 4, 2), 12)),
    );
  });
});
