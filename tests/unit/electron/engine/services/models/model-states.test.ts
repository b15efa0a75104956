import fc from 'fast-check';
import '../../../../../support/property-seed.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createModelStates } from '../../../../../../electron/engine/services/models/model-states.ts';
import {
  type ModelDatabase,
  openModelDatabase,
} from '../../../../../../electron/engine/storage/models/index.ts';
import { MODEL_STATES } from '../../../../../../shared/domain/model.ts';
import { createDataFolder } from '../../../../../support/data-folder.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let slot = 'football/match-odds';
const model = (id: string, of = slot) => ({ id, slot: of });
let database: ModelDatabase;
let removeFolder: () => void;

function start(): ReturnType<typeof createModelStates> {
  const folder = createDataFolder();
  const clock = createManualClock();
  const opened = openModelDatabase({ paths: folder, clock, log: createSilentLog() });
  if (!opened.ok) throw new Error(opened.message);
  database = opened;
  removeFolder = folder.remove;
  return createModelStates(opened.models, clock.now);
}
let states: ReturnType<typeof createModelStates>;
beforeEach(() => {
  slot = 'football/match-odds';
  states = start();
  return () => {
    database.close();
    removeFolder();
  };
});
const promote = (...ids: readonly string[]) => {
  for (const id of ids) states.set(model(id), 'champion', 'user');
};
const sound = () => null;
const rollback = (whyNot: (id: string) => string | null = sound) => states.rollback(slot, whyNot, 'user');

describe('promotion', () => {
  it('retires the champion before it, as one action in the history', () => {
    promote('a', 'b');
    expect(states.stateOf(model('a'))).toBe('retired');
    expect(states.championOf(slot)).toBe('b');
    expect(database.models.changes(10)).toMatchObject([
      { modelId: 'b', from: 'draft', to: 'champion', actor: 'user', action: 'promotion of b' },
      { modelId: 'a', from: 'champion', to: 'retired', actor: 'user', action: 'promotion of b' },
      { modelId: 'a', from: 'draft', to: 'champion', actor: 'user', action: 'promotion of a' },
    ]);
  });

  it('of the champion changes nothing and is not told', () => {
    promote('a', 'a');
    expect(database.models.changes(10)).toHaveLength(1);
    expect(database.models.reigns(slot)).toHaveLength(1);
  });

  it('leaves other slots alone', () => {
    promote('a');
    states.set(model('t', 'tennis/winner'), 'champion', 'user');
    expect(states.championOf(slot)).toBe('a');
    expect(states.championOf('tennis/winner')).toBe('t');
  });
});

describe('rollback', () => {
  it('walks back along the champions, one a call, and stops at the first', () => {
    promote('a', 'b', 'c');
    expect(rollback()).toBe('b');
    expect(states.stateOf(model('c'))).toBe('retired');
    expect(rollback()).toBe('a');
    expect(rollback).toThrow(expect.objectContaining({ code: 'refused' }));
    expect(states.championOf(slot)).toBe('a');
  });

  it('brings back a champion that was retired by hand', () => {
    promote('a', 'b');
    states.set(model('b'), 'retired', 'user');
    expect(states.championOf(slot)).toBeUndefined();
    expect(rollback()).toBe('b');
    expect(rollback()).toBe('a');
  });

  it('passes over champions that cannot be used, and says so', () => {
    promote('a', 'b', 'c');
    expect(rollback((id) => (id === 'b' ? 'its file was changed' : null))).toBe('a');
    expect(database.models.changes(1)[0]?.action).toBe('rollback to a, past b with a problem; c is retired');
  });

  it('refuses and changes nothing when none can be used', () => {
    promote('a', 'b');
    expect(() => rollback(() => 'changed')).toThrow(/can't be used \(a\)/);
    expect(states.championOf(slot)).toBe('b');
    expect(database.models.changes(10)).toHaveLength(3);
  });

  it('of a slot that never had a champion is not found', () => {
    expect(rollback).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('never leads to another model that came under the name of a removed one', () => {
    promote('a', 'b', 'c');
    states.forget(model('b'));
    states.register(model('b'));
    expect(rollback()).toBe('a');
  });
});

describe('adoption', () => {
  it('is for slots that never had a champion', () => {
    expect(states.adopt(model('shipped'))).toBe(true);
    expect(database.models.changes(1)).toMatchObject([
      { actor: 'engine', modelId: 'shipped', to: 'champion' },
    ]);
    expect(states.adopt(model('other'))).toBe(false);
    states.set(model('shipped'), 'retired', 'user');
    expect(states.adopt(model('shipped'))).toBe(false);
    expect(states.championOf(slot)).toBeUndefined();
  });
});

describe('a model in use', () => {
  it.each(['champion', 'shadow'] as const)('as %s is not forgotten', (state) => {
    states.set(model('a'), state, 'user');
    expect(() => states.forget(model('a'))).toThrow(/retire it first/);
    expect(states.stateOf(model('a'))).toBe(state);
  });
});

describe('any sequence of changes', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        id: fc.constantFrom(...ids),
        to: fc.constantFrom(...MODEL_STATES),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rollback' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('forget' as const), id: fc.constantFrom(...ids) }),
    },
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  let example = 0;
  /** Each example in a slot of its own, where no model stands anywhere yet. */
  const afresh = (work: () => void): void => {
    slot = `example-${++example}/match-odds`;
    work();
  };
  function take(each: Step): void {
    const before = states.championOf(slot);
    try {
      if (each.kind === 'set') states.set(model(each.id), each.to, 'user');
      else if (each.kind === 'forget') states.forget(model(each.id));
      else {
        const restored = rollback();
        expect(restored).not.toBe(before);
        expect(states.championOf(slot)).toBe(restored);
      }
    } catch (error) {
      if ((error as { code?: string }).code === undefined) throw error;
      expect(states.championOf(slot)).toBe(before);
    }
  }
  function checkChampion(): void {
    const champions = database.models.states().filter((row) => row.slot === slot && row.state === 'champion');
    expect(champions.length).toBeLessThanOrEqual(1);
    const newest = database.models.reigns(slot).at(-1);
    if (newest) expect(newest.modelId).toBe(champions[0]?.modelId ?? null);
  }

  it('leaves one champion at most, who is the newest of its reigns', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) =>
        afresh(() => {
          for (const each of steps) {
            take(each);
            checkChampion();
          }
        }),
      ),
      { numRuns: 50 },
    );
  });

  it('is told whole by the history, while no model is removed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) =>
        afresh(() => {
          for (const each of steps) if (each.kind !== 'forget') take(each);
          const told = new Map<string, string>();
          const changes = database.models.changes(1000).filter((change) => change.slot === slot);
          for (const { modelId, from, to } of changes.reverse()) {
            expect(from).toBe(told.get(modelId) ?? 'draft');
            expect(to).not.toBe(from);
            told.set(modelId, to);
          }
          for (const id of ids) expect(told.get(id) ?? 'draft').toBe(states.stateOf(model(id)));
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('undone as often as models were promoted leads back to the first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), (order) =>
        afresh(() => {
          promote(...order);
          for (let i = order.length - 2; i >= 0; i -= 1) expect(rollback()).toBe(order[i]);
          expect(rollback).toThrow(expect.objectContaining({ code: 'refused' }));
        }),
      ),
      { numRuns: 20 },
    );
  });
});
