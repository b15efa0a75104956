import type { LearnedAlias, MatchDecision } from '../../../../shared/contract/matching.ts';
import { type TaughtNames, taughtKey } from '../../../../shared/domain/identity/index.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
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

/**
 * Who is who, in memory and in the journal. The user's decisions are durable before anything acts on them; the engine's
 * own are written a moment later in one go, for they can be found again.
 */
export function createIdentityMemory(deps: {
  readonly store: IdentityStore;
  readonly wall: Clock;
  readonly troubles: Troubles;
}) {
  const { store, wall, troubles } = deps;
  troubles.guard('forgetting old matches', () => {
    store.forgetBefore((wall.now() - KEEP_MS) as ReturnType<Clock['now']>);
  });
  const links = new Map<EventId, EventLink>(store.links().map((link) => [link.eventId, link]));
  const rejections = new Map<string, Rejection>(
    store.rejections().map((rejection) => [`${rejection.one}|${rejection.other}`, rejection]),
  );
  const aliases = new Map<string, TaughtAlias>(
    store.aliases().map((alias) => [aliasKey(alias.sport, alias.key), alias]),
  );
  let queue: NewDecision[] = [];
  let cancelFlush: (() => void) | undefined;

  const apply = (change: IdentityChange) => {
    switch (change.of) {
      case 'link':
        if (change.after) links.set(change.eventId, change.after);
        else links.delete(change.eventId);
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

  const taught: TaughtNames = (sport, key) => aliases.get(aliasKey(sport, key))?.means;

  return {
    taught,
    link: (id: EventId) => links.get(id),
    linksTo: (id: EventId): readonly EventLink[] =>
      [...links.values()].filter(({ canonicalId }) => canonicalId === id),
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
    stop: guardedFlush,
  };
}
export type IdentityMemory = ReturnType<typeof createIdentityMemory>;
