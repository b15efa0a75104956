import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectOnnx } from '../../../../../../electron/engine/inference/onnx/inspect-onnx.ts';
import { openSession } from '../../../../../../electron/engine/inference/onnx/open-session.ts';
import {
  FEATURES,
  PROBABILITIES,
  writeOnnx,
} from '../../../../../../electron/engine/inference/onnx/write-onnx.ts';
import { fitIsotonic } from '../../../../../../shared/domain/calibration-isotonic.ts';
import { type Calibration, calibrate } from '../../../../../../shared/domain/learners/calibration.ts';
import {
  finish,
  LEARNER_NAMES,
  LEARNERS,
  learnerOptions,
  predictModel,
} from '../../../../../../shared/domain/learners/index.ts';
import type {
  FittedModel,
  GoalsModel,
  GradientBoostingModel,
  LogisticModel,
  Tree,
} from '../../../../../../shared/domain/learners/learner.ts';
import {
  GOAL_FAMILIES,
  randomCalibration,
  randomGoals,
  randomGradientBoosting,
  randomLogistic,
  randomMlp,
  randomRows,
} from '../../../../../support/fitted-models.ts';
import '../../../../../support/property-seed.ts';
import { createSeededRandom } from '../../../../../support/seeded-random.ts';

const about = { name: 'A model', description: 'Of a test.' };
const CALIBRATIONS = ['none', 'temperature', 'isotonic'] as const;

/** What the trainer says: the model's probabilities, calibrated, in 64 bits; no number where it has none. */
function trainers(model: FittedModel, calibration: Calibration, x: Float32Array, rows: number): Float64Array {
  const { classes } = model;
  const raw = new Float64Array(rows * classes);
  predictModel(model, x, rows, raw);
  const out = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i += 1) {
    const own = [...raw.subarray(i * classes, (i + 1) * classes)];
    out.set(own.some(Number.isNaN) ? own : calibrate(calibration, own), i * classes);
  }
  return out;
}

async function served(
  bytes: Uint8Array,
  model: FittedModel,
  x: Float32Array,
  rows: number,
): Promise<Float32Array> {
  const { columns, classes } = model;
  const opened = await openSession(bytes, { input: FEATURES, output: PROBABILITIES, columns, classes });
  if (!opened.ok) throw new Error(opened.message);
  const out = new Float32Array(rows * classes);
  await opened.session.run(x, rows, out);
  await opened.session.release();
  return out;
}

/** The largest difference; infinite where only one of them is a number. */
async function worstError(
  model: FittedModel,
  calibration: Calibration,
  x: Float32Array,
  rows: number,
): Promise<number> {
  const expected = trainers(model, calibration, x, rows);
  const actual = await served(writeOnnx(model, calibration, about), model, x, rows);
  return expected.reduce((worst, value, i) => {
    const given = actual[i] as number;
    if (Number.isNaN(value) || Number.isNaN(given))
      return Number.isNaN(value) && Number.isNaN(given) ? worst : Number.POSITIVE_INFINITY;
    return Math.max(worst, Math.abs(value - given));
  }, 0);
}

const KINDS: readonly (readonly [name: string, make: (random: () => number) => FittedModel])[] = [
  ['logistic', randomLogistic],
  ['mlp', randomMlp],
  ['gradient boosting', randomGradientBoosting],
  ...GOAL_FAMILIES.map(
    (family) => [`goals, ${family}`, (random: () => number) => randomGoals(random, family)] as const,
  ),
];

describe.each(KINDS)('%s', (_, make) => {
  test.each(CALIBRATIONS)('says what its trainer says, calibration %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const random = createSeededRandom(seed);
        const model = make(random);
        const calibration = randomCalibration(random, kind, model.classes);
        const rows = 17;
        expect(await worstError(model, calibration, randomRows(random, model, rows), rows)).toBeLessThan(
          1e-5,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a trained model', () => {
  const [rows, columns, classes] = [600, 5, 3];
  const random = createSeededRandom(7);
  const x = Float32Array.from({ length: rows * columns }, () =>
    random() < 0.1 ? Number.NaN : 4 * random() - 2,
  );
  const y = Uint8Array.from({ length: rows }, (_, i) => {
    const drive = (x[i * columns] || 0) + 2 * random() - 1;
    return drive > 0.5 ? 0 : drive > -0.5 ? 1 : 2;
  });
  const data = { rows, columns, classes, x, y, weight: null };

  test.each(LEARNER_NAMES)('of %s says the same with an isotonic map of its own forecasts', async (name) => {
    const model = finish(LEARNERS[name].train(data, learnerOptions(LEARNERS[name]), { random }));
    const raw = new Float64Array(rows * classes);
    predictModel(model, x, rows, raw);
    // Fitted and applied to the same forecasts: every one of them is a corner of its map.
    const maps = Array.from({ length: classes }, (_, k) =>
      fitIsotonic(
        Array.from({ length: rows }, (_, i) => raw[i * classes + k] as number),
        Array.from(y, (happened) => (happened === k ? 1 : 0)),
      ),
    );
    expect(await worstError(model, { kind: 'isotonic', maps }, x, rows)).toBeLessThan(1e-5);
  });
});

const logistic: LogisticModel = {
  kind: 'logistic',
  columns: 1,
  classes: 2,
  mean: [1],
  scale: [2],
  coefficients: [1, -1],
  intercepts: [0.5, 0],
};

describe('the edges', () => {
  test('a missing value is the mean, and values may be as large as 32-bit floats go', async () => {
    const x = Float32Array.from([Number.NaN, 1, 3e38, -3e38, 1e-40]);
    const out = await served(writeOnnx(logistic, { kind: 'none' }, about), logistic, x, 5);
    expect(out[0]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 6);
    expect([out[0], out[1]]).toEqual([out[2], out[3]]);
    expect([...out.subarray(4, 8)]).toEqual([1, 0, 0, 1]);
  });

  test('an outcome deemed impossible stays one that an isotonic map or a temperature can count with', async () => {
    const x = Float32Array.from([1e6, -1e6]);
    const step = { thresholds: [0.2, 0.8], values: [0, 1] };
    for (const calibration of [
      { kind: 'isotonic', maps: [step, step] },
      { kind: 'temperature', temperature: 5 },
    ] as const)
      expect(await worstError(logistic, calibration, x, 2)).toBeLessThan(1e-5);
  });

  test('maps of one point and classes without a map', async () => {
    const x = Float32Array.from([0, 3]);
    const flat = { thresholds: [0.5], values: [0.25] };
    expect(await worstError(logistic, { kind: 'isotonic', maps: [flat] }, x, 2)).toBeLessThan(1e-5);
    expect(() =>
      writeOnnx(logistic, { kind: 'isotonic', maps: [{ thresholds: [], values: [] }] }, about),
    ).toThrow('without points');
  });

  test('no tree, and trees of a single leaf', async () => {
    const leaf: Tree = {
      target: 1,
      feature: [-1],
      threshold: [0],
      missingLeft: [0],
      left: [0],
      right: [0],
      value: [0.75],
    };
    for (const trees of [[], [leaf, leaf]]) {
      const model: GradientBoostingModel = {
        kind: 'gradient-boosting',
        columns: 2,
        classes: 3,
        base: [0.1, 0, -0.4],
        trees,
      };
      const x = Float32Array.from([1, 2, Number.NaN, Number.NaN]);
      expect(await worstError(model, { kind: 'none' }, x, 2)).toBeLessThan(1e-5);
    }
  });

  test('sums of many trees under a map as steep as forecasts are near', async () => {
    const random = createSeededRandom(3);
    const model = { ...randomGradientBoosting(random), columns: 4, classes: 2, base: [0.2, -0.2] };
    const trees = Array.from({ length: 400 }, (_, i) => ({
      ...(randomGradientBoosting(random).trees[0] ?? { feature: [-1] }),
      target: i % 2,
    })).filter((tree): tree is Tree => 'value' in tree && tree.feature.every((column) => column < 4));
    expect(trees.length).toBeGreaterThan(200);
    const rows = 200;
    const x = Float32Array.from({ length: rows * 4 }, () => 6 * random() - 3);
    const raw = new Float64Array(rows * 2);
    predictModel({ ...model, trees }, x, rows, raw);
    // A jump of a half within a millionth around a forecast.
    const at = raw[0] as number;
    const map = { thresholds: [0, at - 5e-7, at + 5e-7, 1], values: [0.1, 0.2, 0.7, 0.9] };
    expect(
      await worstError({ ...model, trees }, { kind: 'isotonic', maps: [map, map] }, x, rows),
    ).toBeLessThan(1e-5);
  });

  test.each([0, 0.4])('rates beyond the Weibull series are no number, kappa %d', async (kappa) => {
    const model: GoalsModel = {
      kind: 'goals',
      columns: 2,
      classes: 3,
      family: 'weibull',
      target: 'match-odds',
      teams: ['Strong', 'Weak'],
      attack: [4, -4],
      defence: [0, 0],
      intercept: 0,
      homeAdvantage: 0.2,
      parameters: { shape: 0.8, kappa },
      mostGoals: 15,
    };
    const x = Float32Array.from([0, 1, 1, 0, 9, 9]);
    const out = await served(writeOnnx(model, { kind: 'none' }, about), model, x, 3);
    expect([...out.subarray(0, 6)].every(Number.isNaN)).toBe(true);
    expect([...out.subarray(6)].some(Number.isNaN)).toBe(false);
    expect(await worstError(model, { kind: 'none' }, x, 3)).toBeLessThan(1e-5);
  });

  test('a goal model without its parameter is not written', () => {
    const model = { ...randomGoals(createSeededRandom(1), 'dixon-coles'), parameters: {} };
    expect(() => writeOnnx(model, { kind: 'none' }, about)).toThrow('rho');
  });
});

describe('the file', () => {
  test('says what it is', () => {
    const bytes = writeOnnx(
      logistic,
      { kind: 'temperature', temperature: 2 },
      { ...about, version: '1.2.3', features: ['elo difference'], outcomes: ['home', 'away'] },
    );
    expect(inspectOnnx(bytes)).toEqual({
      ir: 8,
      opsets: [{ domain: 'ai.onnx', version: 17 }],
      producer: 'overround 1.2.3',
      inputs: [{ name: FEATURES, type: 'float32', shape: ['rows', 1] }],
      outputs: [{ name: PROBABILITIES, type: 'float32', shape: ['rows', 2] }],
      problems: [],
      suggestion: { input: FEATURES, output: PROBABILITIES, kind: 'probabilities', columns: 1, classes: 2 },
      metadata: {
        name: 'A model',
        description: 'Of a test.',
        learner: 'logistic',
        calibration: 'temperature',
        features: '["elo difference"]',
        outcomes: '["home","away"]',
      },
    });
  });

  test('is the same bytes for the same model', () => {
    const model = randomGradientBoosting(createSeededRandom(5));
    const write = () => writeOnnx(model, { kind: 'none' }, about);
    expect(Buffer.from(write()).equals(write())).toBe(true);
  });

  test('uses the tree operators of version 3', () => {
    const model = randomGradientBoosting(createSeededRandom(5));
    expect(inspectOnnx(writeOnnx(model, { kind: 'none' }, about)).opsets).toEqual([
      { domain: 'ai.onnx', version: 17 },
      { domain: 'ai.onnx.ml', version: 3 },
    ]);
  });
});
