import { expect, test } from 'vitest';
import { createIdentityMemory } from '../../../../../../electron/engine/services/identity/memory.ts';
import { createTroubles } from '../../../../../../electron/engine/services/troubles.ts';
import { createIdentityStore } from '../../../../../../electron/engine/storage/journal/identity.ts';
import type { EpochMs, EventId } from '../../../../../../shared/domain/units.ts';
import { openIdentityDatabase } from '../../../../../support/identity-desk.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { sampleDecision, sampleLink, sampleNamed } from '../../../../../support/sample-identity.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const DAY_MS = 86_400_000;
const START = sampleNamed('betfair', '1', 'Wolves', 'Villa').startsAt;
const id = (text: string) => text as EventId;
const CANONICAL = id('the-odds-api:a');

function open(marketTime: number = START, wallTime: number = marketTime) {
  const store = createIdentityStore(openIdentityDatabase());
  const clock = createManualClock(marketTime);
  const wall = createManualClock(wallTime);
  store.decide([sampleDecision()]);
  const troubles = createTroubles(createSilentLog());
  return { store, clock, wall, memory: createIdentityMemory({ store, clock, wall, troubles }) };
}

test('finds the links to an id, through changes of it', () => {
  const { memory } = open();
  expect(memory.linksTo(CANONICAL)).toEqual([sampleLink()]);
  const other = sampleLink({ eventId: id('kalshi:k') });
  memory.note(
    sampleDecision({
      changes: [memory.linkChange(other.eventId, other)],
      events: [sampleNamed('kalshi', 'k', 'Wolves', 'Villa')],
    }),
  );
  expect(memory.linksTo(CANONICAL)).toEqual([sampleLink(), other]);
  const moved = sampleLink({ canonicalId: other.eventId });
  memory.note(sampleDecision({ changes: [memory.linkChange(moved.eventId, moved)] }));
  expect(memory.linksTo(CANONICAL)).toEqual([other]);
  expect(memory.linksTo(other.eventId)).toEqual([moved]);
  memory.note(sampleDecision({ changes: [memory.linkChange(other.eventId, null)], events: [] }));
  expect(memory.linksTo(CANONICAL)).toEqual([]);
  expect(memory.link(other.eventId)).toBeUndefined();
});

test('forgets what is old each day it runs, and nothing that was just noted', () => {
  const { memory, store, clock, wall } = open();
  const pass = (days: number) => {
    clock.advance(days * DAY_MS);
    wall.advance(days * DAY_MS);
  };
  pass(44);
  expect(memory.linksTo(CANONICAL)).toHaveLength(1);
  const fresh = sampleLink({ eventId: id('betfair:2'), canonicalId: id('the-odds-api:b') });
  const startsAt = (START + 44 * DAY_MS) as EpochMs;
  wall.advance(DAY_MS - 100);
  clock.advance(DAY_MS - 100);
  memory.note(
    sampleDecision({
      changes: [memory.linkChange(fresh.eventId, fresh)],
      events: [
        { ...sampleNamed('betfair', '2', 'Wolves', 'Villa'), startsAt },
        { ...sampleNamed('the-odds-api', 'b', 'Wolves', 'Villa'), startsAt },
      ],
    }),
  );
  pass(1);
  expect(memory.linksTo(CANONICAL)).toEqual([]);
  expect(memory.link(id('betfair:1'))).toBeUndefined();
  expect(memory.linksTo(fresh.canonicalId)).toEqual([fresh]);
  expect(store.links()).toEqual([fresh]);
  memory.stop();
  clock.advance(60 * DAY_MS);
  wall.advance(60 * DAY_MS);
  expect(store.links()).toEqual([fresh]);
});

test('keeps the matches of a market whose time is long past', () => {
  const { memory, wall } = open(START, START + 400 * DAY_MS);
  wall.advance(DAY_MS);
  expect(memory.linksTo(CANONICAL)).toEqual([sampleLink()]);
});
