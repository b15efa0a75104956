import type { Market, Selection, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, MarketId, SelectionId, SourceId } from '../../../../shared/domain/units.ts';
import { sidesOf } from './event-sides.ts';
import { type Place, placeRunners, runnerKey, type Unplaced } from './market-shapes.ts';
import type { CatalogueMarket, CatalogueRunner } from './protocol.ts';
import { competitionOf } from './sports.ts';

export const SOURCE_ID = 'betfair' as SourceId;

/** Where a runner's prices go. */
export type Slot = { readonly marketId: MarketId; readonly selectionId: SelectionId };

/** A Betfair market that is brought: one market here, or one for each of its lines. */
export type Listing = {
  readonly nativeId: string;
  readonly eventId: EventId;
  readonly marketType: string;
  startsAt: EpochMs;
  /** By runner: `selectionId/handicap`. */
  slots: Map<string, Slot>;
  marketIds: readonly MarketId[];
  /** Whether lines of it yield to a market that has just that one line. */
  readonly doubleLine: boolean;
};

/** What a catalogue entry became. `told` are its event and the markets that are new or named otherwise. */
export type Listed =
  | {
      readonly ok: true;
      readonly listing: Listing;
      readonly event: SportingEvent;
      readonly markets: readonly Market[];
      readonly changed: boolean;
      readonly unplaced: readonly CatalogueRunner[];
    }
  | { readonly ok: false; readonly reason: Unplaced | 'malformed-time' | 'unknown-sport' };

type Entry = { event: SportingEvent; readonly markets: Map<MarketId, Market> };

export type Directory = {
  list(wire: CatalogueMarket): Listed;
  listing(nativeId: string): Listing | undefined;
  listings(): IterableIterator<Listing>;
  event(id: EventId): SportingEvent | undefined;
  /** The event with what is new of it; `undefined` when nothing is. */
  changeEvent(
    id: EventId,
    change: Partial<Pick<SportingEvent, 'status' | 'startsAt'>>,
  ): SportingEvent | undefined;
  /** Forgets events that started before `before`, and answers with their Betfair markets and ours. */
  prune(before: EpochMs): { readonly nativeIds: readonly string[]; readonly marketIds: readonly MarketId[] };
};

const NAMES: Readonly<Record<string, string>> = {
  draw: 'Draw',
  over: 'Over',
  under: 'Under',
  yes: 'Yes',
  no: 'No',
};
/** Order of selections within a market. */
const ORDER = ['home', 'draw', 'away', 'over', 'under', 'yes', 'no', '1X', 'X2', '12'];
const orderOf = ({ side }: Selection): number => {
  const place = ORDER.indexOf(side);
  return place < 0 ? ORDER.length : place;
};

const epochOf = (text: string | undefined): EpochMs | undefined => {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return at >= 0 ? (at as EpochMs) : undefined;
};

/** `<event>:<type>[:first-half][:<line>]`, as the other sources make theirs. */
const marketIdOf = (event: EventId, { type, period, line }: Place): MarketId =>
  `${event}:${type}${period === 'match' ? '' : `:${period}`}${line === null ? '' : `:${line}`}` as MarketId;

const sameMarket = (one: Market | undefined, other: Market): boolean =>
  one !== undefined &&
  one.selections.length === other.selections.length &&
  one.selections.every(
    (selection, index) =>
      selection.id === other.selections[index]?.id && selection.name === other.selections[index]?.name,
  );
const sameEvent = (one: SportingEvent, other: SportingEvent): boolean =>
  one.home === other.home &&
  one.away === other.away &&
  one.startsAt === other.startsAt &&
  one.competition === other.competition &&
  one.sport === other.sport;

/** The markets whose winner names the event best: full names of players where the event has surnames. */
const NAMING: ReadonlySet<string> = new Set(['MATCH_ODDS', 'MONEY_LINE']);

/** Every Betfair market that is brought, and the events and markets here that they belong to. No clock, no I/O. */
export function createDirectory(): Directory {
  const listings = new Map<string, Listing>();
  const events = new Map<EventId, Entry>();
  /** Which Betfair market prices which of ours. */
  const claims = new Map<MarketId, string>();

  /** One line, one market: the market made for a line alone wins over one of many lines, else the first stays. */
  const claim = (marketId: MarketId, nativeId: string, doubleLine: boolean): boolean => {
    const holder = listings.get(claims.get(marketId) ?? '');
    if (holder !== undefined && holder.nativeId !== nativeId) {
      if (doubleLine || !holder.doubleLine) return false;
      for (const [key, slot] of holder.slots) if (slot.marketId === marketId) holder.slots.delete(key);
      holder.marketIds = holder.marketIds.filter((id) => id !== marketId);
    }
    claims.set(marketId, nativeId);
    return true;
  };

  const eventOf = (
    wire: CatalogueMarket,
    id: EventId,
    known: SportingEvent | undefined,
    names: { readonly home: string; readonly away: string; readonly best: boolean },
  ): SportingEvent | undefined => {
    const startsAt = epochOf(wire.marketStartTime ?? wire.event.openDate);
    if (startsAt === undefined) return undefined;
    const filed = competitionOf(wire.eventType.id, wire.competition?.name ?? '');
    if (filed === undefined) return undefined;
    const keepsNames = known !== undefined && !names.best;
    return {
      id,
      sourceId: SOURCE_ID,
      ...filed,
      home: keepsNames ? known.home : names.home,
      away: keepsNames ? known.away : names.away,
      startsAt: keepsNames ? known.startsAt : startsAt,
      status: known?.status ?? 'scheduled',
      score: null,
    };
  };

  const marketsOf = (event: SportingEvent, groups: ReadonlyMap<MarketId, readonly Place[]>): Market[] =>
    [...groups].flatMap(([id, places]): Market[] => {
      const [first] = places;
      if (first === undefined) return [];
      const selections = places.map(
        ({ side }): Selection => ({
          id: `${id}:${side}` as SelectionId,
          marketId: id,
          name: side === 'home' ? event.home : side === 'away' ? event.away : (NAMES[side] ?? side),
          side,
        }),
      );
      selections.sort((a, b) => orderOf(a) - orderOf(b));
      const { type, period, line } = first;
      return [{ id, eventId: event.id, type, period, line, status: 'open', selections }];
    });

  /** Our markets of the entry, with their places, and the slots of its runners. */
  const claimPlaces = (
    nativeId: string,
    event: EventId,
    doubleLine: boolean,
    places: ReadonlyMap<string, Place>,
  ) => {
    const slots = new Map<string, Slot>();
    const groups = new Map<MarketId, Place[]>();
    const lost = new Set<string>();
    for (const [key, place] of places) {
      const marketId = marketIdOf(event, place);
      if (!claim(marketId, nativeId, doubleLine)) {
        lost.add(key);
        continue;
      }
      slots.set(key, { marketId, selectionId: `${marketId}:${place.side}` as SelectionId });
      groups.set(marketId, [...(groups.get(marketId) ?? []), place]);
    }
    return { slots, groups, lost };
  };

  return {
    list(wire) {
      const { marketId: nativeId, description, runners } = wire;
      const marketType = description?.marketType ?? '';
      const bettingType = description?.bettingType ?? '';
      if (competitionOf(wire.eventType.id, '') === undefined) return { ok: false, reason: 'unknown-sport' };
      const placed = placeRunners({ marketType, bettingType, runners, sides: sidesOf(wire.event.name) });
      if (!placed.ok) return placed;
      const id = `${SOURCE_ID}:${wire.event.id}` as EventId;
      const entry = events.get(id);
      const best = NAMING.has(marketType);
      const event = eventOf(wire, id, entry?.event, { home: placed.home, away: placed.away, best });
      if (event === undefined) return { ok: false, reason: 'malformed-time' };
      const doubleLine = bettingType !== 'ODDS';
      const listing: Listing = listings.get(nativeId) ?? {
        nativeId,
        eventId: id,
        marketType,
        startsAt: event.startsAt,
        slots: new Map(),
        marketIds: [],
        doubleLine,
      };
      const { slots, groups, lost } = claimPlaces(nativeId, id, doubleLine, placed.places);
      listing.startsAt = epochOf(wire.marketStartTime) ?? event.startsAt;
      listing.slots = slots;
      listing.marketIds = [...groups.keys()];
      listings.set(nativeId, listing);
      const known: Entry = entry ?? { event, markets: new Map() };
      const changedEvent = entry === undefined || !sameEvent(entry.event, event);
      known.event = event;
      events.set(id, known);
      const markets = marketsOf(event, groups).filter(
        (market) => !sameMarket(known.markets.get(market.id), market),
      );
      for (const market of markets) known.markets.set(market.id, market);
      const taken = runners.filter((r) => lost.has(runnerKey(r.selectionId, r.handicap)));
      return {
        ok: true,
        listing,
        event,
        markets,
        changed: changedEvent || markets.length > 0,
        unplaced: [...placed.unplaced, ...taken],
      };
    },
    listing: (nativeId) => listings.get(nativeId),
    listings: () => listings.values(),
    event: (id) => events.get(id)?.event,
    changeEvent(id, change) {
      const entry = events.get(id);
      if (entry === undefined) return undefined;
      const next = { ...entry.event, ...change };
      if (next.status === entry.event.status && next.startsAt === entry.event.startsAt) return undefined;
      entry.event = next;
      return next;
    },
    prune(before) {
      const nativeIds: string[] = [];
      const marketIds: MarketId[] = [];
      for (const [id, { event, markets }] of events) {
        if (event.startsAt >= before) continue;
        events.delete(id);
        for (const marketId of markets.keys()) claims.delete(marketId);
        marketIds.push(...markets.keys());
      }
      for (const [nativeId, { eventId }] of listings)
        if (!events.has(eventId)) {
          listings.delete(nativeId);
          nativeIds.push(nativeId);
        }
      return { nativeIds, marketIds };
    },
  };
}
