import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeExpectancy } from '../../../../../../../electron/engine/inference/features/football/expectancy-table.ts';
import { writeRateOutcomes } from '../../../../../../../electron/engine/inference/features/football/rate-outcomes.ts';
import { goalExpectancy } from '../../../../../../../shared/domain/goals/goal-expectancy.ts';
import { scoreGrid } from '../../../../../../../shared/domain/goals/score-grid.ts';

const logOdds = (p: number): number => Math.log(p / (1 - p));

/** The four outcomes summed from a grid, without the table. */
function outcomesOf(home: number, away: number): readonly number[] {
  const { cells, columns } = scoreGrid({ kind: 'dixon-coles', home, away, rho: -0.05 }, 30);
  const sum = (holds: (h: number, a: number) => boolean): number =>
    cells.reduce((total, p, i) => total + (holds(Math.floor(i / columns), i % columns) ? p : 0), 0);
  return [
    Math.log(sum((h, a) => h > a) / sum((h, a) => h < a)),
    logOdds(sum((h, a) => h === a)),
    logOdds(sum((h, a) => h + a > 2)),
    logOdds(sum((h, a) => h > 0 && a > 0)),
  ];
}

const rate = fc.double({ min: -1.5, max: 1.2, noNaN: true });

describe('writeRateOutcomes', () => {
  test('is the score grid to three digits', () => {
    fc.assert(
      fc.property(rate, rate, (home, away) => {
        const out = new Float32Array(4);
        writeRateOutcomes(home, away, out, 0);
        outcomesOf(Math.exp(home), Math.exp(away)).forEach((expected, i) => {
          expect(Math.abs((out[i] ?? Number.NaN) - expected)).toBeLessThan(2e-3);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('writes only what is asked for, where it is asked for', () => {
    const [all, some] = [new Float32Array(4), new Float32Array(6).fill(9)];
    writeRateOutcomes(0.4, 0.1, all, 0);
    writeRateOutcomes(0.4, 0.1, some, 1, 2);
    expect(Array.from(some)).toEqual([9, all[2], all[3], 9, 9, 9]);
  });

  test('takes the edge for rates beyond the table', () => {
    const out = new Float32Array(4);
    writeRateOutcomes(9, -9, out, 0);
    expect(Array.from(out).every(Number.isFinite)).toBe(true);
    expect(out[0]).toBeGreaterThan(4);
  });
});

describe('writeExpectancy', () => {
  test('is goalExpectancy to two digits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2.5, max: 2.5, noNaN: true }),
        fc.double({ min: -1, max: 1.2, noNaN: true }),
        (win, over) => {
          const ratio = Math.exp(win);
          const found = goalExpectancy({
            home: (0.75 * ratio) / (1 + ratio),
            draw: 0.25,
            away: 0.75 / (1 + ratio),
            over: { line: 2.5, probability: 1 / (1 + Math.exp(-over)) },
          });
          if (!found.ok) throw new Error(found.message);
          const out = new Float32Array(2);
          writeExpectancy(win, over, out, 0);
          expect(Math.abs(Math.exp(out[0] ?? 0) - found.home)).toBeLessThan(0.01);
          expect(Math.abs(Math.exp(out[1] ?? 0) - found.away)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('knows nothing without either price', () => {
    const out = new Float32Array(4).fill(1);
    writeExpectancy(Number.NaN, 0, out, 0);
    writeExpectancy(0, Number.NaN, out, 2);
    expect(Array.from(out)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});
