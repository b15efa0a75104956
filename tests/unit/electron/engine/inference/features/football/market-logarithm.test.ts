import { describe, expect, test } from 'vitest';
import {
  exponential,
  logarithm,
} from '../../../../../../../electron/engine/inference/features/football/market-logarithm.ts';

describe('logarithm', () => {
  test('is that of any probability within 1e-11', () => {
    for (let i = 1; i < 200_000; i += 1) {
      const x = i / 200_000;
      if (!(Math.abs(logarithm(x) - Math.log(x)) < 1e-11)) expect(logarithm(x), `of ${x}`).toBe(Math.log(x));
    }
  });

  test('is exact where the table ends', () => {
    for (const x of [0, -1, 1, 1.5, 1 / 17, Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NaN])
      expect(logarithm(x)).toBe(Math.log(x));
  });
});

describe('exponential', () => {
  test('is within 3e-10 of the true one everywhere', () => {
    for (let i = -20_000; i <= 20_000; i += 1) {
      const x = i / 10_000;
      const off = Math.abs(exponential(x) / Math.exp(x) - 1);
      if (!(off < 3e-10)) expect(exponential(x), `of ${x}`).toBe(Math.exp(x));
    }
    expect(exponential(Number.NaN)).toBeNaN();
  });
});
