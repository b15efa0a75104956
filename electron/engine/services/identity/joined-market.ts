import type { Market, MarketStatus, Selection } from '../../../../shared/domain/catalogue.ts';
import { mirroredLine, mirroredSide, sameMarketKey } from '../../../../shared/domain/identity/index.ts';
import type { EventId, MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import type { Group, JoinedMarket, Native, NativeMarket } from './state.ts';

const RESTRICTION: Readonly<Record<MarketStatus, number>> = { open: 0, suspended: 1, closed: 2 };

/** A market quoted by several sources is as open as its most open one; the others' books are flagged instead. */
export function statusOf({ sources, market }: JoinedMarket): MarketStatus {
  let least: MarketStatus | undefined;
  for (const { market: own } of sources.values())
    if (least === undefined || RESTRICTION[own.status] < RESTRICTION[least]) least = own.status;
  return least ?? market.status;
}

/** As every source makes its ids: `<event>:<type>[:<period>][:<line>]`. */
const marketIdOf = (event: EventId, { type, period }: Market, line: number | null): MarketId =>
  `${event}:${type}${period === 'match' ? '' : `:${period}`}${line === null ? '' : `:${line}`}` as MarketId;

const SIDES: readonly string[] = ['home', 'draw', 'away', 'over', 'under', 'yes', 'no', '1X', '12', 'X2'];
const rank = ({ side }: Selection): number => {
  const at = SIDES.indexOf(side);
  return at < 0 ? SIDES.length : at;
};

export const sideIn = (native: Pick<Native, 'swapped'>, side: Selection['side']): Selection['side'] =>
  native.swapped ? mirroredSide(side) : side;

/** The market as the group would have it, made of a source's own. */
function adopted(
  group: Group,
  { native, market }: NativeMarket,
  names: { home: string; away: string },
): Market {
  const line = native.swapped ? mirroredLine(market) : market.line;
  const id = marketIdOf(group.id, market, line);
  const selections = market.selections.map((selection): Selection => {
    const side = sideIn(native, selection.side);
    const name = side === 'home' ? names.home : side === 'away' ? names.away : selection.name;
    return { id: `${id}:${side}` as SelectionId, marketId: id, name: mirrored(side, selection, name), side };
  });
  // Sorting is stable: correct scores stay in the order they came.
  const ordered = native.swapped ? selections.sort((one, two) => rank(one) - rank(two)) : selections;
  return {
    id,
    eventId: group.id,
    type: market.type,
    period: market.period,
    line,
    status: market.status,
    selections: ordered,
  };
}

/** Where a name is the side itself (`2-1`, `1X`), it turns with it. */
const mirrored = (side: Selection['side'], { name, side: own }: Selection, otherwise: string): string =>
  side !== own && name === own ? side : otherwise;

/** `known` with those sides of the source's market that it lacks; `known` itself where it has them all. */
function completed(known: Market, made: Market): Market {
  const missing = made.selections.filter(
    ({ side }) => !known.selections.some((selection) => selection.side === side),
  );
  if (missing.length === 0) return known;
  const added = missing.map((selection) => ({
    ...selection,
    id: `${known.id}:${selection.side}` as SelectionId,
    marketId: known.id,
  }));
  return { ...known, selections: [...known.selections, ...added] };
}

/**
 * Puts a source's market among its group's: into the one of the same type, period and line, or as one of its own.
 * `restored` are markets of the group that the book holds from earlier, whose ids bets may stand on.
 */
export function joinMarket(
  group: Group,
  own: NativeMarket,
  names: { readonly home: string; readonly away: string },
  restored: readonly Market[],
): JoinedMarket {
  const { native, market } = own;
  const plain = sameMarketKey(market, native.swapped);
  const first = group.markets.get(plain);
  // A source with two markets of one kind keeps them apart.
  const taken = first?.sources.get(native.teller.id);
  const key = taken !== undefined && taken !== own ? `${plain}|${market.id}` : plain;
  const canonical = native.event.id === group.id;
  const joined = group.markets.get(key);
  if (joined) {
    joined.sources.set(native.teller.id, own);
    own.joined = joined;
    const others = joined.sources.size > 1 || joined.market.id !== market.id;
    joined.market = canonical && !others ? market : completed(joined.market, adopted(group, own, names));
    return joined;
  }
  const before = canonical ? undefined : restored.find((each) => sameMarketKey(each, false) === key);
  const made = canonical ? market : adopted(group, own, names);
  const fresh: JoinedMarket = {
    key,
    group,
    market: before ? { ...completed(before, made), status: made.status } : made,
    sources: new Map([[native.teller.id, own]]),
    owners: new Map(),
    gone: new Set(),
    held: new Map(),
  };
  group.markets.set(key, fresh);
  own.joined = fresh;
  return fresh;
}

/** Routes of one source's market; none where its quotes pass as they are. */
export function setRoutes(own: NativeMarket): void {
  const { native, market, joined } = own;
  const { routes } = native.teller;
  const bySide = new Map(joined?.market.selections.map((selection) => [selection.side, selection.id]));
  for (const selection of market.selections) {
    const selectionId = bySide.get(sideIn(native, selection.side));
    const passes =
      joined === undefined ||
      selectionId === undefined ||
      (selectionId === selection.id && joined.market.id === market.id && joined.sources.size === 1);
    if (passes) routes.delete(selection.id);
    else
      routes.set(selection.id, {
        selectionId,
        marketId: joined.market.id,
        joined,
        shared: joined.sources.size > 1,
      });
  }
}
