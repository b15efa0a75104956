import { afterEach, expect, it, vi } from 'vitest';
import { engineNow, useStatus } from '../../../../renderer/stores/status.ts';
import type { Status } from '../../../../shared/contract/status.ts';

const heard = (now: number, speed: number) =>
  useStatus.getState().setStatus({ now, speed } as Partial<Status> as Status);

afterEach(() => useStatus.setState({ status: null, connection: 'connecting', reason: null }));

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
