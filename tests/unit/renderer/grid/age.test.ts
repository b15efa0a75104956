import { expect, test } from 'vitest';
import { ageStep } from '../../../../renderer/grid/age.ts';

test('a streamed price ages by the quiet interval and is stale past the engine’s limit', () => {
  expect(ageStep(0, null, 120_000)).toBe('fresh');
  expect(ageStep(15_000, null, 120_000)).toBe('fresh');
  expect(ageStep(15_001, null, 120_000)).toBe('ageing');
  expect(ageStep(30_001, null, 120_000)).toBe('old');
  expect(ageStep(120_000, null, 120_000)).toBe('old');
  expect(ageStep(120_001, null, 120_000)).toBe('stale');
});

test('a polled price ages by missed polls', () => {
  expect(ageStep(89_000, 60_000, 600_000)).toBe('fresh');
  expect(ageStep(100_000, 60_000, 600_000)).toBe('ageing');
  expect(ageStep(200_000, 60_000, 600_000)).toBe('old');
});

test('what the engine refuses is stale even within its first poll', () => {
  expect(ageStep(31_000, 60_000, 30_000)).toBe('stale');
});
