import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { MatchDecision, NamedEvent } from '../../../../shared/contract/matching.ts';
import {
  compareEvents,
  isAmbiguous,
  type ReadEvent,
  type Team,
  taughtKey,
  teamLikeness,
} from '../../../../shared/domain/identity/index.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventLink, IdentityChange, TaughtAlias } from '../../ports/identity-store.ts';
import { holdsSource } from './candidates.ts';
import type { Groups } from './groups.ts';
import { type IdentityMemory, inverted } from './memory.ts';
import { type Group, type Native, namedOf } from './state.ts';

const wordsOf = ({ event }: Native): string => `${event.home} v ${event.away} (${event.sourceId})`;

type TaughtPair = readonly [name: Team, means: Team];

/** What the engine and the user decide about pairs: the changes, written down and then made. */
export function createDecisions(deps: {
  readonly memory: IdentityMemory;
  readonly groups: Groups;
  readonly wall: Clock;
  readonly native: (id: EventId) => Native | undefined;
  readonly hasOpen: (id: EventId) => boolean;
  /** A name means something else now: events that carry it are read again. */
  readonly reread: (change: Extract<IdentityChange, { of: 'alias' }>) => void;
  readonly touched: (native: Native) => void;
}) {
  const { memory, groups, wall } = deps;

  const found = (id: EventId): Native => {
    const native = deps.native(id);
    if (native) return native;
    throw new OperationFailure({
      code: 'not-found',
      message: `The event ${id} has left the market. Choose another.`,
    });
  };

  /** Which of two groups goes by the other's id, and whether it can. */
  const direction = (one: Group, two: Group): { readonly from: Group; readonly into: Group } | string => {
    const held = holdsSource(one, two);
    if (held)
      return `${held.event.sourceId} tells the two as different events: ${wordsOf(held)} is matched already. Reject that match first.`;
    const [oneHas, twoHas] = [deps.hasOpen(one.id), deps.hasOpen(two.id)];
    if (oneHas && twoHas)
      return 'Both events have open bets. They can be matched when those of one of them are settled.';
    const age = (group: Group) => Math.min(...[...group.members.values()].map(({ order }) => order));
    const stored = (group: Group) => memory.linksTo(group.id).length > 0;
    const intoTwo = twoHas || (!oneHas && (stored(two) === stored(one) ? age(two) < age(one) : stored(two)));
    return intoTwo ? { from: one, into: two } : { from: two, into: one };
  };

  /** Everything that goes by `from`'s id will go by `into`'s; links of sources that are silent now too. */
  const linkChanges = (from: Group, into: Group, swapped: boolean, by: EventLink['decidedBy']) => {
    const at = wall.now();
    const ids = new Set<EventId>([
      ...memory.linksTo(from.id).map(({ eventId }) => eventId),
      ...[...from.members.values()].map(({ event }) => event.id),
      from.id,
    ]);
    return [...ids].map((eventId) => {
      const member = [...from.members.values()].find(({ event }) => event.id === eventId);
      const own = member?.swapped ?? memory.link(eventId)?.swapped ?? false;
      return memory.linkChange(eventId, {
        eventId,
        canonicalId: into.id,
        swapped: own !== swapped,
        decidedBy: by,
        at,
      });
    });
  };

  const namedIn = (changes: readonly IdentityChange[], natives: readonly Native[]): readonly NamedEvent[] => {
    const known = new Map(natives.map((native) => [native.event.id, namedOf(native)]));
    const ids = new Set<EventId>();
    for (const change of changes) {
      if (change.of === 'link') {
        ids.add(change.eventId);
        if (change.after) ids.add(change.after.canonicalId);
      } else if (change.of === 'rejection') {
        ids.add(change.one);
        ids.add(change.other);
      }
    }
    return [...ids].flatMap((id) => {
      const native = deps.native(id);
      const event =
        known.get(id) ?? (native && namedOf(native)) ?? groups.get(id)?.stored ?? memory.storedEvent(id);
      return event ? [event] : [];
    });
  };

  const targetOf = ({ canonicalId }: EventLink): Group =>
    groups.get(canonicalId) ?? groups.create(canonicalId, memory.storedEvent(canonicalId));

  /** Brings an event where its link, or having none, puts it. */
  const place = (native: Native, link: EventLink | null) => {
    const { id } = native.event;
    if (link === null) {
      if (native.group.id === id) return;
      groups.transfer(native, groups.get(id) ?? groups.create(id, undefined), false);
    } else if (native.group.id !== link.canonicalId || native.swapped !== link.swapped)
      groups.transfer(native, targetOf(link), link.swapped);
  };

  /** Makes what is in force true in the market. */
  const enact = (changes: readonly IdentityChange[]) => {
    const concerned = new Set<EventId>();
    for (const change of changes) {
      if (change.of === 'alias') deps.reread(change);
      else if (change.of === 'rejection') concerned.add(change.one).add(change.other);
      else {
        concerned.add(change.eventId);
        const native = deps.native(change.eventId);
        if (native) place(native, change.after);
      }
    }
    for (const id of concerned) {
      const native = deps.native(id);
      if (native) deps.touched(native);
    }
  };

  /** Which events the changes take out of their groups. */
  const departures = (changes: readonly IdentityChange[]): ReadonlyMap<Group, readonly Native[]> => {
    const leaving = changes.flatMap((change) => {
      const native = change.of === 'link' ? deps.native(change.eventId) : undefined;
      if (change.of !== 'link' || !native) return [];
      return native.group.id === (change.after?.canonicalId ?? change.eventId) ? [] : [native];
    });
    return Map.groupBy(leaving, ({ group }) => group);
  };

  /** What the pair teaches: names that are not known to be the same yet, and don't depend on the rival. */
  const lessons = (one: ReadEvent, two: ReadEvent, swapped: boolean): readonly TaughtPair[] => {
    const sides: readonly TaughtPair[] = swapped
      ? [
          [one.home, two.away],
          [one.away, two.home],
        ]
      : [
          [one.home, two.home],
          [one.away, two.away],
        ];
    return sides.filter(([name, means]) => {
      const { value, other } = teamLikeness(name, means);
      return value < 1 && !other && !isAmbiguous(name) && !isAmbiguous(means);
    });
  };

  const aliasChanges = (from: Native, into: Native, swapped: boolean): readonly IdentityChange[] => {
    const { group: sport } = from.read;
    const at = wall.now();
    return lessons(from.read, into.read, swapped).flatMap(([{ name }, means]): IdentityChange[] => {
      const key = taughtKey(sport, name);
      const meant = memory.taught(sport, taughtKey(sport, means.name)) ?? means.name;
      if (taughtKey(sport, meant) === key) return [];
      const before = memory.alias(sport, name) ?? null;
      const after: TaughtAlias = { sport, key, name, means: meant, sourceId: from.event.sourceId, at };
      return [{ of: 'alias', sport, key, before, after }];
    });
  };

  const learnedWords = (changes: readonly IdentityChange[]): string => {
    const names = changes.flatMap((change) =>
      change.of === 'alias' && change.after ? [`${change.after.name} = ${change.after.means}`] : [],
    );
    return names.length === 0 ? '' : `; learned ${names.join(', ')}`;
  };

  return {
    direction,
    /** The engine is certain; `false` where bets or a match made before stand against it. */
    matchAutomatically(native: Native, other: Native, swapped: boolean): boolean {
      const way = direction(native.group, other.group);
      if (typeof way === 'string') return false;
      const changes = linkChanges(way.from, way.into, swapped, 'engine');
      const words = `${wordsOf(native)} is ${wordsOf(other)}`;
      const events = namedIn(changes, [native, other]);
      memory.note({ at: wall.now(), actor: 'engine', action: 'matched', words, changes, events });
      enact(changes);
      return true;
    },

    accept(id: EventId, candidateId: EventId): Native {
      const [one, two] = [found(id), found(candidateId)];
      if (one.group === two.group) return one;
      const way = direction(one.group, two.group);
      if (typeof way === 'string') throw new OperationFailure({ code: 'conflict', message: way });
      const comparison = compareEvents(one.read, two.read);
      const crossed = comparison?.swapped ?? false;
      // Of the groups: either event may stand the other way round in its own.
      const swapped = crossed !== (one.swapped !== two.swapped);
      const [from, into] = one.group === way.from ? [one, two] : [two, one];
      const links = linkChanges(way.from, way.into, swapped, 'user');
      const rejected = memory.rejection(id, candidateId)
        ? [memory.rejectionChange(id, candidateId, false)]
        : [];
      const changes = [...links, ...rejected, ...aliasChanges(from, into, crossed)];
      const words = `${wordsOf(one)} is ${wordsOf(two)}${learnedWords(changes)}`;
      const events = namedIn(changes, [one, two]);
      memory.decide({ at: wall.now(), actor: 'user', action: 'matched', words, changes, events });
      enact(changes);
      return one;
    },

    reject(id: EventId, candidateId: EventId): Native {
      const [one, two] = [found(id), found(candidateId)];
      const together = one.group === two.group;
      if (!together && memory.rejection(id, candidateId)) return one;
      const leaving = one.event.id === one.group.id ? two : one;
      const changes = [
        ...(together ? [memory.linkChange(leaving.event.id, null)] : []),
        memory.rejectionChange(id, candidateId, true),
      ];
      const words = `${wordsOf(one)} is not ${wordsOf(two)}`;
      const events = namedIn(changes, [one, two]);
      memory.decide({
        at: wall.now(),
        actor: 'user',
        action: together ? 'parted' : 'rejected',
        words,
        changes,
        events,
      });
      enact(changes);
      return one;
    },

    undo(): MatchDecision {
      const newest = memory.newestToUndo();
      if (!newest)
        throw new OperationFailure({
          code: 'not-found',
          message: 'There is no decision of yours left to take back.',
        });
      const changes = [...newest.changes].reverse().map(inverted);
      // Its id would leave the market with bets on it.
      for (const [group, natives] of departures(changes))
        if (natives.length === group.members.size && deps.hasOpen(group.id))
          throw new OperationFailure({
            code: 'conflict',
            message: `There are open bets on ${natives.map(wordsOf).join(', ')} by now. It can be taken back when they are settled.`,
          });
      const decision = memory.decide({
        at: wall.now(),
        actor: 'user',
        action: 'undone',
        words: `Taken back: ${newest.words}`,
        changes,
        events: namedIn(changes, []),
        undoes: newest.sequence,
      });
      enact(changes);
      return decision;
    },

    forget(sport: string, name: string): TaughtAlias {
      const alias = memory.alias(sport, name);
      if (!alias)
        throw new OperationFailure({
          code: 'not-found',
          message: `No name ${name} was learned in ${sport}.`,
        });
      const changes: readonly IdentityChange[] = [
        { of: 'alias', sport, key: alias.key, before: alias, after: null },
      ];
      const words = `${alias.name} = ${alias.means} forgotten (${sport})`;
      memory.decide({ at: wall.now(), actor: 'user', action: 'alias-removed', words, changes, events: [] });
      enact(changes);
      return alias;
    },
  };
}
export type Decisions = ReturnType<typeof createDecisions>;
