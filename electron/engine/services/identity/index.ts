/** Joins the events of different sources into one: stands between each source's sink and the pipeline. */
import type { LearnedAlias } from '../../../../shared/contract/matching.ts';
import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { Market, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { readEvent, taughtKey } from '../../../../shared/domain/identity/index.ts';
import type { EventId, SourceId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { FeedSink } from '../../feeds/source.ts';
import type { Orders } from '../../orders/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';
import { createTopic } from '../topic.ts';
import type { Troubles } from '../troubles.ts';
import { createAdmission } from './admission.ts';
import { createCandidates } from './candidates.ts';
import { createDecisions } from './decisions.ts';
import { createGroups } from './groups.ts';
import { createIdentityMemory, toLearned } from './memory.ts';
import { type MatchingOperations, matchingOperations } from './operations.ts';
import { createRows } from './rows.ts';
import { type Group, type Native, namedOf, type Teller } from './state.ts';
import { tellingOf } from './telling.ts';
import { createQuoteTranslation, createTranslator, nativeMarket } from './translator.ts';

export type IdentityDeps = {
  readonly store: IdentityStore;
  readonly book: Pick<MarketBook, 'event' | 'market' | 'marketsOf'>;
  readonly orders: Pick<Orders, 'hasOpen' | 'openBets' | 'onBet'>;
  /** Drops an event from the market: the pipeline's `retire`. */
  readonly retire: (id: EventId) => void;
  /** Market time. */
  readonly clock: Clock;
  /** Human time. */
  readonly wall: Clock;
  readonly troubles: Troubles;
};

export interface Identity {
  /** Where a source delivers instead of `next`, which is the pipeline's sink for it. */
  sinkFor(source: SourceId, next: FeedSink): FeedSink;
  /** The market has dropped an event: to be called for each that is told as retired. */
  retired(id: EventId): void;
  /** A source was stopped for good: its prices leave the market, and its events that nobody else tells and no bet is on. */
  leave(source: SourceId): void;
  /** The source's own event behind one of the market: what the source is to be asked about. */
  nativeOf(source: SourceId, id: EventId): SportingEvent | undefined;
  /** The market's id of a source's own event. */
  canonicalOf(id: EventId): EventId;
  /** Counts of a source with quotes of books that a better source delivers told as duplicates. */
  counted(health: SourceHealth): SourceHealth;
  readonly operations: MatchingOperations;
  /** Writes out what waits. */
  stop(): void;
}

export function createIdentity(deps: IdentityDeps): Identity {
  const { book, orders, clock, wall } = deps;
  const memory = createIdentityMemory(deps);
  const tellers = new Map<SourceId, Teller>();
  const natives = new Map<EventId, Native>();
  const aliases = createTopic<LearnedAlias>();
  /** Singles to look at again: names mean something else now. */
  const unsettled = new Set<Native>();
  let order = 0;
  let retiring: EventId | undefined;

  const admission = createAdmission({ market: (joined) => book.market(joined.market.id) });
  const translate = createQuoteTranslation(admission);
  const groups = createGroups({
    book,
    admission,
    now: clock.now,
    translate,
    hasOpen: orders.hasOpen,
    retire: (id) => {
      retiring = id;
      deps.retire(id);
      retiring = undefined;
    },
  });
  const candidates = createCandidates({
    rejected: (one, two) => memory.rejection(one.event.id, two.event.id) !== undefined,
  });
  const betsOn = (id: EventId): number =>
    orders.hasOpen(id)
      ? Math.max(1, orders.openBets().filter(({ order: placed }) => placed.eventId === id).length)
      : 0;
  const sourcesHeard = (): number => {
    let heard = 0;
    for (const { events } of tellers.values()) if (events.size > 0) heard += 1;
    return heard;
  };
  const rows = createRows({
    candidates,
    memory,
    wall,
    betsOn,
    natives: () => natives.values(),
    sources: sourcesHeard,
  });

  const reread = (native: Native) => {
    candidates.remove(native);
    native.read = readEvent(native.event, memory.taught);
    candidates.add(native);
    unsettled.add(native);
  };

  const decisions = createDecisions({
    memory,
    groups,
    wall,
    native: (id) => natives.get(id),
    hasOpen: orders.hasOpen,
    touched: rows.touch,
    reread: ({ sport, key, before, after }) => {
      const said = after ?? before;
      if (said) aliases.publish({ ...toLearned(said), ...(after ? {} : { removed: true as const }) });
      for (const native of natives.values()) {
        const { group, names } = native.read;
        if (group !== sport) continue;
        if (taughtKey(sport, names.home) === key || taughtKey(sport, names.away) === key) reread(native);
      }
    },
  });

  /** Matches what is certain by now among events that stand alone. */
  const settle = () => {
    const now = [...unsettled];
    unsettled.clear();
    for (const native of now) {
      if (natives.get(native.event.id) !== native) continue;
      const best = native.group.members.size === 1 ? candidates.certain(native) : undefined;
      if (best) decisions.matchAutomatically(native, best.native, best.swapped !== native.swapped);
      rows.touch(native);
    }
  };

  /** The group a new event belongs to by an earlier decision, or by being its canonical event. */
  const groupKnown = (native: Native): { readonly group: Group; readonly swapped: boolean } | undefined => {
    const { id } = native.event;
    const link = memory.link(id);
    if (!link) {
      const group = groups.get(id);
      return group && { group, swapped: false };
    }
    const group =
      groups.get(link.canonicalId) ?? groups.create(link.canonicalId, memory.storedEvent(link.canonicalId));
    return group.members.has(native.teller.id) ? undefined : { group, swapped: link.swapped };
  };

  const introduce = (teller: Teller, event: SportingEvent, markets: readonly Market[]) => {
    const firstOfSource = teller.events.size === 0;
    const alone = groups.create(event.id, undefined);
    const read = readEvent(event, memory.taught);
    order += 1;
    const native: Native = { teller, event, read, markets: new Map(), group: alone, swapped: false, order };
    // Alone until it has found its place: whose event it is counts in where it can belong.
    alone.members.set(teller.id, native);
    teller.events.set(event.id, native);
    natives.set(event.id, native);
    candidates.add(native);
    for (const market of markets) nativeMarket(native, market);
    const known = groupKnown(native);
    const best = known || tellers.size < 2 ? undefined : candidates.certain(native);
    if (known) groups.enter(native, known.group, known.swapped);
    else if (best && !orders.hasOpen(event.id) && memory.linksTo(event.id).length === 0) {
      // Straight under the other's id: it never stands in the market twice.
      const after = {
        eventId: event.id,
        canonicalId: best.group.id,
        swapped: best.swapped,
        decidedBy: 'engine' as const,
        at: wall.now(),
      };
      memory.note({
        at: after.at,
        actor: 'engine',
        action: 'matched',
        words: `${event.home} v ${event.away} (${teller.id}) is ${best.native.event.home} v ${best.native.event.away} (${best.native.teller.id})`,
        changes: [memory.linkChange(event.id, after)],
        events: [namedOf(native), canonicalName(best.group, best.native)],
      });
      groups.enter(native, best.group, best.swapped);
    } else {
      groups.enter(native, alone, false);
      if (best) decisions.matchAutomatically(native, best.native, best.swapped);
    }
    if (tellers.size < 2) return;
    if (firstOfSource) rows.touchAll();
    rows.touch(native);
  };

  const canonicalName = (group: Group, other: Native) => {
    const own = [...group.members.values()].find(({ event }) => event.id === group.id);
    return own ? namedOf(own) : (group.stored ?? { ...namedOf(other), eventId: group.id });
  };

  const take = createTranslator({
    groups,
    now: clock.now,
    translate,
    introduce,
    renamed: (native) => {
      reread(native);
      settle();
    },
  });

  /** Takes an event out of the tables; whatever it means to the market has been done. */
  const forget = (native: Native) => {
    const { teller, event } = native;
    candidates.remove(native);
    natives.delete(event.id);
    teller.events.delete(event.id);
    unsettled.delete(native);
    for (const own of native.markets.values()) {
      teller.markets.delete(own.market.id);
      for (const selection of own.market.selections) teller.routes.delete(selection.id);
    }
    rows.drop(event.id);
  };

  const stopBets = orders.onBet(({ order: placed }) => {
    for (const native of groups.get(placed.eventId)?.members.values() ?? []) rows.touch(native);
  });

  return {
    sinkFor(source, next) {
      const teller: Teller = tellers.get(source) ?? {
        id: source,
        next,
        events: new Map(),
        markets: new Map(),
        routes: new Map(),
        duplicates: 0,
      };
      tellers.set(source, teller);
      return (event) => take(teller, event);
    },
    retired(id) {
      if (id === retiring) return;
      const group = groups.get(id);
      if (group) for (const native of groups.drop(group)) forget(native);
    },
    leave(source) {
      const teller = tellers.get(source);
      if (!teller) return;
      for (const native of [...teller.events.values()]) {
        const { group } = native;
        if (group.members.size > 1) {
          if (native.event.id === group.id) group.stored = namedOf(native);
          const { by, ...telling } = tellingOf(group);
          if (by === native) group.told = telling;
        }
        groups.leave(native);
        forget(native);
        for (const member of group.members.values()) rows.touch(member);
      }
      tellers.delete(source);
      rows.touchAll();
    },
    nativeOf: (source, id) => groups.get(id)?.members.get(source)?.event,
    canonicalOf: (id) => natives.get(id)?.group.id ?? id,
    counted(health) {
      const duplicates = tellers.get(health.id)?.duplicates ?? 0;
      if (duplicates === 0) return health;
      const moved = Math.min(duplicates, health.counts.used);
      const { used, duplicate } = health.counts;
      return { ...health, counts: { ...health.counts, used: used - moved, duplicate: duplicate + moved } };
    },
    operations: matchingOperations({
      rows,
      decisions,
      memory,
      aliases,
      native: (id) => natives.get(id),
      settle,
    }),
    stop() {
      stopBets();
      rows.stop();
      memory.stop();
    },
  };
}
