import type { Market, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, EventId, MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import { keptLive } from '../kept-live.ts';
import { type Admission, standingQuotes, withdrawn } from './admission.ts';
import { joinMarket, setRoutes, sideIn } from './joined-market.ts';
import { createStandings } from './standings.ts';
import type { Group, JoinedMarket, Native, NativeMarket, Teller } from './state.ts';
import { tellingOf } from './telling.ts';

/** The event as the market knows it: of the canonical source, with the newest word of any on how it stands. */
export function eventOf(group: Group): SportingEvent | undefined {
  const members = [...group.members.values()];
  const own = members.find(({ event }) => event.id === group.id);
  const any = own ?? members[0];
  if (any === undefined) return undefined;
  if (own !== undefined && members.length === 1 && group.told === undefined) return own.event;
  const { stored } = group;
  const away = !own && any.swapped;
  const base: SportingEvent = own
    ? own.event
    : {
        ...any.event,
        id: group.id,
        sourceId: stored?.sourceId ?? any.event.sourceId,
        sport: stored?.sport ?? any.event.sport,
        competition: stored?.competition ?? any.event.competition,
        home: stored?.home ?? (away ? any.event.away : any.event.home),
        away: stored?.away ?? (away ? any.event.home : any.event.away),
      };
  const { status, score } = tellingOf(group);
  return { ...base, status, score };
}

const sameEvent = (one: SportingEvent, two: SportingEvent): boolean =>
  one.status === two.status &&
  one.startsAt === two.startsAt &&
  one.home === two.home &&
  one.away === two.away &&
  one.competition === two.competition &&
  one.sport === two.sport &&
  one.score?.at === two.score?.at &&
  one.score?.home === two.score?.home &&
  one.score?.away === two.score?.away;

const sameSelections = (one: Market, two: Market): boolean =>
  one.selections.length === two.selections.length &&
  one.selections.every((selection, i) => selection.id === two.selections[i]?.id);

/** Events of several sources under one id each: what goes to the pipeline, and how events move from one to another. */
export function createGroups(deps: {
  readonly book: Pick<MarketBook, 'event' | 'market' | 'marketsOf'>;
  readonly admission: Admission;
  /** Market time. */
  readonly now: () => EpochMs;
  readonly hasOpen: (id: EventId) => boolean;
  /** Drops an event from the market: its id is another's now. */
  readonly retire: (id: EventId) => void;
  /** Quotes in a source's own ids, on their way to the market. */
  readonly translate: (teller: Teller, quotes: readonly Quote[]) => void;
}) {
  const { book, admission } = deps;
  const groups = new Map<EventId, Group>();
  const standings = createStandings({ book, admission });

  const stateOf = (joined: JoinedMarket) => book.market(joined.market.id);

  /** Tells the event with some of its markets; quotes the book would drop with changed selections are told again. */
  const tell = (group: Group, joined: readonly JoinedMarket[], teller: Teller) => {
    const listed = eventOf(group);
    if (listed === undefined) return;
    const kept: Quote[] = [];
    for (const each of joined) {
      const state = stateOf(each);
      if (state && !sameSelections(state.market, each.market))
        kept.push(...standingQuotes(state, () => true));
    }
    const markets = joined.map((each) => each.market);
    const known = book.event(group.id);
    // The market may know that it has begun though no source has said so.
    const event = known === undefined ? listed : keptLive(known, listed, deps.now());
    if (markets.length === 0 && known !== undefined && sameEvent(known, event)) return;
    teller.next({ kind: 'event', event, markets });
    if (kept.length > 0) teller.next({ kind: 'quotes', quotes: kept });
  };

  /** Brings a source's market into the group; `undefined` where nothing of it changed for the market. */
  const join = (own: NativeMarket): JoinedMarket | undefined => {
    const { native } = own;
    const { group } = native;
    const before = own.joined?.market;
    const names = eventOf(group) ?? native.event;
    const restored = own.joined === undefined ? book.marketsOf(group.id) : [];
    const joined = joinMarket(
      group,
      own,
      names,
      restored.map((state) => state.market),
    );
    const shared = joined.sources.size > 1;
    if (shared && joined.sources.size === 2) admission.startSharing(joined);
    for (const each of joined.sources.values()) setRoutes(each);
    if (!shared && joined.market.status !== own.market.status)
      joined.market = { ...joined.market, status: own.market.status };
    const changed = before === undefined || before !== joined.market || !stateOf(joined);
    return changed ? joined : undefined;
  };

  /** What the source owned is the next one's. */
  const handOver = (joined: JoinedMarket, teller: Teller) => {
    for (const [family, owner] of [...joined.owners]) {
      if (owner !== teller.id) continue;
      admission.release(joined, family, (quotes) => teller.next({ kind: 'quotes', quotes }));
      if (joined.owners.get(family) !== teller.id) continue;
      joined.owners.delete(family);
      joined.gone.delete(family);
    }
  };

  /** Takes a source's market out of its group's; what it quoted has been withdrawn. */
  const leaveMarket = (own: NativeMarket) => {
    const { joined, native } = own;
    if (!joined) return;
    const { teller } = native;
    own.joined = undefined;
    joined.sources.delete(teller.id);
    for (const [key, quote] of joined.held) if (quote.sourceId === teller.id) joined.held.delete(key);
    for (const selection of own.market.selections) teller.routes.delete(selection.id);
    handOver(joined, teller);
    if (joined.sources.size === 0) {
      joined.group.markets.delete(joined.key);
      if (stateOf(joined))
        teller.next({
          kind: 'market-status',
          marketId: joined.market.id,
          status: 'suspended',
          at: deps.now(),
        });
      return;
    }
    standings.sync(joined, deps.now());
    if (joined.sources.size === 1) {
      joined.owners.clear();
      joined.gone.clear();
    }
    for (const each of joined.sources.values()) setRoutes(each);
  };

  /** The source's quotes on its event, kept-out ones too, in its own ids. */
  const nativeQuotes = (native: Native): readonly Quote[] => {
    const quotes: Quote[] = [];
    for (const own of native.markets.values()) {
      const { joined } = own;
      if (!joined) continue;
      const ids = new Map<SelectionId, SelectionId>();
      const bySide = new Map(joined.market.selections.map((selection) => [selection.side, selection.id]));
      for (const selection of own.market.selections) {
        const id = bySide.get(sideIn(native, selection.side));
        if (id !== undefined) ids.set(id, selection.id);
      }
      const mine = (quote: Quote) => quote.sourceId === native.teller.id && quote.levels.length > 0;
      // What is kept out is newer than what was withdrawn for it.
      for (const quote of [
        ...standingQuotes(stateOf(joined), mine),
        ...[...joined.held.values()].filter(mine),
      ]) {
        const selectionId = ids.get(quote.selectionId);
        if (selectionId !== undefined) quotes.push({ ...quote, selectionId, marketId: own.market.id });
      }
    }
    return quotes;
  };

  const withdrawAll = ({ teller, markets }: Native) => {
    const offers = [...markets.values()].flatMap(({ joined }) =>
      joined
        ? standingQuotes(
            stateOf(joined),
            ({ sourceId, levels }) => sourceId === teller.id && levels.length > 0,
          )
        : [],
    );
    if (offers.length > 0) teller.next({ kind: 'quotes', quotes: offers.map(withdrawn) });
  };

  /**
   * Takes a source's event out of its group. The group goes when nobody is left in it, and its event from the market,
   * unless there are bets on it: that one stays, without prices, until it is settled.
   */
  const leave = (native: Native) => {
    const { group, teller } = native;
    group.members.delete(teller.id);
    const last = group.members.size === 0;
    if (!last || deps.hasOpen(group.id)) withdrawAll(native);
    if (!last) {
      for (const own of native.markets.values()) leaveMarket(own);
      return;
    }
    for (const own of native.markets.values()) {
      own.joined = undefined;
      for (const selection of own.market.selections) teller.routes.delete(selection.id);
    }
    groups.delete(group.id);
    if (!deps.hasOpen(group.id)) deps.retire(group.id);
  };

  /** Puts an event into a group and tells its markets there. */
  const enter = (native: Native, group: Group, swapped: boolean) => {
    native.group = group;
    native.swapped = swapped;
    group.members.set(native.teller.id, native);
    groups.set(group.id, group);
    const joined = [...native.markets.values()].map((own) => join(own));
    tell(
      group,
      joined.filter((each) => each !== undefined),
      native.teller,
    );
    for (const own of native.markets.values()) if (own.joined) standings.entered(own, deps.now());
  };

  return {
    get: (id: EventId) => groups.get(id),
    all: () => groups.values(),
    stateOf,
    tell,
    join,
    enter,
    standings,
    /** An empty group of that id. */
    create: (id: EventId, stored: Group['stored']): Group => ({
      id,
      members: new Map(),
      stored,
      markets: new Map<string, JoinedMarket>(),
      told: undefined,
    }),
    /** Moves an event into another group, with its markets and every quote its source holds on it. */
    transfer(native: Native, group: Group, swapped: boolean): void {
      const quotes = nativeQuotes(native);
      leave(native);
      for (const own of native.markets.values()) own.shown = 'open';
      enter(native, group, swapped);
      if (quotes.length > 0) deps.translate(native.teller, quotes);
      for (const own of native.markets.values()) standings.retell(own, deps.now());
    },
    /** Forgets a group the market has dropped. */
    drop(group: Group): readonly Native[] {
      groups.delete(group.id);
      return [...group.members.values()];
    },
    /** Takes an event out for good: its source is gone. */
    leave,
    marketIds: (group: Group): readonly MarketId[] =>
      [...group.markets.values()].map(({ market }) => market.id),
  };
}
export type Groups = ReturnType<typeof createGroups>;
