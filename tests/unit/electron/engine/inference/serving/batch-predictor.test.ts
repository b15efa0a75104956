import { describe, expect, it } from 'vitest';
import type { ModelSession } from '../../../../../../electron/engine/inference/onnx/session.ts';
import { createBatchPredictor } from '../../../../../../electron/engine/inference/serving/batch-predictor.ts';
import type { Fixture } from '../../../../../../electron/engine/ports/forecaster.ts';

const fixture = (home: string): Fixture => ({
  competition: 'E0',
  season: '2023/24',
  playedOn: '2023-08-11',
  kickOff: null,
  home,
  away: 'Away',
  odds: [],
});

/** Writes the length of the home side's name into both columns. */
const source = {
  write(of: Fixture, out: Float32Array, offset: number): void {
    out[offset] = of.home.length;
    out[offset + 1] = of.home.length * 2;
  },
};

const sessionOf = (run: ModelSession['run']): ModelSession => ({
  columns: 2,
  classes: 2,
  run,
  release: async () => {},
});

/** First class: the first column in tenths. */
const tenths = sessionOf(async (x, rows, out) => {
  for (let row = 0; row < rows; row += 1) {
    out[row * 2] = (x[row * 2] as number) / 10;
    out[row * 2 + 1] = 1 - (out[row * 2] as number);
  }
});

const predictorOf = (session: ModelSession) => {
  let now = 0;
  return createBatchPredictor({ source, session, clock: { monotonic: () => (now += 5) } });
};

describe('predicting in batches', () => {
  it('answers each fixture in its row, with what went in and how long it took', async () => {
    const batch = await predictorOf(tenths).predict([fixture('abc'), fixture('abcdef')]);
    expect(batch).toMatchObject({ ok: true, rows: 2, elapsedMs: 5 });
    if (!batch.ok) return;
    expect([...batch.probabilities.subarray(0, 4)].map((p) => Number(p.toFixed(4)))).toEqual([
      0.3, 0.7, 0.6, 0.4,
    ]);
    expect([...batch.inputs.subarray(0, 4)]).toEqual([3, 6, 6, 12]);
  });

  it('keeps its buffers from one batch to the next', async () => {
    const predictor = predictorOf(tenths);
    const first = await predictor.predict([fixture('abc')]);
    const second = await predictor.predict([fixture('ab'), fixture('abcd')]);
    expect(first.ok && second.ok && first.probabilities === second.probabilities).toBe(true);
  });

  it('grows to a batch of any size', async () => {
    const many = Array.from({ length: 1000 }, () => fixture('abcde'));
    const batch = await predictorOf(tenths).predict(many);
    expect(batch.ok && batch.probabilities[1999]).toBeCloseTo(0.5, 6);
  });

  it.each([
    ['NaN', Number.NaN, 'The model gave NaN as a probability.'],
    ['more than 1', 1.5, 'The model gave 1.5 as a probability.'],
    ['a sum below 1', 0.25, 'The model gave probabilities that sum to 0.5000.'],
  ])('refuses %s', async (_what, value, message) => {
    const faulty = sessionOf(async (_x, _rows, out) => void out.fill(value));
    expect(await predictorOf(faulty).predict([fixture('abc')])).toEqual({ ok: false, message });
  });

  it('takes rounding beyond 0 and 1 off', async () => {
    const rounded = sessionOf(async (_x, _rows, out) => out.set([1.0000005, -0.0000005]));
    const batch = await predictorOf(rounded).predict([fixture('abc')]);
    expect(batch.ok && [...batch.probabilities.subarray(0, 2)]).toEqual([1, 0]);
  });

  it('answers a failed run with its reason, and goes on', async () => {
    let fails = true;
    const session = sessionOf(async (x, rows, out) => {
      if (fails) throw new Error('out of memory');
      await tenths.run(x, rows, out);
    });
    const predictor = predictorOf(session);
    expect(await predictor.predict([fixture('abc')])).toEqual({ ok: false, message: 'out of memory' });
    fails = false;
    expect(await predictor.predict([fixture('abc')])).toMatchObject({ ok: true, rows: 1 });
  });

  it('runs one batch at a time', async () => {
    const predictor = predictorOf(tenths);
    const first = predictor.predict([fixture('abc')]);
    await expect(predictor.predict([fixture('abc')])).rejects.toThrow('still running');
    await first;
  });
});
