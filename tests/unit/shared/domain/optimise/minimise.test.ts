import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimise, type Objective } from '../../../../../shared/domain/optimise/minimise.ts';
import { solvePositiveDefinite } from '../../../../../shared/domain/optimise/positive-definite.ts';

const finite = (size: number) => fc.double({ min: -size, max: size, noNaN: true });

describe('minimise', () => {
  const rosenbrock: Objective = (x, gradient) => {
    const [a, b] = [x[0] as number, x[1] as number];
    gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
    gradient[1] = 200 * (b - a * a);
    return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  };

  test('follows a curved valley to its end', () => {
    const start = Float64Array.of(-1.2, 1);
    const found = minimise(rosenbrock, start);
    expect(found.converged).toBe(true);
    expect([...found.x]).toEqual([expect.closeTo(1, 7), expect.closeTo(1, 7)]);
    expect([...start]).toEqual([-1.2, 1]);
    expect(found.iterations).toBeLessThan(60);
  });

  test('finds the bottom of any bowl, well or badly scaled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1e-2, max: 1e2, noNaN: true }), finite(10)), {
          minLength: 1,
          maxLength: 8,
        }),
        (axes) => {
          const bowl: Objective = (x, gradient) =>
            axes.reduce((sum, [steepness, bottom], i) => {
              const away = (x[i] as number) - bottom;
              gradient[i] = steepness * away;
              return sum + 0.5 * steepness * away * away;
            }, 0);
          const start = new Float64Array(axes.length);
          const curvature = Float64Array.from(axes, ([steepness]) => steepness);
          for (const found of [minimise(bowl, start), minimise(bowl, start, { curvature })]) {
            expect(found.converged).toBe(true);
            axes.forEach(([, bottom], i) => {
              expect(found.x[i]).toBeCloseTo(bottom, 5);
            });
          }
          expect(minimise(bowl, start, { curvature }).iterations).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  test('goes by the slope where values differ by rounding only', () => {
    // The last digits of a large value are noise that the gradient does not have.
    const noisy: Objective = (x, gradient) => {
      const [a, b] = [x[0] as number, x[1] as number];
      gradient[0] = Math.sinh(a);
      gradient[1] = 20 * b + 4 * b ** 3;
      return 1e6 + Math.cosh(a) + 10 * b * b + b ** 4 + 4e-8 * Math.sin(3e8 * (a + b));
    };
    const found = minimise(noisy, Float64Array.of(3, 2));
    expect(Math.max(...found.x.map(Math.abs))).toBeLessThan(1e-8);
    expect(found.evaluations).toBeLessThan(40);
  });

  test('keeps away from where the function is not allowed', () => {
    // Its minimum is at 1e-3, next to the wall at 0.
    const found = minimise((x, gradient) => {
      const a = x[0] as number;
      gradient[0] = 1 - 1e-3 / a;
      return a > 0 ? a - 1e-3 * Math.log(a) : Number.NaN;
    }, Float64Array.of(5));
    expect(found.x[0]).toBeCloseTo(1e-3, 8);
    expect(found.converged).toBe(true);
  });

  test('says so when it is stopped early or cannot begin', () => {
    expect(minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 3 })).toMatchObject({
      converged: false,
      iterations: 3,
    });
    expect(minimise(() => Number.NaN, Float64Array.of(1)).converged).toBe(false);
  });
});

describe('positive definite systems', () => {
  test('are solved', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 7 })
          .chain((n) =>
            fc.tuple(
              fc.array(finite(1), { minLength: n * n, maxLength: n * n }),
              fc.array(finite(10), { minLength: n, maxLength: n }),
            ),
          ),
        ([entries, x]) => {
          const n = x.length;
          const a = new Float64Array(n * n);
          for (let i = 0; i < n; i += 1)
            for (let j = 0; j < n; j += 1)
              for (let k = 0; k < n; k += 1)
                a[i * n + j] =
                  (a[i * n + j] as number) +
                  (entries[i * n + k] as number) * (entries[j * n + k] as number) +
                  (i === j && k === 0 ? 1 : 0);
          const y = Float64Array.from(x, (_, i) =>
            x.reduce((sum, value, j) => sum + (a[i * n + j] as number) * value, 0),
          );
          const solved = solvePositiveDefinite(a, y);
          x.forEach((value, i) => {
            expect(solved?.[i]).toBeCloseTo(value, 8);
          });
        },
      ),
    );
  });

  test('others are refused', () => {
    expect(solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeUndefined();
    expect(solvePositiveDefinite(Float64Array.of(0), Float64Array.of(1))).toBeUndefined();
  });
});
