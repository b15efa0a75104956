import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplayClock } from '../../../../../../electron/engine/feeds/replay/replay-clock.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const START = 1_000_000 as EpochMs;
const clockAt = () => createReplayClock({ monotonic: () => 0 }, START);

/** A path of payload moments walked with stops in between; answers with when each task ran. */
function walk(gaps: readonly number[], stops: readonly number[]): readonly string[] {
  const clock = clockAt();
  const ran: string[] = [];
  clock.every(250, () => ran.push(`every ${clock.now() - START}`));
  clock.after(40, () => {
    ran.push(`after ${clock.now() - START}`);
    clock.after(0, () => ran.push(`then ${clock.now() - START}`));
    clock.after(500, () => ran.push(`later ${clock.now() - START}`));
  });
  let at: number = START;
  for (const [index, gap] of gaps.entries()) {
    const next = at + gap;
    for (const stop of stops) {
      clock.stretch(at, next);
      clock.advance(at + gap * stop);
    }
    clock.stretch(at, next);
    clock.advance(next);
    clock.stand(next as EpochMs);
    ran.push(`payload ${index}`);
    at = next;
  }
  return ran;
}

describe('the replay clock', () => {
  it('runs everything at its own moment, in the same order however it is advanced', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
        (gaps, stops) => {
          expect(walk(gaps, [...stops].sort())).toEqual(walk(gaps, []));
        },
      ),
    );
  });

  it('tells tasks the time they were due', () => {
    expect(walk([600], [])).toEqual([
      'after 40',
      'then 40',
      'every 250',
      'every 500',
      'later 540',
      'payload 0',
    ]);
  });

  it('thins recurring tasks out on a long way, and not after it', () => {
    const ran = walk([86_400_000, 1_000], []);
    const night = ran.indexOf('payload 0');
    expect(ran.slice(0, night).filter((line) => line.startsWith('every')).length).toBeLessThan(70);
    expect(ran.slice(night).filter((line) => line.startsWith('every'))).toHaveLength(4);
  });

  it('stands still by itself, forgets cancelled tasks and can be set back', () => {
    const clock = clockAt();
    const ran: number[] = [];
    const cancel = clock.every(10, () => ran.push(clock.now()));
    clock.after(5, cancel);
    clock.advance(START + 100);
    expect(ran).toEqual([]);
    clock.stand((START + 50) as EpochMs);
    expect(clock.now()).toBe(START + 50);
  });
});
