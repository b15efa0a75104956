import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frequencyRange, isMiscalibrated } from '../../../../renderer/charts/reliability-data.ts';

it('is the Wilson interval', () => {
  // Worked example of 10 in 100: (0.0552, 0.1744).
  const { low, high } = frequencyRange({ frequency: 0.1, count: 100 });
  expect(low).toBeCloseTo(0.0552, 4);
  expect(high).toBeCloseTo(0.1744, 4);
});

it('holds the frequency, within 0 and 1, and narrows with more forecasts', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 100_000 }),
      (frequency, count) => {
        const few = frequencyRange({ frequency, count });
        const many = frequencyRange({ frequency, count: count * 4 });
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(1);
        expect(few.low).toBeLessThanOrEqual(frequency + 1e-12);
        expect(few.high).toBeGreaterThanOrEqual(frequency - 1e-12);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      },
    ),
  );
});

it('doubts a bin only when its forecasts lie outside of it', () => {
  expect(isMiscalibrated({ forecast: 0.12, frequency: 0.1, count: 100 })).toBe(false);
  expect(isMiscalibrated({ forecast: 0.2, frequency: 0.1, count: 100 })).toBe(true);
  expect(isMiscalibrated({ forecast: 0.9, frequency: 0.1, count: 0 })).toBe(false);
});
