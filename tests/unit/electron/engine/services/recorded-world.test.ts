import { expect, test } from 'vitest';
import {
  notesOnWorld,
  readWorld,
  restoreIdentity,
  worldOf,
} from '../../../../../electron/engine/services/recorded-world.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createIdentityStore } from '../../../../../electron/engine/storage/journal/identity.ts';
import type { EpochMs, EventId, MinorUnits, SourceId } from '../../../../../shared/domain/units.ts';
import { openIdentityDatabase } from '../../../../support/identity-desk.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { sampleDecision, sampleNamed } from '../../../../support/sample-identity.ts';

const at = 5 as EpochMs;
const alias = {
  sport: 'soccer',
  key: 'molineux men',
  name: 'Molineux Men',
  means: 'Wolves',
  sourceId: 'betfair' as SourceId,
  at,
};
const rejection = { one: 'betfair:8' as EventId, other: 'kalshi:9' as EventId, at };

function worldRecorded() {
  const store = createIdentityStore(openIdentityDatabase());
  const { changes, events } = sampleDecision();
  store.decide([
    sampleDecision({
      changes: [
        ...changes,
        { of: 'rejection', one: rejection.one, other: rejection.other, before: null, after: rejection },
        { of: 'alias', sport: alias.sport, key: alias.key, before: null, after: alias },
      ],
      events: [
        ...events,
        sampleNamed('betfair', '8', 'Cedar', 'Dogwood'),
        sampleNamed('kalshi', '9', 'Cedar B', 'Dogwood'),
      ],
    }),
  ]);
  const world = worldOf({ settings: DEFAULT_SETTINGS, bankroll: 1_000 as MinorUnits, identity: store });
  return { store, context: JSON.parse(JSON.stringify(world)) as Record<string, unknown> };
}

function restored(context: unknown) {
  const world = readWorld(context);
  if (world === undefined) throw new Error('the world was not read');
  const store = createIdentityStore(openIdentityDatabase());
  restoreIdentity(store, world, createManualClock());
  return { store, notes: notesOnWorld(context).join(' ') };
}

test('who is who comes back as it was recorded, with the names of all it is about', () => {
  const { store, context } = worldRecorded();
  const back = restored(context);
  expect(back.notes).not.toContain('does not name');
  expect(back.store.links()).toEqual(store.links());
  expect(back.store.rejections()).toEqual([rejection]);
  expect(back.store.aliases()).toEqual([alias]);
  for (const id of ['betfair:1', 'the-odds-api:a', 'betfair:8', 'kalshi:9'] as EventId[]) {
    expect(store.event(id)).toBeDefined();
    expect(back.store.event(id)).toEqual(store.event(id));
  }
});

test('a recording without the names opens without its matches, and says so', () => {
  const { events: _events, ...context } = worldRecorded().context;
  const { store, notes } = restored(context);
  expect(notes).toContain('does not name the events of 2 pairs');
  expect(store.links()).toEqual([]);
  expect(store.rejections()).toEqual([]);
  expect(store.aliases()).toEqual([alias]);
});

test('a recording of a market where nothing was decided brings nothing', () => {
  const { context } = worldRecorded();
  const { store, notes } = restored({ ...context, links: [], rejections: [], aliases: [], events: [] });
  expect(notes).not.toContain('does not name');
  expect(store.decisions(10)).toEqual([]);
});
