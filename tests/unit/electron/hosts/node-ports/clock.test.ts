import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BELIEVED_AFTER_MS,
  createNodeClock,
  stepText,
} from '../../../../../electron/hosts/node-ports/clock.ts';

describe('node clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('runs a task once after its delay, unless cancelled', () => {
    const clock = createNodeClock();
    const [task, cancelled] = [vi.fn(), vi.fn()];
    clock.after(100, task);
    clock.after(100, cancelled)();
    vi.advanceTimersByTime(99);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(task).toHaveBeenCalledTimes(1);
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('keeps delays longer than the 24.8 days that timers know', () => {
    const clock = createNodeClock();
    const [task, cancelled] = [vi.fn(), vi.fn()];
    const days = 86_400_000;
    clock.after(60 * days, task);
    const cancel = clock.after(60 * days, cancelled);
    vi.advanceTimersByTime(60 * days - 1);
    expect(task).not.toHaveBeenCalled();
    cancel();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
    expect(cancelled).not.toHaveBeenCalled();
    expect(() => clock.every(25 * days, task)).toThrow(RangeError);
  });

  it('repeats until cancelled', () => {
    const task = vi.fn();
    const cancel = createNodeClock().every(10, task);
    vi.advanceTimersByTime(35);
    cancel();
    vi.advanceTimersByTime(35);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it('tells the time, and time that never goes back', () => {
    vi.setSystemTime(1_700_000_000_000);
    const clock = createNodeClock();
    expect(clock.now()).toBe(1_700_000_000_000);
    const before = clock.monotonic();
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
  });
});

const HOUR = 3_600_000;

describe('node clock, against the clock of its machine', () => {
  const START = 1_700_000_000_000;
  /** A machine whose three clocks are in the test's hands, read four times a second. */
  function machine() {
    let [system, monotonic, boot] = [START, 50, 90_000];
    const clock = createNodeClock(
      () => Math.floor(system),
      () => monotonic,
      () => boot,
    );
    const set: number[] = [];
    clock.onSet((by) => set.push(by));
    const read: number[] = [clock.now()];
    const run = (ms: number) => {
      for (let left = ms; left > 0; left -= 250) {
        system += Math.min(250, left);
        monotonic += Math.min(250, left);
        boot += Math.min(250, left);
        read.push(clock.now());
      }
    };
    return {
      clock,
      set,
      read,
      run,
      step: (ms: number) => {
        system += ms;
      },
      sleep: (ms: number) => {
        system += ms;
        boot += ms;
      },
      /** What counts sleep runs on a little further. */
      drift: (ms: number) => {
        boot += ms;
      },
      behind: () => system - clock.now(),
      passed: () => clock.now() - START,
    };
  }
  const rises = (read: readonly number[]) => read.every((time, i) => i === 0 || time >= (read[i - 1] ?? 0));

  it('follows small steps ahead at once', () => {
    const m = machine();
    m.step(1_500);
    expect(m.behind()).toBe(0);
    m.run(1_000);
    expect(m.passed()).toBe(2_500);
    expect(m.clock.trouble()).toBeNull();
  });

  it('never runs backwards for small steps back, and soon agrees again', () => {
    const m = machine();
    m.run(1_000);
    m.step(-1_500);
    m.run(1_000);
    expect(m.passed()).toBe(1_500);
    m.run(2_500);
    expect(m.behind()).toBe(0);
    expect(rises(m.read)).toBe(true);
    expect(m.clock.trouble()).toBeNull();
    expect(m.set).toEqual([]);
  });

  it.each([6 * HOUR, -6 * HOUR, 3_000])(
    'keeps its time while the clock is wrong by %d ms for a while',
    (by) => {
      const m = machine();
      m.run(1_000);
      m.step(by);
      m.run(5_000);
      expect(m.passed()).toBe(6_000);
      expect(m.clock.trouble()).toBe(
        `The clock of this machine was set ${stepText(by)}: check it. Overround goes by the time it had; should the clock stay so for 30 seconds, it goes by that.`,
      );
      m.step(-by);
      m.run(1_000);
      expect(m.passed()).toBe(7_000);
      expect(m.clock.trouble()).toBeNull();
      m.run(60_000);
      expect(m.passed()).toBe(67_000);
      expect(m.set).toEqual([]);
    },
  );

  it('comes to the right time, ahead or back, when the clock stays where it was set', async () => {
    const m = machine();
    m.step(6 * HOUR);
    m.run(BELIEVED_AFTER_MS);
    expect(m.passed()).toBe(BELIEVED_AFTER_MS);
    m.run(250);
    expect(m.behind()).toBe(0);
    expect(m.clock.trouble()).toBeNull();
    m.run(60_000);
    m.step(-6 * HOUR);
    m.run(BELIEVED_AFTER_MS + 250);
    expect(m.behind()).toBe(0);
    expect(m.passed()).toBe(2 * BELIEVED_AFTER_MS + 60_500);
    await Promise.resolve();
    expect(m.set.map(stepText)).toEqual(['6 h 0 min ahead', '6 h 0 min back']);
  });

  it('believes no step while the clock is still being set', async () => {
    const m = machine();
    for (let i = 0; i < 10; i += 1) {
      m.step(HOUR);
      m.run(BELIEVED_AFTER_MS / 2);
    }
    expect(m.passed()).toBe(5 * BELIEVED_AFTER_MS);
    await Promise.resolve();
    expect(m.set).toEqual([]);
  });

  it('follows at once when the machine slept, again and again', async () => {
    const m = machine();
    for (let i = 0; i < 3; i += 1) {
      m.run(10_000);
      m.sleep(8 * HOUR);
      expect(m.behind()).toBe(0);
      expect(m.clock.trouble()).toBeNull();
    }
    await Promise.resolve();
    expect(m.set).toEqual([]);
  });

  it('counts no short sleep again with the next long one', async () => {
    const m = machine();
    for (let i = 0; i < 20; i += 1) {
      m.sleep(1_500);
      m.run(1_000);
    }
    m.sleep(8 * HOUR);
    expect(m.behind()).toBe(0);
    m.run(2 * BELIEVED_AFTER_MS);
    await Promise.resolve();
    expect(m.set).toEqual([]);
    expect(m.behind()).toBe(0);
  });

  it('takes two counters that drift apart for no sleep', async () => {
    const m = machine();
    for (let i = 0; i < 20; i += 1) {
      m.run(90_000);
      m.drift(500);
    }
    m.sleep(8 * HOUR);
    expect(m.behind()).toBe(0);
    m.run(2 * BELIEVED_AFTER_MS);
    await Promise.resolve();
    expect(m.set).toEqual([]);
  });

  it('knows how far a clock was set while the machine slept', () => {
    const m = machine();
    m.sleep(8 * HOUR);
    m.step(HOUR);
    expect(m.passed()).toBe(8 * HOUR);
    expect(m.clock.trouble()).toContain('was set 60 min ahead');
    m.sleep(HOUR);
    expect(m.passed()).toBe(9 * HOUR);
  });

  it.each([
    [3_000, '3 s ahead'],
    [-119_400, '119 s back'],
    [-300_000, '5 min back'],
    [21_600_000, '6 h 0 min ahead'],
    [-9_000_000, '2 h 30 min back'],
  ])('says %d ms as %s', (by, text) => expect(stepText(by)).toBe(text));
});
