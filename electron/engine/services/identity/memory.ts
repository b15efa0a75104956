import type { LearnedAlias, MatchDecision } from '../../../../shared/contract/matching.ts';
import { type TaughtNames, taughtKey } from '../../../../shared/domain/identity/index.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  EventLink,
  IdentityChange,
  IdentityStore,
  NewDecision,
  Rejection,
  TaughtAlias,
} from '../../ports/identity-store.ts';
import type { Troubles } from '../troubles.ts';

/** Links and rejections of events older than this are of no use any more. */
const KEEP_MS = 45 * 24 * 3_600_000;
const FORGET_EVERY_MS = 24 * 3_600_000;
const FLUSH_MS = 250;

const aliasKey = (sport: string, key: string): string => `${sport}|${key}`;
const ordered = (a: EventId, b: EventId): readonly [EventId, EventId] => (a < b ? [a, b] : [b, a]);

export const inverted = (change: IdentityChange): IdentityChange => {
  switch (change.of) {
    case 'link':
      return { ...change, before: change.after, after: change.before };
    case 'rejection':
      return { ...change, before: change.after, after: change.before };
    case 'alias':
      return { ...change, before: change.after, after: change.before };
    default:
      return change satisfies never;
  }
};

export const toLearned = ({ key: _key, ...alias }: TaughtAlias): LearnedAlias => alias;

/** Links by the event that goes by another's id, and by the id it goes by. */
function createLinks() {
  const links = new Map<EventId, EventLink>();
  const byCanonical = new Map<EventId, Map<EventId, EventLink>>();
  const remove = (eventId: EventId) => {
    const before = links.get(eventId);
    if (!before) return;
    links.delete(eventId);
    const others = byCanonical.get(before.canonicalId);
    others?.delete(eventId);
    if (others?.size === 0) byCanonical.delete(before.canonicalId);
  };
  return {
    get: (eventId: EventId) => links.get(eventId),
    to: (canonicalId: EventId): readonly EventLink[] => [...(byCanonical.get(canonicalId)?.values() ?? [])],
    set(eventId: EventId, link: EventLink | null): void {
      remove(eventId);
      if (link === null) return;
      links.set(eventId, link);
      const others = byCanonical.get(link.canonicalId) ?? new Map<EventId, EventLink>();
      byCanonical.set(link.canonicalId, others.set(eventId, link));
    },
    clear(): void {
      links.clear();
      byCanonical.clear();
    },
  };
}

/**
 * Who is who, in memory and in the journal. The user's decisions are durable before anything acts on them; the engine's
 * own are written a moment later in one go, for they can be found again.
 */
export function createIdentityMemory(deps: {
  readonly store: IdentityStore;
  /** Market time: events are old by it, in a replay of last year as now. */
  readonly clock: Clock;
  readonly wall: Clock;
  readonly troubles: Troubles;
}) {
  const { store, clock, wall, troubles } = deps;
  const links = createLinks();
  const rejections = new Map<string, Rejection>();
  const aliases = new Map<string, TaughtAlias>(
    store.aliases().map((alias) => [aliasKey(alias.sport, alias.key), alias]),
  );
  let queue: NewDecision[] = [];
  let cancelFlush: (() => void) | undefined;

  const apply = (change: IdentityChange) => {
    switch (change.of) {
      case 'link':
        links.set(change.eventId, change.after);
        return;
      case 'rejection':
        if (change.after) rejections.set(`${change.one}|${change.other}`, change.after);
        else rejections.delete(`${change.one}|${change.other}`);
        return;
      case 'alias':
        if (change.after) aliases.set(aliasKey(change.sport, change.key), change.after);
        else aliases.delete(aliasKey(change.sport, change.key));
        return;
      default:
        change satisfies never;
    }
  };

  const flush = () => {
    cancelFlush?.();
    cancelFlush = undefined;
    const waiting = queue;
    if (waiting.length === 0) return;
    store.decide(waiting);
    queue = queue.slice(waiting.length);
  };
  const guardedFlush = () => troubles.guard('recording matches', flush);

  const load = () => {
    links.clear();
    for (const link of store.links()) links.set(link.eventId, link);
    rejections.clear();
    for (const rejection of store.rejections())
      rejections.set(`${rejection.one}|${rejection.other}`, rejection);
  };
  const forget = () =>
    troubles.guard('forgetting old matches', () => {
      // What waits must be there before what is there is read again.
      flush();
      store.forgetBefore((clock.now() - KEEP_MS) as EpochMs);
      load();
    });
  load();
  forget();
  const stopForgetting = wall.every(FORGET_EVERY_MS, forget);

  const taught: TaughtNames = (sport, key) => aliases.get(aliasKey(sport, key))?.means;

  return {
    taught,
    link: (id: EventId) => links.get(id),
    linksTo: (id: EventId): readonly EventLink[] => links.to(id),
    storedEvent: (id: EventId) => store.event(id),
    rejection(a: EventId, b: EventId): Rejection | undefined {
      const [one, other] = ordered(a, b);
      return rejections.get(`${one}|${other}`);
    },
    /** Whether any pair with the event was refused. */
    isRejected: (id: EventId): boolean => {
      for (const { one, other } of rejections.values()) if (one === id || other === id) return true;
      return false;
    },
    aliases: (): readonly TaughtAlias[] => [...aliases.values()],
    alias: (sport: string, name: string): TaughtAlias | undefined =>
      aliases.get(aliasKey(sport, taughtKey(sport, name))),
    rejectionChange(a: EventId, b: EventId, after: boolean): IdentityChange {
      const [one, other] = ordered(a, b);
      const before = rejections.get(`${one}|${other}`) ?? null;
      return { of: 'rejection', one, other, before, after: after ? { one, other, at: wall.now() } : null };
    },
    linkChange(eventId: EventId, after: EventLink | null): IdentityChange {
      return { of: 'link', eventId, before: links.get(eventId) ?? null, after };
    },
    /** Durable when it returns; throws where it can't be written, and then nothing has changed. */
    decide(decision: NewDecision): MatchDecision {
      flush();
      const [written] = store.decide([decision]);
      for (const change of decision.changes) apply(change);
      return written as MatchDecision;
    },
    /** In force at once, written down soon. */
    note(decision: NewDecision): void {
      for (const change of decision.changes) apply(change);
      queue.push(decision);
      cancelFlush ??= wall.after(FLUSH_MS, () => {
        cancelFlush = undefined;
        guardedFlush();
      });
    },
    newestToUndo: () => store.newestToUndo(),
    decisions(limit: number): readonly MatchDecision[] {
      guardedFlush();
      return store.decisions(limit);
    },
    stop() {
      stopForgetting();
      guardedFlush();
    },
  };
}
export type IdentityMemory = ReturnType<typeof createIdentityMemory>;
