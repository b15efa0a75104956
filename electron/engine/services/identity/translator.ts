import type { Market, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { mirroredScore } from '../../../../shared/domain/identity/index.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { FeedEvent } from '../../feeds/source.ts';
import type { Admission } from './admission.ts';
import type { Groups } from './groups.ts';
import type { JoinedMarket, Native, NativeMarket, Teller } from './state.ts';
import { isOver, relisted, tellingOf } from './telling.ts';

/**
 * Puts a source's quotes under the market's ids. What passes as it is, is passed as it is: the array, where nothing in it
 * goes by another id. One map lookup a quote.
 */
export const createQuoteTranslation =
  (admission: Pick<Admission, 'admits'>) =>
  (teller: Teller, quotes: readonly Quote[]): void => {
    const { routes } = teller;
    if (routes.size === 0) {
      teller.next({ kind: 'quotes', quotes });
      return;
    }
    const passed: Quote[] = [];
    for (const quote of quotes) {
      const route = routes.get(quote.selectionId);
      if (route === undefined) {
        passed.push(quote);
        continue;
      }
      const renamed: Quote = {
        selectionId: route.selectionId,
        marketId: route.marketId,
        bookId: quote.bookId,
        side: quote.side,
        levels: quote.levels,
        sourceId: quote.sourceId,
        sourceTime: quote.sourceTime,
        receivedAt: quote.receivedAt,
      };
      if (!route.shared || admission.admits(route.joined, teller, renamed)) passed.push(renamed);
    }
    if (passed.length > 0) teller.next({ kind: 'quotes', quotes: passed });
  };

const sameNames = (one: SportingEvent, two: SportingEvent): boolean =>
  one.home === two.home &&
  one.away === two.away &&
  one.startsAt === two.startsAt &&
  one.sport === two.sport &&
  one.competition === two.competition;

/** Everything else a source tells, in the market's ids. */
export function createTranslator(deps: {
  readonly groups: Groups;
  /** Market time. */
  readonly now: () => EpochMs;
  readonly translate: (teller: Teller, quotes: readonly Quote[]) => void;
  /** A source has told an event for the first time: finds its place, and tells it with these markets. */
  readonly introduce: (teller: Teller, event: SportingEvent, markets: readonly Market[]) => void;
  /** An event goes by other names or starts at another time. */
  readonly renamed: (native: Native) => void;
}) {
  const { groups } = deps;

  const takeEvent = (teller: Teller, event: SportingEvent, markets: readonly Market[]) => {
    const native = teller.events.get(event.id);
    if (!native) {
      deps.introduce(teller, event, markets);
      return;
    }
    const same = sameNames(native.event, event);
    native.event = relisted(native.event, event, deps.now());
    const changed: JoinedMarket[] = [];
    const shared: JoinedMarket[] = [];
    for (const market of markets) {
      const own = nativeMarket(native, market);
      const joined = groups.join(own);
      if (joined) changed.push(joined);
      if (own.joined && own.joined.sources.size > 1) shared.push(own.joined);
    }
    if (native.group.members.size === 1 && native.group.id === event.id && native.group.told === undefined)
      teller.next({ kind: 'event', event: native.event, markets: changed.map((joined) => joined.market) });
    else groups.tell(native.group, changed, teller);
    for (const joined of shared) groups.standings.sync(joined, deps.now());
    if (!same) deps.renamed(native);
  };

  return (teller: Teller, event: FeedEvent): void => {
    switch (event.kind) {
      case 'quotes':
        deps.translate(teller, event.quotes);
        return;
      case 'event':
        takeEvent(teller, event.event, event.markets);
        return;
      case 'market-status': {
        const own = teller.markets.get(event.marketId);
        if (!own?.joined) {
          teller.next(event);
          return;
        }
        const { joined } = own;
        own.market = { ...own.market, status: event.status };
        if (joined.sources.size > 1) groups.standings.sync(joined, event.at);
        else {
          joined.market = { ...joined.market, status: event.status };
          teller.next({ ...event, marketId: joined.market.id });
        }
        return;
      }
      case 'book-standing': {
        const own = teller.markets.get(event.marketId);
        if (own?.joined) groups.standings.take(own, event.bookId, event.standing, event.at);
        else teller.next(event);
        return;
      }
      case 'market-result': {
        const { marketId, outcomes } = event;
        const routed = outcomes.map(({ selectionId, outcome }) => ({
          selectionId: teller.routes.get(selectionId)?.selectionId ?? selectionId,
          outcome,
        }));
        const joined = teller.markets.get(marketId)?.joined;
        teller.next({ ...event, marketId: joined?.market.id ?? marketId, outcomes: routed });
        return;
      }
      case 'score': {
        const native = teller.events.get(event.eventId);
        if (!native) {
          teller.next(event);
          return;
        }
        const { group } = native;
        const { status } = event;
        if (native.event.status === 'ended' && status !== 'ended') return;
        native.event = { ...native.event, status, score: event.score };
        // Every source's result is heard; of scores in play only the newest of all sources is the market's.
        if (!isOver(event) && tellingOf(group).by !== native) return;
        const score = native.swapped ? mirroredScore(event.score) : event.score;
        teller.next({ ...event, eventId: group.id, score });
        return;
      }
      case 'books':
      case 'quarantine':
        teller.next(event);
        return;
      default:
        event satisfies never;
    }
  };
}

/** The event's market, new or told again. */
export function nativeMarket(native: Native, market: Market): NativeMarket {
  const { teller, markets } = native;
  const known = markets.get(market.id);
  if (known) {
    // Selections it had before may go by routes that would outlive them.
    for (const selection of known.market.selections) teller.routes.delete(selection.id);
    known.market = market;
    return known;
  }
  const own: NativeMarket = { native, market, joined: undefined, standings: new Map(), shown: 'open' };
  markets.set(market.id, own);
  teller.markets.set(market.id, own);
  return own;
}
