import { describe, expect, it, vi } from 'vitest';
import {
  eventsOf,
  MINUTE,
  type PracticeRun,
  practiceMinutes,
  practiceRun,
  WORLD_START,
} from '../../../../../support/practice-run.ts';

// Hundreds of thousands of quotes a run: slow machines need more than the default.
vi.setConfig({ testTimeout: 60_000 });

describe('starting again later', () => {
  const first = practiceMinutes(9, 60);
  const second = (async () => {
    const run = await practiceRun({ seed: 9, from: WORLD_START + 40 * MINUTE });
    run.clock.advance(20 * MINUTE);
    return run;
  })();

  it('finds the same fixtures', async () => {
    const fixturesIn = (told: PracticeRun['told']) =>
      new Map(
        eventsOf(told).flatMap((event) =>
          event.kind === 'event' ? [[event.event.id, { ...event.event, status: null, score: null }]] : [],
        ),
      );
    const before = fixturesIn((await first).told);
    const after = fixturesIn((await second).told);
    expect(after.size).toBeGreaterThan(40);
    for (const [id, event] of after) expect(event).toEqual(before.get(id));
  });

  it('tells the results of the last three hours again', async () => {
    const endings = (told: PracticeRun['told'], until: number) =>
      told.flatMap(({ at, event }) =>
        at <= until && event.kind === 'score' && event.status === 'ended'
          ? [[event.eventId, event.score]]
          : [],
      );
    const until = WORLD_START + 40 * MINUTE;
    const told = new Map(endings((await second).told, until) as [string, unknown][]);
    const expected = endings((await first).told, until) as [string, unknown][];
    expect(expected.length).toBeGreaterThan(3);
    for (const [id, score] of expected) expect(told.get(id)).toEqual(score);
  });

  it('goes on with the same prices', async () => {
    const lastMinutes = ({ told }: PracticeRun) =>
      told.filter(({ at }) => at > WORLD_START + 55 * MINUTE).map(({ event }) => event);
    const expected = lastMinutes(await first);
    expect(expected.length).toBeGreaterThan(1000);
    expect(lastMinutes(await second)).toEqual(expected);
  });
});
