import { afterEach, describe, expect, it, vi } from 'vitest';
import { engineNow, onOtherMarket, useStatus } from '../../../../renderer/stores/status.ts';
import type { Status } from '../../../../shared/contract/status.ts';

const heard = (now: number, speed: number) =>
  useStatus.getState().setStatus({ now, speed } as Partial<Status> as Status);

afterEach(() => useStatus.setState({ status: null, market: null, connection: 'connecting', reason: null }));

it('carries the engine clock forward at the speed of the engine', () => {
  const page = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  heard(500_000, 60);
  expect(engineNow()).toBe(500_000);
  page.mockReturnValue(1_500);
  expect(engineNow()).toBe(530_000);
});

it('starts again from each status', () => {
  const page = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  heard(500_000, 60);
  page.mockReturnValue(2_000);
  heard(700_000, 1);
  page.mockReturnValue(2_250);
  expect(engineNow()).toBe(700_250);
});

it('lets ages grow while there is no connection', () => {
  const page = vi.spyOn(performance, 'now').mockReturnValue(0);
  heard(1_000, 1);
  useStatus.getState().setConnection('connecting', 'The engine stopped.');
  page.mockReturnValue(5_000);
  expect(engineNow()).toBe(6_000);
  expect(useStatus.getState().reason).toBe('The engine stopped.');
});

describe('another market', () => {
  const answers = (epoch: string, mode: Status['mode']) => {
    useStatus.getState().setConnection('open', undefined, epoch);
    useStatus.getState().setStatus({ now: 0, speed: 1, mode } as Partial<Status> as Status);
  };
  /** How often it was told while the engines answered. */
  const told = (...engines: readonly (readonly [epoch: string, mode: Status['mode']])[]): number => {
    const forget = vi.fn();
    const stop = onOtherMarket(forget);
    for (const [epoch, mode] of engines) answers(epoch, mode);
    stop();
    return forget.mock.calls.length;
  };

  it('is told when the mode is another, and not of the first there is', () => {
    expect(told(['e1', 'practice'], ['e1', 'practice'])).toBe(0);
    expect(told(['e2', 'replay'])).toBe(1);
    expect(told(['e3', 'paper'])).toBe(1);
  });

  it('is told when a replay begins anew, and not when its connection comes back', () => {
    answers('e1', 'replay');
    expect(told(['e1', 'replay'])).toBe(0);
    expect(told(['e2', 'replay'], ['e2', 'replay'])).toBe(1);
  });

  it('is not what the real markets are after the engine has come back', () => {
    answers('e1', 'paper');
    expect(told(['e2', 'paper'])).toBe(0);
  });
});
