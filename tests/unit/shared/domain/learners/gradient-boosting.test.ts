import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GradientBoostingParameter,
  gradientBoosting,
} from '../../../../../shared/domain/learners/gradient-boosting/index.ts';
import {
  featureImportance,
  finish,
  LEARNERS,
  learnerOptions,
  predictModel,
  takeRows,
} from '../../../../../shared/domain/learners/index.ts';
import type {
  FittedModel,
  GradientBoostingModel,
  LearnerOptions,
  TrainingMatrix,
  Tree,
} from '../../../../../shared/domain/learners/learner.ts';
import { meanLogLoss } from '../../../../../shared/domain/learners/softmax.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';
import { matrixOf, threeWayMatrix } from '../../../../support/training-matrix.ts';

const optionsOf = (given: Partial<Record<GradientBoostingParameter, number>>) =>
  learnerOptions(gradientBoosting, {
    rounds: 40,
    rowShare: 1,
    columnShare: 1,
    minChildWeight: 1,
    ...given,
  }) as LearnerOptions<GradientBoostingParameter>;

const learn = (
  data: TrainingMatrix,
  given: Partial<Record<GradientBoostingParameter, number>> = {},
  validation?: TrainingMatrix,
): GradientBoostingModel =>
  finish(
    gradientBoosting.train(data, optionsOf(given), {
      random: createSeededRandom(7),
      ...(validation && { validation }),
    }),
  );

function predict(model: FittedModel, x: Float32Array): Float64Array {
  const rows = x.length / model.columns;
  const out = new Float64Array(rows * model.classes);
  predictModel(model, x, rows, out);
  return out;
}

const lossOf = (model: FittedModel, data: TrainingMatrix): number =>
  meanLogLoss(predict(model, data.x), data);

/** Uniform columns in [-1, 1]; the class is a rule of the row, but for some noise. */
function ruled(
  rows: number,
  columns: number,
  rule: (row: readonly number[]) => boolean,
  noise = 0.05,
): TrainingMatrix {
  const random = createSeededRandom(rows);
  const values = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 2 * random() - 1));
  return matrixOf(
    values,
    values.map((row) => (rule(row) !== random() < noise ? 1 : 0)),
  );
}

const shapeOf = (trees: readonly Tree[]) =>
  trees.map(({ target, feature, threshold, missingLeft, left, right }) => ({
    target,
    feature,
    threshold,
    missingLeft,
    left,
    right,
  }));

describe('gradient boosting', () => {
  test('sees that two columns work together, which logistic regression cannot', () => {
    const isSame = (row: readonly number[]) => (row[0] as number) > 0 === (row[1] as number) > 0;
    const train = ruled(3000, 4, isSame);
    const held = ruled(1000, 4, isSame);
    const linear = finish(
      LEARNERS.logistic.train(train, learnerOptions(LEARNERS.logistic), { random: createSeededRandom(1) }),
    );
    // Coin tosses lose 0.693; a rule with 5 % exceptions 0.199.
    expect(lossOf(linear, held)).toBeGreaterThan(0.68);
    expect(lossOf(learn(train, { rounds: 100, learningRate: 0.1 }), held)).toBeLessThan(0.25);
  });

  test.each([
    ['low', -1],
    ['high', 1],
  ])('sends missing values where their outcomes are: to the %s values', (_, side) => {
    const values = Array.from({ length: 300 }, (_value, i) =>
      i % 3 === 0 ? Number.NaN : i % 3 === 1 ? -1 : 1,
    );
    const data = matrixOf(
      values.map((value) => [value]),
      values.map((value) => (Number.isNaN(value) || value === side ? 1 : 0)),
    );
    const model = learn(data, { leaves: 2 });
    expect(model.trees[0]?.missingLeft[0]).toBe(side === -1 ? 1 : 0);
    const [, missing, , low, , high] = predict(model, Float32Array.of(Number.NaN, -1, 1));
    expect(missing).toBeGreaterThan(0.9);
    expect(missing).toBe(side === -1 ? low : high);
  });

  test('parts missing values from all others where that is what tells', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? Number.NaN : (i % 40) - 20));
    const data = matrixOf(
      values.map((value) => [value]),
      values.map((value) => (Number.isNaN(value) ? 1 : 0)),
    );
    const model = learn(data, { leaves: 2 });
    const [, missing, , low, , high] = predict(
      model,
      Float32Array.of(Number.NaN, -3e38, 3.4028234663852886e38),
    );
    expect(missing).toBeGreaterThan(0.9);
    expect(low).toBeLessThan(0.1);
    expect(high).toBe(low);
  });

  test('has first leaves of minus gradient over curvature and penalty', () => {
    // 6 of 10 are ones: p 0.6 throughout. Left 1 of 4: gradient 4 * 0.6 - 1. Right 5 of 6: gradient 6 * 0.6 - 5.
    const data = matrixOf(
      [0, 0, 0, 0, 1, 1, 1, 1, 1, 1].map((value) => [value]),
      [1, 0, 0, 0, 0, 1, 1, 1, 1, 1],
    );
    const given = { rounds: 1, learningRate: 1, l2: 2, minChildWeight: 0.5 };
    const [tree] = learn(data, given).trees as [Tree];
    expect(tree.feature).toEqual([0, -1, -1]);
    expect(tree.threshold[0]).toBe(0.5);
    expect(tree.value[1]).toBeCloseTo(-1.4 / (4 * 0.24 + 2), 6);
    expect(tree.value[2]).toBeCloseTo(1.4 / (6 * 0.24 + 2), 6);
    expect(tree.gain?.[0]).toBeCloseTo((1.4 ** 2 / 2.96 + 1.4 ** 2 / 3.44) / 2, 5);
    // The gain of no other split comes near: the tree is left out where gamma asks for more.
    expect(learn(data, { ...given, gamma: 0.7 }).trees).toEqual([]);
    expect(learn(data, { ...given, minChildWeight: 1 }).trees).toEqual([]);
  });

  test('has leaves that JSON keeps, though their rows cancel out', () => {
    // Four of eight are ones; the middle two values hold one of each, whose gradients add up to nothing.
    const data = matrixOf(
      [0, 0, 0, 1, 1, 2, 2, 2].map((value) => [value]),
      [0, 0, 0, 0, 1, 1, 1, 1],
    );
    const { trees } = learn(data, { rounds: 1, minChildWeight: 0.1 });
    expect(trees[0]?.value).toContain(0);
    expect(JSON.parse(JSON.stringify(trees))).toEqual(trees);
  });

  test('splits at the largest gain that trying everything finds', () => {
    const cell = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(Number.NaN));
    const row = fc.tuple(cell, cell, cell, fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 4, maxLength: 40 }),
        fc.constantFrom(0.1, 1, 3),
        (rows, least) => {
          const y = rows.map((r) => r[3]);
          const weight = rows.map((r) => r[4]);
          fc.pre(new Set(y).size === 2);
          const data = matrixOf(
            rows.map((r) => r.slice(0, 3)),
            y,
            { weight },
          );
          const model = learn(data, { rounds: 1, leaves: 2, l2: 1, minChildWeight: least });
          const best = bestGain(data, 1, least);
          const found = model.trees[0]?.gain?.[0] ?? 0;
          expect(found).toBeCloseTo(Math.max(0, best), 4);
        },
      ),
    );
  });

  test('tells raw values apart exactly as it told bins apart', () => {
    // Rows left out of a round are scored by their bins, the model by raw values: the same losses, to the last digit.
    const data = threeWayMatrix(900, 8, 11, 0.2);
    const training = gradientBoosting.train(data, optionsOf({ rowShare: 0.6, columnShare: 0.5, bins: 16 }), {
      random: createSeededRandom(3),
    });
    let last = Number.NaN;
    for (let next = training.next(); ; next = training.next()) {
      if (next.done === true) {
        expect(next.value.trees.length).toBe(120);
        expect(lossOf(next.value, data)).toBe(last);
        break;
      }
      last = next.value.loss;
    }
  });

  test('does not depend on the order of the rows', () => {
    const data = threeWayMatrix(800, 6, 12);
    const order = [...data.y.keys()].sort((a, b) => ((a * 7919) % 800) - ((b * 7919) % 800));
    const model = learn(data);
    const mixed = learn(takeRows(data, order));
    expect(shapeOf(mixed.trees)).toEqual(shapeOf(model.trees));
    const other = predict(mixed, data.x);
    predict(model, data.x).forEach((p, i) => {
      expect(other[i]).toBeCloseTo(p, 6);
    });
  });

  test('counts a row of weight 2 as two rows', () => {
    const random = createSeededRandom(8);
    const raw = threeWayMatrix(500, 4, 13);
    const data = { ...raw, x: raw.x.map((value) => Math.round(value * 8) / 8) };
    const weight = Float32Array.from({ length: 500 }, () => (random() < 0.4 ? 2 : 1));
    const twice = [...data.y.keys()].flatMap((i) => (weight[i] === 2 ? [i, i] : [i]));
    const expected = predict(learn(takeRows(data, twice), { rounds: 20 }), data.x);
    predict(learn({ ...data, weight }, { rounds: 20 }), data.x).forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i] as number, 5);
    });
  });

  test('leaves out rows of weight 0', () => {
    const data = threeWayMatrix(400, 4, 14, 0);
    const weight = Float32Array.from(data.y, (_, i) => (i < 300 ? 1 : 0));
    const turned = data.y.map((y, i) => (i < 300 ? y : (y + 1) % 3));
    expect(learn({ ...data, weight, y: turned })).toEqual(learn({ ...data, weight }));
  });

  test('stops when held-out rows gain no more, and keeps the best round', () => {
    const [train, held] = [threeWayMatrix(600, 6, 15), threeWayMatrix(600, 6, 16)];
    const training = gradientBoosting.train(
      train,
      optionsOf({ rounds: 400, learningRate: 0.3, leaves: 31, patience: 10 }),
      { random: createSeededRandom(1), validation: held },
    );
    const losses: number[] = [];
    for (let next = training.next(); ; next = training.next()) {
      if (next.done === true) {
        const best = Math.min(...losses);
        expect(losses.length).toBe(losses.indexOf(best) + 1 + 10);
        expect(lossOf(next.value, held)).toBe(best);
        break;
      }
      losses.push(next.value.validationLoss as number);
    }
    expect(losses.length).toBeLessThan(400);
  });

  test('ranks the columns by what they gained', () => {
    const data = threeWayMatrix(2000, 6, 17);
    const shares = featureImportance(learn(data));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...shares)).toBe(shares[0]);
    for (const noise of shares.slice(4)) expect(noise).toBeLessThan(Math.min(...shares.slice(0, 4)));
  });

  test('keeps within its leaves and depth', () => {
    const data = threeWayMatrix(1500, 5, 18);
    const leavesOf = ({ feature }: Tree) => feature.filter((column) => column < 0).length;
    const depthOf = ({ left, right, feature }: Tree, node = 0): number =>
      feature[node] === -1
        ? 0
        : 1 +
          Math.max(
            ...[left[node], right[node]].map((child) =>
              depthOf({ left, right, feature } as unknown as Tree, child as number),
            ),
          );
    const { trees } = learn(data, { leaves: 9, depth: 4, rounds: 5 });
    expect(Math.max(...trees.map(leavesOf))).toBe(9);
    expect(Math.max(...trees.map((tree) => depthOf(tree)))).toBeLessThanOrEqual(4);
    const shallow = learn(data, { leaves: 255, depth: 2, rounds: 5 }).trees;
    expect(Math.max(...shallow.map((tree) => depthOf(tree)))).toBe(2);
  });

  test('writes thresholds, leaves and base scores that are 32-bit floats', () => {
    const { base, trees } = learn(threeWayMatrix(500, 5, 19), { bins: 20 });
    const numbers = [...base, ...trees.flatMap(({ threshold, value }) => [...threshold, ...value])];
    expect(numbers.map(Math.fround)).toEqual(numbers);
  });
});

/** The largest gain of one split, over every cut between values and both places for missing ones. */
function bestGain({ rows, columns, x, y, weight }: TrainingMatrix, l2: number, least: number): number {
  const w = (i: number) => weight?.[i] ?? 1;
  const total = [...y.keys()].reduce((sum, i) => sum + w(i), 0);
  const p = [...y.keys()].reduce((sum, i) => sum + w(i) * (y[i] as number), 0) / total;
  const score = (chosen: readonly number[]) => {
    const g = chosen.reduce((sum, i) => sum + w(i) * (p - (y[i] as number)), 0);
    const h = chosen.reduce((sum, i) => sum + w(i) * p * (1 - p), 0);
    return { gain: (g * g) / (h + l2), isEnough: h >= least };
  };
  const all = [...y.keys()];
  let best = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < columns; j += 1) {
    const at = (i: number) => x[i * columns + j] as number;
    for (const cut of all.map(at).filter((value) => !Number.isNaN(value)))
      for (const missingLeft of [true, false]) {
        const isLeft = (i: number) => (Number.isNaN(at(i)) ? missingLeft : at(i) <= cut);
        const [left, right] = [score(all.filter(isLeft)), score(all.filter((i) => !isLeft(i)))];
        if (left.isEnough && right.isEnough)
          best = Math.max(best, (left.gain + right.gain - score(all).gain) / 2);
      }
  }
  expect(all.length).toBe(rows);
  return best;
}
