import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rhoBounds } from '../../../../../shared/domain/goals/dixon-coles.ts';
import { goalExpectancy } from '../../../../../shared/domain/goals/goal-expectancy.ts';
import { matchOdds, totalGoals } from '../../../../../shared/domain/goals/grid-markets.ts';
import { scoreGrid } from '../../../../../shared/domain/goals/score-grid.ts';

const rate = fc.double({ min: 0.15, max: 5, noNaN: true });
const smallRho = fc.double({ min: -0.15, max: 0.1, noNaN: true });

const possible = (home: number, away: number, rho: number): boolean => {
  const [least, most] = rhoBounds(home, away);
  return rho > least && rho < most;
};

test('the expectancies of a grid are found again from its 1X2', () => {
  fc.assert(
    fc.property(rate, rate, smallRho, (home, away, rho) => {
      fc.pre(possible(home, away, rho));
      const market = matchOdds(scoreGrid({ kind: 'dixon-coles', home, away, rho }));
      const found = goalExpectancy(market, rho);
      if (!found.ok) throw new Error(found.message);
      const again = matchOdds(scoreGrid({ kind: 'dixon-coles', home: found.home, away: found.away, rho }));
      expect(Math.abs(again.home - market.home)).toBeLessThan(1e-10);
      expect(Math.abs(again.away - market.away)).toBeLessThan(1e-10);
      // With rho two pairs can give the same 1X2: what is found gives the market either way.
      if (rho !== 0) return;
      expect(found.home).toBeCloseTo(home, 6);
      expect(found.away).toBeCloseTo(away, 6);
    }),
  );
});

test('and from its totals with the balance of the sides', () => {
  fc.assert(
    fc.property(rate, rate, fc.constantFrom(0.5, 1.5, 2.5, 3.5), (home, away, line) => {
      const grid = scoreGrid({ kind: 'poisson', home, away });
      const over = { line, probability: totalGoals(grid, line).win };
      fc.pre(over.probability > 0.01 && over.probability < 0.99);
      const found = goalExpectancy({ ...matchOdds(grid), over });
      if (!found.ok) throw new Error(found.message);
      expect(found.home).toBeCloseTo(home, 6);
      expect(found.away).toBeCloseTo(away, 6);
    }),
  );
});

test('the low scores that rho moves count in totals of one and two goals', () => {
  const [home, away, rho] = [1.5, 1.1, -0.12];
  const grid = scoreGrid({ kind: 'dixon-coles', home, away, rho });
  for (const line of [0.5, 1.5, 2.5]) {
    const found = goalExpectancy(
      { ...matchOdds(grid), over: { line, probability: totalGoals(grid, line).win } },
      rho,
    );
    expect(found).toMatchObject({ ok: true, home: expect.closeTo(home, 8), away: expect.closeTo(away, 8) });
  }
});

test('a margin is taken off in proportion, and sides are treated alike', () => {
  const fair = goalExpectancy({ home: 0.5, draw: 0.26, away: 0.24 });
  const booked = goalExpectancy({ home: 0.55, draw: 0.286, away: 0.264 });
  const turned = goalExpectancy({ home: 0.24, draw: 0.26, away: 0.5 });
  if (!fair.ok || !booked.ok || !turned.ok) throw new Error('no solution');
  expect(booked.home).toBeCloseTo(fair.home, 10);
  expect([turned.away, turned.home]).toEqual([expect.closeTo(fair.home, 10), expect.closeTo(fair.away, 10)]);
  expect(fair.iterations).toBeLessThan(12);
});

test('what no expectancies can give is said to have no solution', () => {
  expect(goalExpectancy({ home: 0.5, draw: 0.26, away: 0.24 }, 5)).toMatchObject({
    ok: false,
    code: 'no-solution',
  });
});
