import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationRange } from '../../../../../../electron/engine/inference/serving/calibration-range.ts';

const reliability = [
  { forecast: 0.2, frequency: 0.2, count: 10_000 },
  { forecast: 0.5, frequency: 0.56, count: 10_000 },
];

describe('the range of a forecast', () => {
  it('is what so many outcomes leave open where the model was right', () => {
    const { low, high } = calibrationRange(reliability, 0.2);
    expect(0.2 - low).toBeCloseTo(1.96 * Math.sqrt((0.2 * 0.8) / 10_000), 12);
    expect(high - 0.2).toBeCloseTo(0.2 - low, 12);
  });

  it('reaches to where the frequency was when the model was wrong', () => {
    const { low, high } = calibrationRange(reliability, 0.49);
    expect(low).toBe(0.49);
    expect(high).toBeCloseTo(0.49 + 0.06 + 1.96 * Math.sqrt((0.56 * 0.44) / 10_000), 12);
  });

  it('is wide for a model that was never judged', () => {
    expect(calibrationRange(undefined, 0.5)).toEqual({ low: 0.4, high: 0.6 });
  });

  it('holds the forecast and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (forecast) => {
        for (const bins of [reliability, undefined, []]) {
          const { low, high } = calibrationRange(bins, forecast);
          expect(low).toBeGreaterThan(0);
          expect(low).toBeLessThanOrEqual(forecast);
          expect(high).toBeGreaterThanOrEqual(forecast);
          expect(high).toBeLessThan(1);
        }
      }),
    );
  });
});
