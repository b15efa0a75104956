import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRequestLimiter } from '../../../../../../electron/engine/feeds/the-odds-api/request-limiter.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';

describe('createRequestLimiter', () => {
  it('starts tasks in order, so many at a time', async () => {
    const limited = createRequestLimiter({ clock: createManualClock(), concurrent: 2, perSecond: 100 });
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((task) =>
      limited(() => {
        started.push(task);
        return new Promise<void>((resolve) => void finish.push(resolve));
      }),
    );
    await nextTurn();
    expect(started).toEqual([0, 1]);
    finish[1]?.();
    await nextTurn();
    expect(started).toEqual([0, 1, 2]);
    finish[0]?.();
    finish[2]?.();
    await nextTurn();
    finish[3]?.();
    await Promise.all(all);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('starts so many a second', async () => {
    const clock = createManualClock();
    const limited = createRequestLimiter({ clock, concurrent: 50, perSecond: 3 });
    let started = 0;
    const all = Array.from({ length: 7 }, () =>
      limited(async () => {
        started += 1;
      }),
    );
    await nextTurn();
    expect(started).toBe(3);
    clock.advance(999);
    await nextTurn();
    expect(started).toBe(3);
    clock.advance(1);
    await nextTurn();
    expect(started).toBe(6);
    clock.advance(1_000);
    await Promise.all(all);
    expect(started).toBe(7);
  });

  it('frees the place of a task that throws', async () => {
    const limited = createRequestLimiter({ clock: createManualClock(), concurrent: 1, perSecond: 100 });
    await expect(limited(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limited(async () => 'next')).toBe('next');
  });
});
