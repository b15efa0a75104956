import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createScaledClock } from '../../../../../../electron/engine/feeds/simulator/scaled-clock.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';

const scaled = (speed: number) => {
  const base = createManualClock();
  return { base, clock: createScaledClock(base, { startedAt: 1_000_000, speed }) };
};

it('runs world time at its speed from where it starts', () => {
  const { base, clock } = scaled(60);
  expect(clock.now()).toBe(1_000_000);
  base.advance(1000);
  expect(clock.now()).toBe(1_060_000);
});

it('gives whole milliseconds', () => {
  const { base, clock } = scaled(1);
  base.advance(0.75);
  expect(clock.now()).toBe(1_000_000);
});

it('keeps monotonic time real', () => {
  const { base, clock } = scaled(500);
  base.advance(20);
  expect(clock.monotonic()).toBe(base.monotonic());
});

it('calls a task once its world delay is over', () => {
  const { base, clock } = scaled(10);
  const ran: number[] = [];
  clock.after(500, () => ran.push(clock.now()));
  base.advance(49);
  expect(ran).toEqual([]);
  base.advance(1);
  expect(ran).toEqual([1_000_500]);
  base.advance(1000);
  expect(ran).toHaveLength(1);
});

it('goes on from the same moment when the speed changes', () => {
  const { base, clock } = scaled(1);
  base.advance(1000);
  clock.setSpeed(100);
  expect(clock.now()).toBe(1_001_000);
  base.advance(10);
  expect(clock.now()).toBe(1_002_000);
  expect(clock.speed()).toBe(100);
});

it('moves waiting tasks when the speed changes', () => {
  const { base, clock } = scaled(1);
  const ran: string[] = [];
  clock.after(10_000, () => ran.push('after'));
  base.advance(5000);
  clock.setSpeed(1000);
  base.advance(5);
  expect(ran).toEqual(['after']);
  clock.after(10_000, () => ran.push('slower'));
  clock.setSpeed(1);
  base.advance(9999);
  expect(ran).toEqual(['after']);
  base.advance(1);
  expect(ran).toEqual(['after', 'slower']);
});

it('repeats every world period', () => {
  const { base, clock } = scaled(4);
  const ran: number[] = [];
  const cancel = clock.every(100, () => ran.push(clock.now() - 1_000_000));
  base.advance(75);
  expect(ran).toEqual([100, 200, 300]);
  cancel();
  base.advance(1000);
  expect(ran).toHaveLength(3);
});

it('skips the turns it is late for', () => {
  const base = createManualClock();
  // Timers no finer than ten milliseconds: at this speed a hundred turns pass between two of them.
  const coarse = { ...base, after: (ms: number, run: () => void) => base.after(Math.max(10, ms), run) };
  const clock = createScaledClock(coarse, { startedAt: 0, speed: 1000 });
  let turns = 0;
  clock.every(100, () => {
    turns += 1;
  });
  base.advance(1000);
  expect(turns).toBe(100);
});

it('leaves no timer behind when everything is cancelled', () => {
  const base = createManualClock();
  let waiting = 0;
  const counting = {
    ...base,
    after(ms: number, run: () => void) {
      waiting += 1;
      const cancel = base.after(ms, () => {
        waiting -= 1;
        run();
      });
      return () => {
        waiting -= 1;
        cancel();
      };
    },
  };
  const clock = createScaledClock(counting, { startedAt: 0, speed: 10 });
  const cancels = [clock.after(50, () => {}), clock.after(10, () => {}), clock.every(30, () => {})];
  base.advance(4);
  expect(waiting).toBe(1);
  for (const cancel of cancels) cancel();
  expect(waiting).toBe(0);
});

it.each([0, 0.5, 1001, Number.NaN])('refuses a speed of %s', (speed) => {
  const { clock } = scaled(1);
  expect(() => clock.setSpeed(speed)).toThrow(/between 1 and 1000/);
  expect(clock.speed()).toBe(1);
});

it('runs tasks in order of their due time, whatever the speed and steps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 1000 }),
      (speed, delays, later) => {
        const { base, clock } = scaled(speed);
        const ran: number[] = [];
        for (const delay of delays) clock.after(delay, () => ran.push(delay));
        base.advance(1);
        clock.setSpeed(later);
        base.advance(6000);
        expect(ran).toEqual(delays.toSorted((a, b) => a - b));
      },
    ),
  );
});
