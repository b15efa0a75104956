import { describe, expect, test } from 'vitest';
import { adamStep } from '../../../../../shared/domain/learners/adam.ts';
import {
  finish,
  LEARNERS,
  learnerOptions,
  predictModel,
} from '../../../../../shared/domain/learners/index.ts';
import type {
  FittedModel,
  LearnerOptions,
  TrainingMatrix,
} from '../../../../../shared/domain/learners/learner.ts';
import { mlp } from '../../../../../shared/domain/learners/mlp.ts';
import {
  backward,
  createNetwork,
  forward,
  initialParameters,
  layersOf,
  parametersOf,
} from '../../../../../shared/domain/learners/mlp-network.ts';
import { drawSeed, seededDraws, shuffle } from '../../../../../shared/domain/learners/seeded-draws.ts';
import { meanLogLoss } from '../../../../../shared/domain/learners/softmax.ts';
import { standardsOf } from '../../../../../shared/domain/learners/standardise.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';
import { matrixOf, threeWayMatrix } from '../../../../support/training-matrix.ts';

const random = createSeededRandom(5);
const train = (data: TrainingMatrix, given: LearnerOptions, validation?: TrainingMatrix) =>
  LEARNERS.mlp.train(data, learnerOptions(mlp, given), {
    random: createSeededRandom(5),
    ...(validation && { validation }),
  });

function lossOf(model: FittedModel, data: TrainingMatrix): number {
  const out = new Float64Array(data.rows * data.classes);
  predictModel(model, data.x, data.rows, out);
  return meanLogLoss(out, data);
}

describe('the network', () => {
  test.each([[[3, 4, 3]], [[3, 5, 4, 2]]])(
    'of widths %j has the gradient that differences show',
    (widths) => {
      const network = createNetwork(widths);
      const parameters = initialParameters(network, [0.2, -0.3], random);
      parameters.forEach((value, i) => {
        parameters[i] = value + 0.1 * (random() - 0.5);
      });
      const row = Float64Array.of(0.4, -1.1, 0.8);
      const [happened, weight] = [1, 1.7];
      const lossAt = (at: Float64Array): number => {
        network.activations[0]?.set(row);
        return -weight * Math.log(forward(network, at)[happened] as number);
      };
      lossAt(parameters);
      const gradient = new Float64Array(network.size);
      backward(network, parameters, happened, weight, gradient);
      expect(gradient.filter((slope) => slope !== 0).length).toBeGreaterThan(network.size / 4);
      gradient.forEach((slope, i) => {
        const moved = (by: number) => lossAt(parameters.map((value, j) => (i === j ? value + by : value)));
        expect(slope).toBeCloseTo((moved(1e-6) - moved(-1e-6)) / 2e-6, 6);
      });
    },
  );

  test('takes its layers apart and puts them together', () => {
    const network = createNetwork([4, 3, 2]);
    const parameters = initialParameters(network, [0.2, -0.3], random);
    const layers = layersOf(network, parameters);
    expect(layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [4, 3],
      [3, 2],
    ]);
    expect(parametersOf(layers)).toEqual(parameters);
  });

  test('answers as its layers say', () => {
    const model = {
      kind: 'mlp',
      columns: 2,
      classes: 2,
      mean: [1, 0],
      scale: [2, 1],
      layers: [
        { inputs: 2, outputs: 2, weights: [1, 0, 0, -1], biases: [0, 0.5] },
        { inputs: 2, outputs: 2, weights: [1, 2, 0, 0], biases: [0, 1] },
      ],
    } as const;
    const out = new Float64Array(4);
    // First row: standardised (2, 3); hidden (2, 0), the second held at 0; scores (2, 1). Second: missing is 0.
    predictModel(model, Float32Array.of(5, 3, Number.NaN, Number.NaN), 2, out);
    expect(out[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(out[2]).toBeCloseTo(0.5, 12);
  });
});

describe('adam', () => {
  test('steps by the learning rate at first, whatever the slope, and decays only weights', () => {
    const parameters = Float64Array.of(1, 1, 1);
    const moments = { first: new Float64Array(3), second: new Float64Array(3) };
    adamStep(parameters, Float64Array.of(1e3, -1e-3, 0), moments, Uint8Array.of(0, 0, 1), {
      learningRate: 0.1,
      weightDecay: 0.5,
      update: 1,
    });
    expect([...parameters]).toEqual([
      expect.closeTo(0.9, 6),
      expect.closeTo(1.1, 5),
      expect.closeTo(0.95, 12),
    ]);
  });
});

describe('training the network', () => {
  test('finds what takes two columns together', () => {
    const values = Array.from({ length: 1500 }, () => [2 * random() - 1, 2 * random() - 1]);
    const data = matrixOf(
      values,
      values.map((row) => ((row[0] as number) > 0 === (row[1] as number) > 0 ? 1 : 0)),
    );
    const model = finish(
      train(data, { learningRate: 0.01, batch: 32, epochs: 60, hidden: 16, secondHidden: 8 }),
    );
    expect(lossOf(model, data)).toBeLessThan(0.1);
  });

  test('stops when held-out rows gain no more, and keeps the best pass', () => {
    const [data, held] = [threeWayMatrix(300, 8, 1), threeWayMatrix(300, 8, 2)];
    const given = { hidden: 64, learningRate: 0.01, epochs: 200, patience: 4, batch: 32 };
    const training = train(data, given, held);
    const losses: number[] = [];
    for (let next = training.next(); ; next = training.next()) {
      if (next.done === true) {
        const best = Math.min(...losses);
        expect(losses.length).toBe(losses.indexOf(best) + 1 + 4);
        expect(lossOf(next.value, held)).toBe(best);
        break;
      }
      losses.push(next.value.validationLoss as number);
    }
  });

  test('takes the rows in a new order each pass, and a step a batch', () => {
    const weight = [1, 2, 3, 1, 3];
    const data = matrixOf([[-2], [-1], [0], [1], [2]], [0, 1, 0, 1, 1], { weight });
    const given = { hidden: 3, epochs: 3, batch: 2, learningRate: 0.05, weightDecay: 0.1 };
    const seed = drawSeed(createSeededRandom(5));
    const standards = standardsOf(data);
    const network = createNetwork([1, 3, 2]);
    const parameters = initialParameters(network, [Math.log(0.4), Math.log(0.6)], seededDraws(seed, 0));
    const moments = { first: new Float64Array(network.size), second: new Float64Array(network.size) };
    const decays = Uint8Array.of(1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0);
    const batches = [1, 2, 3].flatMap((pass) => {
      const order = Int32Array.of(0, 1, 2, 3, 4);
      shuffle(order, seededDraws(seed, pass));
      return [order.subarray(0, 2), order.subarray(2, 4), order.subarray(4)];
    });
    batches.forEach((rows, i) => {
      const gradient = new Float64Array(network.size);
      for (const row of rows) {
        network.activations[0]?.set([
          ((data.x[row] as number) - (standards.mean[0] as number)) / (standards.scale[0] as number),
        ]);
        forward(network, parameters);
        backward(
          network,
          parameters,
          data.y[row] as number,
          (weight[row] as number) / 2 / rows.length,
          gradient,
        );
      }
      adamStep(parameters, gradient, moments, decays, {
        learningRate: 0.05,
        weightDecay: 0.1,
        update: i + 1,
      });
    });
    const model = finish(train(data, given));
    if (model.kind !== 'mlp') throw new Error('another learner answered');
    parametersOf(model.layers).forEach((value, i) => {
      expect(value).toBeCloseTo(parameters[i] as number, 12);
    });
  });

  test('decays weights towards 0', () => {
    const data = threeWayMatrix(400, 5, 3);
    const sizeOf = (weightDecay: number) => {
      const model = finish(train(data, { weightDecay, learningRate: 0.02, epochs: 20 }));
      if (model.kind !== 'mlp') throw new Error('another learner answered');
      return model.layers.flatMap(({ weights }) => weights).reduce((sum, w) => sum + w * w, 0);
    };
    expect(sizeOf(5)).toBeLessThan(0.5 * sizeOf(0.00001));
  });

  test('gives a row of no weight no say', () => {
    const data = threeWayMatrix(200, 4, 4);
    const weight = Float32Array.from(data.y, (_, i) => (i < 150 ? 1 : 0));
    const turned = data.y.map((y, i) => (i < 150 ? y : (y + 1) % 3));
    expect(finish(train({ ...data, weight, y: turned }, { epochs: 3 }))).toEqual(
      finish(train({ ...data, weight }, { epochs: 3 })),
    );
  });
});
