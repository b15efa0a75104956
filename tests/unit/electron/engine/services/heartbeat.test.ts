import { expect, it } from 'vitest';
import { startHeartbeat } from '../../../../../electron/engine/services/heartbeat.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { event } from '../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

type Deps = Parameters<typeof startHeartbeat>[0];

it('starts and retires events although one of them could not be finished, which is told', () => {
  const clock = createManualClock();
  const troubles = createTroubles(createSilentLog());
  const moved: string[] = [];
  let failure: unknown = new Error('a bet is damaged');
  let beat = () => {};
  const [started, over] = [event({ id: 'starts' as never }), event({ id: 'over' as never })];
  const heartbeat = startHeartbeat({
    mode: 'practice',
    clock,
    wall: clock,
    troubles,
    lifecycle: { due: () => ({ started: [started], over: [over], failure }) },
    pipeline: {
      sweep: () => {},
      changeEvent: (id: string, status: string) => void moved.push(`${id} ${status}`),
      retire: (id: string) => void moved.push(`${id} retired`),
    },
    truth: { begin: () => {}, survey: () => [] },
    onBeat: (task: () => void) => {
      beat = task;
      return () => {};
    },
  } as unknown as Deps);
  const housekeep = () => {
    for (let beats = 0; beats < 4; beats += 1) beat();
    return moved.splice(0);
  };
  expect(housekeep()).toEqual(['starts live', 'over retired']);
  expect(troubles.current()).toBe('a bet is damaged');
  failure = undefined;
  expect(housekeep()).toEqual(['starts live', 'over retired']);
  expect(troubles.current()).toBeNull();
  heartbeat.stop();
});
