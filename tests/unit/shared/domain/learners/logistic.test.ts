import { describe, expect, test } from 'vitest';
import { finish } from '../../../../../shared/domain/learners/index.ts';
import type { LogisticModel, TrainingMatrix } from '../../../../../shared/domain/learners/learner.ts';
import { logistic, logisticProblem } from '../../../../../shared/domain/learners/logistic.ts';
import { standardsOf } from '../../../../../shared/domain/learners/standardise.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';
import { matrixOf, threeWayMatrix } from '../../../../support/training-matrix.ts';

const random = createSeededRandom(1);
const learn = (data: TrainingMatrix, l2: number): LogisticModel =>
  finish(logistic.train(data, { l2, iterations: 500 }, { random }));

function probabilities(model: LogisticModel, rows: readonly (readonly number[])[]): readonly number[] {
  const out = new Float64Array(rows.length * model.classes);
  logistic.predict(model, Float32Array.from(rows.flat()), rows.length, out);
  return [...out];
}

/** `count` times each row and class. */
const repeated = (cells: readonly { readonly x: number; readonly y: number; readonly count: number }[]) => {
  const rows = cells.flatMap(({ x, y, count }) => Array.from({ length: count }, () => ({ x, y })));
  return matrixOf(
    rows.map(({ x }) => [x]),
    rows.map(({ y }) => y),
  );
};

describe('logistic regression', () => {
  test('of a two-by-two table gives the shares of its rows', () => {
    const table = repeated([
      { x: 0, y: 0, count: 70 },
      { x: 0, y: 1, count: 30 },
      { x: 1, y: 0, count: 20 },
      { x: 1, y: 1, count: 80 },
    ]);
    const [, atNought, , atOne] = probabilities(learn(table, 1e-4), [[0], [1]]);
    expect(atNought).toBeCloseTo(0.3, 6);
    expect(atOne).toBeCloseTo(0.8, 6);
  });

  test('of classes that a column parts has the coefficient at which penalty and loss balance', () => {
    // Two rows at -1 and 1, coefficients -b and b: 2 log(1 + e^-2b) + l2 b^2 is least where l2 b = 2 / (1 + e^2b).
    const model = learn(matrixOf([[-1], [1]], [0, 1]), 0.5);
    const b = model.coefficients[1] as number;
    expect(model.coefficients[0]).toBeCloseTo(-b, 9);
    expect(0.5 * b).toBeCloseTo(2 / (1 + Math.exp(2 * b)), 7);
    expect(model.intercepts).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });

  test('under a heavy penalty gives the shares of the classes', () => {
    const data = threeWayMatrix(400, 4, 3);
    const shares = [0, 1, 2].map((k) => data.y.filter((y) => y === k).length / data.rows);
    const [home, draw, away] = probabilities(learn(data, 1e6), [[1, -1, 2, 0]]);
    [home, draw, away].forEach((p, k) => {
      expect(p).toBeCloseTo(shares[k] as number, 2);
    });
  });

  test('has coefficients and intercepts that sum to 0 over the classes', () => {
    const { coefficients, intercepts, columns } = learn(threeWayMatrix(300, 5, 4), 0.3);
    for (let j = 0; j < columns; j += 1) {
      const sum = [0, 1, 2].reduce((total, k) => total + (coefficients[k * columns + j] as number), 0);
      expect(sum).toBeCloseTo(0, 12);
    }
    expect(intercepts.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });

  test('has the gradient that differences of its loss show', () => {
    const data = { ...threeWayMatrix(60, 4, 5), weight: Float32Array.from({ length: 60 }, (_, i) => i % 4) };
    const { objective, start } = logisticProblem(data, standardsOf(data), 2);
    const at = start.map(() => random() - 0.5);
    const gradient = new Float64Array(at.length);
    const unused = new Float64Array(at.length);
    objective(at, gradient);
    gradient.forEach((slope, i) => {
      const moved = (by: number): number =>
        objective(
          at.map((value, j) => (i === j ? value + by : value)),
          unused,
        );
      expect(slope).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
    });
  });

  test('takes a missing value for the mean of its column', () => {
    const rows = [[0], [1], [2], [5], [Number.NaN]];
    const model = learn(matrixOf(rows, [0, 1, 0, 1, 1]), 0.1);
    expect(model.mean).toEqual([2]);
    const [, missing, , atMean] = probabilities(model, [[Number.NaN], [2]]);
    expect(missing).toBe(atMean);
  });

  test('counts a row of weight 2 as two rows', () => {
    const data = threeWayMatrix(120, 3, 6);
    const twice = [...data.y.keys()].flatMap((i) => (i % 3 === 0 ? [i, i] : [i]));
    const weight = Float32Array.from(data.y, (_, i) => (i % 3 === 0 ? 2 : 1));
    const rows = twice.map((i) => [...data.x.subarray(3 * i, 3 * i + 3)]);
    const doubled = matrixOf(
      rows,
      twice.map((i) => data.y[i] as number),
      { classes: 3 },
    );
    const expected = learn(doubled, 1);
    learn({ ...data, weight }, 1).coefficients.forEach((coefficient, i) => {
      expect(coefficient).toBeCloseTo(expected.coefficients[i] as number, 6);
    });
  });
});
