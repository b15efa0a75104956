import type { EventLink, NewDecision } from '../../electron/engine/ports/identity-store.ts';
import type { NamedEvent } from '../../shared/contract/matching.ts';
import type { EpochMs, EventId, SourceId } from '../../shared/domain/units.ts';

export const sampleNamed = (source: string, native: string, home: string, away: string): NamedEvent => ({
  eventId: `${source}:${native}` as EventId,
  sourceId: source as SourceId,
  sport: 'soccer_epl',
  competition: 'EPL',
  home,
  away,
  startsAt: 1_711_800_000_000 as EpochMs,
});

export const sampleLink = (of: Partial<EventLink> = {}): EventLink => ({
  eventId: 'betfair:1' as EventId,
  canonicalId: 'the-odds-api:a' as EventId,
  swapped: false,
  decidedBy: 'user',
  at: 5 as EpochMs,
  ...of,
});

/** The user says that two events are one. */
export const sampleDecision = (of: Partial<NewDecision> = {}): NewDecision => ({
  at: 5 as EpochMs,
  actor: 'user',
  action: 'matched',
  words: 'Wolves v Villa is Wolverhampton Wanderers v Aston Villa',
  changes: [{ of: 'link', eventId: 'betfair:1' as EventId, before: null, after: sampleLink() }],
  events: [
    sampleNamed('betfair', '1', 'Wolves', 'Villa'),
    sampleNamed('the-odds-api', 'a', 'Wolverhampton Wanderers', 'Aston Villa'),
  ],
  ...of,
});
