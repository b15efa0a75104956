import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  finish,
  LEARNER_NAMES,
  LEARNERS,
  type LearnerName,
  LearnerRefusal,
  type LearnerRefusalCode,
  learnerOptions,
  predictModel,
  takeRows,
} from '../../../../../shared/domain/learners/index.ts';
import type {
  FittedModel,
  LearnerOptions,
  TrainingContext,
  TrainingMatrix,
} from '../../../../../shared/domain/learners/learner.ts';
import { meanLogLoss } from '../../../../../shared/domain/learners/softmax.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';
import { matrixOf, threeWayMatrix } from '../../../../support/training-matrix.ts';

const QUICK: Readonly<Record<LearnerName, LearnerOptions>> = {
  logistic: {},
  'gradient-boosting': { rounds: 12 },
  mlp: { epochs: 12, batch: 32, hidden: 8, secondHidden: 4 },
};
const train = (
  name: LearnerName,
  data: TrainingMatrix,
  context: Partial<TrainingContext> = {},
  given: LearnerOptions = {},
) =>
  LEARNERS[name].train(data, learnerOptions(LEARNERS[name], { ...QUICK[name], ...given }), {
    random: createSeededRandom(1),
    ...context,
  });

const predict = (model: FittedModel, data: TrainingMatrix): Float64Array => {
  const out = new Float64Array(data.rows * data.classes);
  predictModel(model, data.x, data.rows, out);
  return out;
};

describe.each(LEARNER_NAMES)('%s', (name) => {
  const data = {
    ...threeWayMatrix(300, 5, 21),
    weight: Float32Array.from({ length: 300 }, (_, i) => 1 + (i % 3)),
  };
  const validation = threeWayMatrix(200, 5, 22);

  test('reports the losses that its model has', () => {
    const steps = [...watch(name, data, validation)];
    const last = steps.at(-1);
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i + 1));
    const model = finish(train(name, data));
    expect(steps.length).toBeGreaterThan(2);
    expect(last?.loss).toBeLessThan(steps[0]?.loss as number);
    const loss = [...watch(name, data)].at(-1)?.loss as number;
    expect(meanLogLoss(predict(model, data), data)).toBeCloseTo(loss, 9);
    expect(last?.validationLoss).toBeGreaterThan(0);
  });

  test('is the same for the same seed', () => {
    expect(finish(train(name, data))).toEqual(finish(train(name, data)));
  });

  test('goes on from any checkpoint to the model it would have had', () => {
    const whole = finish(train(name, data, { validation }));
    const saved: unknown[] = [];
    const training = train(name, data, { validation });
    for (let next = training.next(); next.done !== true; next = training.next())
      saved.push(JSON.parse(JSON.stringify(next.value.checkpoint())));
    saved.forEach((resume, i) => {
      const random = () => {
        throw new Error('a resumed training draws from its own seed');
      };
      const resumed = train(name, data, { validation, resume, random });
      const first = resumed.next();
      if (first.done !== true) expect(first.value.step).toBe(i + 2);
      expect(first.done === true ? first.value : finish(resumed)).toEqual(whole);
    });
  });

  test('survives being written as JSON', () => {
    const model = finish(train(name, data));
    expect(predict(JSON.parse(JSON.stringify(model)) as FittedModel, data)).toEqual(predict(model, data));
  });

  test('takes columns that never vary and columns that are never there', () => {
    const rows = [...data.y.keys()].map((i) => [7, Number.NaN, data.x[5 * i] as number]);
    const odd = matrixOf(rows, [...data.y], { classes: 3 });
    const out = predict(finish(train(name, odd)), odd);
    expect(out.every((p) => p > 0 && p < 1)).toBe(true);
    const constant = matrixOf(
      rows.map(() => [3, 3]),
      [...data.y],
      { classes: 3 },
    );
    const shares = predict(finish(train(name, constant)), constant).subarray(0, 3);
    shares.forEach((p, k) => {
      expect(p).toBeCloseTo(data.y.filter((y) => y === k).length / 300, 1);
    });
  });

  test('gives a class that it never saw next to nothing', () => {
    const seen = { ...data, y: data.y.map((y) => (y === 2 ? 1 : y)) };
    const out = predict(finish(train(name, seen)), seen);
    const mean = out.reduce((sum, p, i) => sum + (i % 3 === 2 ? p : 0), 0) / seen.rows;
    expect(mean).toBeLessThan(0.15);
    expect(out.every(Number.isFinite)).toBe(true);
  });

  test('makes probabilities of any rows', () => {
    const model = finish(train(name, data));
    const float = fc.oneof(fc.float({ noDefaultInfinity: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(float, { minLength: 5, maxLength: 5 }), (row) => {
        const out = new Float64Array(3);
        predictModel(model, Float32Array.from(row), 1, out);
        expect(out.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(out.every((p) => p >= 0)).toBe(true);
      }),
    );
  });

  const nan = Number.NaN;
  const one = matrixOf([[1], [2]], [0, 1]);
  const refusals: readonly (readonly [string, LearnerRefusalCode, Partial<TrainingMatrix>])[] = [
    ['no rows', 'no-rows', { rows: 0, x: new Float32Array(0), y: new Uint8Array(0) }],
    ['too few values', 'wrong-shape', { x: new Float32Array(1) }],
    ['too few classes', 'wrong-shape', { y: Uint8Array.of(1) }],
    ['too few weights', 'wrong-shape', { weight: Float32Array.of(1) }],
    ['no columns', 'wrong-shape', { columns: 0, x: new Float32Array(0) }],
    ['one class to tell', 'wrong-shape', { classes: 1, y: Uint8Array.of(0, 0) }],
    ['half a row', 'wrong-shape', { rows: 1.5 }],
    ['a class out of range', 'class-out-of-range', { y: Uint8Array.of(0, 2) }],
    ['one class only', 'single-class', { y: Uint8Array.of(1, 1) }],
    ['one class with a weight', 'single-class', { weight: Float32Array.of(1, 0) }],
    ['a weight that is no number', 'invalid-weight', { weight: Float32Array.of(1, nan) }],
    ['a negative weight', 'invalid-weight', { weight: Float32Array.of(1, -1) }],
    ['an infinite weight', 'invalid-weight', { weight: Float32Array.of(1, Number.POSITIVE_INFINITY) }],
    ['no weight at all', 'invalid-weight', { weight: Float32Array.of(0, 0) }],
    ['an infinite value', 'infinite-value', { x: Float32Array.of(1, Number.NEGATIVE_INFINITY) }],
  ];

  test.each(refusals)('refuses %s', (_, code, wrong) => {
    expect(refusalOf(() => finish(train(name, { ...one, ...wrong })))).toBe(code);
  });

  test('refuses held-out rows of another shape', () => {
    const context = { validation: threeWayMatrix(10, 4, 1) };
    expect(refusalOf(() => finish(train(name, data, context)))).toBe('wrong-shape');
  });

  test('refuses options out of range and unknown ones, and names them', () => {
    for (const [parameter, { least, most, label }] of Object.entries(LEARNERS[name].parameters))
      for (const value of [least - 1, most * 2, nan]) {
        const attempt = () => finish(train(name, one, {}, { [parameter]: value }));
        expect(refusalOf(attempt)).toBe('invalid-option');
        expect(attempt).toThrow(label);
      }
    expect(() => finish(train(name, one, {}, { depthh: 3 }))).toThrow('There is no parameter depthh');
  });

  test('refuses the checkpoint of another training', () => {
    const step = train(name, data).next();
    const resume: unknown = step.done === true ? null : step.value.checkpoint();
    expect(refusalOf(() => finish(train(name, takeRows(data, [0, 1, 2, 3]), { resume })))).toBe(
      'foreign-checkpoint',
    );
    expect(refusalOf(() => finish(train(name, data, { resume: null })))).toBe('foreign-checkpoint');
    const other = LEARNER_NAMES.find((candidate) => candidate !== name) as LearnerName;
    expect(refusalOf(() => finish(train(other, data, { resume })))).toBe('foreign-checkpoint');
  });

  test('names the column of an infinite value, in training and after', () => {
    const x = data.x.slice();
    x[5 * 17 + 3] = Number.POSITIVE_INFINITY;
    expect(() => finish(train(name, { ...data, x }))).toThrow('Column 3 is infinite in row 17');
    const model = finish(train(name, data));
    expect(() => predict(model, { ...data, x })).toThrow('Column 3 is infinite in row 17');
    expect(refusalOf(() => predictModel(model, new Float32Array(4), 1, new Float64Array(3)))).toBe(
      'wrong-shape',
    );
    expect(refusalOf(() => predictModel(model, new Float32Array(5), 1, new Float64Array(2)))).toBe(
      'wrong-shape',
    );
  });
});

function* watch(name: LearnerName, data: TrainingMatrix, validation?: TrainingMatrix) {
  const training = train(name, data, validation && { validation });
  for (let next = training.next(); next.done !== true; next = training.next()) yield next.value;
}

function refusalOf(attempt: () => unknown): LearnerRefusalCode | 'taken' {
  try {
    attempt();
    return 'taken';
  } catch (error) {
    if (error instanceof LearnerRefusal) return error.code;
    throw error;
  }
}
