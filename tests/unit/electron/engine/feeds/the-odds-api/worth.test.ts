import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeness,
  priceWorth,
  scoreWorth,
  usualDurationMs,
} from '../../../../../../electron/engine/feeds/the-odds-api/worth.ts';

const HOUR = 3_600_000;
const event = { edge: 0, toStartMs: HOUR, status: 'scheduled', sport: 'soccer_epl' } as const;
const edge = fc.double({ min: -1, max: 1, noNaN: true });
const toStartMs = fc.integer({ min: -HOUR, max: 30 * 24 * HOUR });

describe('the worth of fresh prices', () => {
  it('never falls with the edge, nor with the closeness of the start', () => {
    fc.assert(
      fc.property(edge, edge, toStartMs, toStartMs, (one, other, near, far) => {
        const worth = (ev: number, ms: number) => priceWorth({ ...event, edge: ev, toStartMs: ms }, true);
        expect(worth(Math.max(one, other), near)).toBeGreaterThanOrEqual(worth(Math.min(one, other), near));
        expect(worth(one, Math.min(near, far))).toBeGreaterThanOrEqual(worth(one, Math.max(near, far)));
      }),
    );
  });

  it('halves six hours before the start', () => {
    expect([closeness(0), closeness(6 * HOUR)]).toEqual([1, 0.5]);
    expect(priceWorth({ ...event, toStartMs: 6 * HOUR }, true)).toBe(0.5);
    expect(priceWorth({ ...event, toStartMs: 6 * HOUR, edge: 0.1 }, true)).toBe(10);
  });

  it('is nothing for what is over, or under way where in-play is not wanted', () => {
    for (const status of ['ended', 'postponed', 'abandoned'] as const)
      expect(priceWorth({ ...event, status, edge: 0.1 }, true)).toBe(0);
    const live = { ...event, status: 'live', toStartMs: -HOUR } as const;
    expect([priceWorth(live, true), priceWorth(live, false)]).toEqual([1, 0]);
    const late = { ...live, toStartMs: -4 * HOUR };
    expect(priceWorth(late, true)).toBe(0);
    // A delay, or five days of cricket.
    expect(priceWorth({ ...late, listed: true }, true)).toBe(0.05);
    expect(priceWorth({ ...event, edge: Number.NaN }, true)).toBe(closeness(HOUR));
  });

  it('of scores is most for bets on what should be over', () => {
    const over = { ...event, status: 'live', toStartMs: -usualDurationMs('soccer_epl') } as const;
    const running = { ...over, toStartMs: -HOUR };
    expect(scoreWorth(over, true, true)).toBeGreaterThan(scoreWorth(over, false, true));
    expect(scoreWorth(over, false, false)).toBeGreaterThan(scoreWorth(running, true, true));
    expect([scoreWorth(running, false, false), scoreWorth(event, true, true)]).toEqual([0, 0]);
    expect(usualDurationMs('unheard_of')).toBe(3 * HOUR);
  });
});
