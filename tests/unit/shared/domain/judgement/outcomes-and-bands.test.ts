import { expect, test } from 'vitest';
import { observedOutcome } from '../../../../../shared/domain/judgement/observed-outcome.ts';
import { ODDS_BANDS, oddsBand } from '../../../../../shared/domain/judgement/odds-bands.ts';

test.each([
  ['match-odds', 2, 1, 0],
  ['match-odds', 1, 1, 1],
  ['match-odds', 0, 1, 2],
  ['over-under-2.5', 2, 1, 0],
  ['over-under-2.5', 2, 0, 1],
  ['both-teams-to-score', 1, 1, 0],
  ['both-teams-to-score', 3, 0, 1],
  ['winner', 1, 3, 1],
  ['winner', 2, 2, undefined],
  ['number', 2, 1, undefined],
] as const)('%s of %i-%i is outcome %s', (target, home, away, index) => {
  expect(observedOutcome(target, { home, away })).toBe(index);
});

test('every price is in one band, which begins with its lower end', () => {
  expect(oddsBand(1.01)).toBe('below 1.5');
  expect(oddsBand(1.5)).toBe('1.5 to 2');
  expect(oddsBand(9.9999)).toBe('5 to 10');
  expect(oddsBand(10)).toBe('10 and above');
  expect(oddsBand(100_000)).toBe(ODDS_BANDS.at(-1)?.label);
});
