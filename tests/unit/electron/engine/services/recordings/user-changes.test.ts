import { describe, expect, it } from 'vitest';
import {
  keptUserChanges,
  repeatUserChange,
  type UserChanges,
} from '../../../../../../electron/engine/services/recordings/user-changes.ts';
import { DEFAULT_SETTINGS } from '../../../../../../electron/engine/services/settings.ts';
import type { EventId } from '../../../../../../shared/domain/units.ts';

const context = { signal: new AbortController().signal };
const pair = { id: 'betfair:1' as EventId, candidate: 'kalshi:2' as EventId };
const settings = { ...DEFAULT_SETTINGS, minimumEv: 0.02 };

/** Operations that note what they are asked. */
function noting() {
  const asked: [string, unknown][] = [];
  const noted = (name: string) => (input: unknown) => {
    asked.push([name, input]);
    return input;
  };
  const changes = {
    'settings.save': noted('settings.save'),
    'matching.accept': noted('matching.accept'),
    'matching.reject': noted('matching.reject'),
    'matching.undo': noted('matching.undo'),
    'matching.forget': noted('matching.forget'),
  } as unknown as UserChanges;
  return { asked, changes };
}

const again = (changes: UserChanges, channel: string, body: string) =>
  repeatUserChange(changes, { channel, body: Buffer.from(body) }, (recorded) => recorded);

describe("the user's changes", () => {
  it('are done again as they were asked for', async () => {
    const tape: [string, string][] = [];
    const live = noting();
    const kept = keptUserChanges(live.changes, (operation, input, task) => {
      const done = task();
      tape.push([operation, JSON.stringify(input)]);
      return done;
    });
    expect(await kept['settings.save'](settings, context)).toEqual(settings);
    await kept['matching.accept'](pair, context);
    await kept['matching.reject'](pair, context);
    await kept['matching.undo']({}, context);
    await kept['matching.forget']({ sport: 'soccer', name: 'alder' }, context);
    expect(live.asked).toHaveLength(5);

    const replay = noting();
    for (const [channel, body] of tape) expect(again(replay.changes, channel, body)).toBeNull();
    expect(replay.asked).toEqual(live.asked);
  });

  it('are told where they can not be done again', () => {
    const { asked, changes } = noting();
    const refusing = {
      ...changes,
      'matching.accept': () => {
        throw new Error('There is no such pair.');
      },
    } as UserChanges;
    expect(again(refusing, 'matching.accept', JSON.stringify(pair))).toContain('There is no such pair.');
    expect(again(changes, 'bankroll.wave', '{}')).toContain('this version does not know it');
    expect(again(changes, 'toString', '{}')).toContain('this version does not know it');
    expect(again(changes, 'settings.save', '{"currency":7}')).toContain('could not be done again');
    expect(again(changes, 'settings.save', 'no json')).toContain('could not be done again');
    expect(asked).toEqual([]);
  });
});
