import { describe, expect, it } from 'vitest';
import { tellModelTroubles } from '../../../../../../electron/engine/services/models/model-troubles.ts';
import { createTopic } from '../../../../../../electron/engine/services/topic.ts';
import { createTroubles } from '../../../../../../electron/engine/services/troubles.ts';
import type { ModelEntry } from '../../../../../../shared/contract/models.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const entry = (id: string, state: ModelEntry['state'], problem: string | null = null): ModelEntry =>
  ({ id, name: `Model ${id}`, slot: 'football match-odds', state, problem }) as ModelEntry;

async function told(entries: readonly ModelEntry[]) {
  const troubles = createTroubles(createSilentLog());
  const changes = createTopic<ModelEntry>();
  const ready = Promise.resolve();
  tellModelTroubles({ ready, strays: () => [], entries: () => entries, changes }, troubles);
  await ready;
  return { troubles, changes };
}

describe('tellModelTroubles', () => {
  it('tells of a champion that is not served until it is well, or another is champion', async () => {
    const { troubles, changes } = await told([
      entry('a', 'champion', 'Its file was changed.'),
      entry('b', 'shadow', 'A shadow bets nothing.'),
    ]);
    expect(troubles.current()).toBe(
      'Model a, the champion of football match-odds, is not served. Its file was changed.',
    );
    changes.publish(entry('b', 'shadow'));
    expect(troubles.current()).toContain('Model a');
    changes.publish(entry('a', 'champion'));
    expect(troubles.current()).toBeNull();

    changes.publish(entry('a', 'champion', 'It failed.'));
    expect(troubles.current()).toContain('It failed.');
    changes.publish(entry('a', 'retired', 'It failed.'));
    changes.publish(entry('b', 'champion'));
    expect(troubles.current()).toBeNull();
  });
});
