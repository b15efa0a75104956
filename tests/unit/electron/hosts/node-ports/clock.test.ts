import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodeClock } from '../../../../../electron/hosts/node-ports/clock.ts';

describe('node clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes on when the system clock is set back, and follows it forward', () => {
    let [system, monotonic] = [1_700_000_000_000, 50];
    const clock = createNodeClock(
      () => system,
      () => monotonic,
    );
    const start = clock.now();
    expect(start).toBe(1_700_000_000_000);
    [system, monotonic] = [start - 3_600_000, 5_050.5];
    expect(clock.now()).toBe(start + 5_000);
    [system, monotonic] = [start - 3_599_000, 6_050];
    expect(clock.now()).toBe(start + 6_000);
    [system, monotonic] = [start + 7_200_000, 7_050];
    expect(clock.now()).toBe(start + 7_200_000);
    [system, monotonic] = [start + 7_201_000, 8_050];
    expect(clock.now()).toBe(start + 7_201_000);
  });

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
