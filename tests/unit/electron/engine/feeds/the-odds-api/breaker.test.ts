import { describe, expect, it } from 'vitest';
import {
  admits,
  type Breaker,
  CLOSED,
  failed,
  trying,
  worked,
} from '../../../../../../electron/engine/feeds/the-odds-api/breaker.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const NOW = 1_800_000_000_000 as EpochMs;
const later = (ms: number) => (NOW + ms) as EpochMs;
const failing = (times: number, from: Breaker = CLOSED): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => failed(breaker, NOW, 0.5), from);

describe('the breaker', () => {
  it('opens after five failures in a row, not after fewer', () => {
    expect(admits(failing(4), NOW)).toBe('all');
    const open = failing(5);
    expect(open).toMatchObject({ state: 'open', until: later(22_500) });
    expect([admits(open, later(22_499)), admits(open, later(22_500))]).toEqual(['none', 'trial']);
  });

  it('begins to count anew after something that cost credits worked', () => {
    expect(admits(failing(4, worked(failing(4), true)), NOW)).toBe('all');
    expect(admits(failing(1, worked(failing(4), false)), NOW)).toBe('none');
  });

  it('lets one trial through and closes when it works', () => {
    const trial = trying(failing(5));
    expect(admits(trial, later(600_000))).toBe('none');
    expect(admits(worked(trial, true), NOW)).toBe('all');
    expect(worked(trial, true)).toBe(CLOSED);
  });

  it('opens for longer and longer, up to ten minutes, while only free requests work', () => {
    let breaker: Breaker = CLOSED;
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      breaker = failing(5, breaker);
      if (breaker.state === 'open') waits.push(breaker.until - NOW);
      breaker = worked(trying(breaker), false);
    }
    expect(waits).toEqual([22_500, 45_000, 90_000, 180_000, 360_000, 450_000, 450_000, 450_000]);
  });

  it('opens again when the trial fails, and takes no notice of stragglers while it is open', () => {
    const again = failed(trying(failing(5)), NOW, 0);
    expect(again).toMatchObject({ state: 'open', until: later(30_000), openings: 2 });
    expect([failed(again, NOW, 0), worked(again, true)]).toEqual([again, again]);
  });
});
