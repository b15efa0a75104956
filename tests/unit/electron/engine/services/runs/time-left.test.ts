import { describe, expect, it } from 'vitest';
import { timeLeft } from '../../../../../../electron/engine/services/runs/time-left.ts';

describe('the time left', () => {
  it.each([
    [0, 0.5, 5_000, 'a few seconds left'],
    [0, 0.25, 10_000, 'about 30 s left'],
    [0, 0.5, 240_000, 'about 4 min left'],
    [0.5, 0.75, 600_000, 'about 10 min left'],
    [0, 0.1, 1_000_000, 'about 2.5 h left'],
  ])('from %d to %d in %d ms is %s', (from, share, elapsed, text) => {
    expect(timeLeft(from, share, elapsed)).toBe(text);
  });

  it.each([
    [0, 0.5, 1_000],
    [0.3, 0.305, 60_000],
    [0, 1, 60_000],
  ])('is not guessed from %d to %d in %d ms', (from, share, elapsed) => {
    expect(timeLeft(from, share, elapsed)).toBe('');
  });
});
