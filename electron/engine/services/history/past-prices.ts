import type { OpeningClosing, PricesAsOf } from '../../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { closeOf, type LastOffer } from '../../../../shared/domain/closing-price.ts';
import type { BookId, EpochMs, EventId, SelectionId } from '../../../../shared/domain/units.ts';
import type { MarketStore, PriceKey } from '../../ports/market-store.ts';

type Store = Pick<
  MarketStore,
  'markets' | 'priceHistoriesOf' | 'priceAsOf' | 'openingPrice' | 'fairHistory' | 'closingLine'
>;

/** An event's prices and fair prices as they stood; offers that were withdrawn then are left out. */
export function pricesAsOf(store: Store, eventId: EventId, known: EpochMs, said: EpochMs | null): PricesAsOf {
  const markets = store.markets(eventId);
  const selections = markets.flatMap((market) => market.selections);
  return {
    markets: [...markets],
    prices: selections.flatMap(({ id: selectionId, marketId }) =>
      store.priceHistoriesOf(selectionId).flatMap((key) => {
        const point = store.priceAsOf(key, known, said);
        if (point === undefined || point.price === null) return [];
        const { price, size, sourceTime, at } = point;
        return [{ selectionId, marketId, bookId: key.bookId, side: key.side, price, size, sourceTime, at }];
      }),
    ),
    fair: selections.flatMap(({ id: selectionId }) => {
      const inForce = store.fairHistory(selectionId, known, known).findLast(({ at }) => at <= known);
      return inForce === undefined ? [] : [{ selectionId, ...inForce }];
    }),
  };
}

type RecordedOffer = LastOffer & { readonly at: EpochMs };

/**
 * What was offered last up to a moment, and `at` which it was first heard. Histories hold changes only: an offer counts
 * as standing until it was withdrawn, else until `heardAt`. Between two withdrawals there always is one.
 */
function lastOffer(store: Store, key: PriceKey, to: EpochMs, heardAt: EpochMs): RecordedOffer | undefined {
  const last = store.priceAsOf(key, to, null);
  if (last === undefined) return undefined;
  const { price, at } = last;
  return price === null ? lastOffer(store, key, (at - 1) as EpochMs, at) : { price, at, heardAt };
}

/** When each book last changed any of its prices on these up to a moment. */
function lastChanges(
  store: Store,
  selections: readonly SelectionId[],
  to: EpochMs,
): ReadonlyMap<BookId, EpochMs> {
  const changes = new Map<BookId, EpochMs>();
  for (const id of selections)
    for (const key of store.priceHistoriesOf(id)) {
      const at = store.priceAsOf(key, to, null)?.at ?? (0 as EpochMs);
      if (at > (changes.get(key.bookId) ?? 0)) changes.set(key.bookId, at);
    }
  return changes;
}

const LAST_MOMENT = Number.MAX_SAFE_INTEGER as EpochMs;

/**
 * First price seen and the close (`closeOf`), per book; no close before the event has started. Where closing lines were
 * kept, what bets are held against, they say which back prices closed. Else a book is taken to have been heard when it
 * last changed any price of the event: what is not in a history can't rule a close out, prices that were suspect or of a
 * book not standing open.
 */
export function openingAndClosing(store: Store, event: SportingEvent, now: EpochMs): OpeningClosing[] {
  const selections = store.markets(event.id).flatMap((market) => market.selections.map(({ id }) => id));
  const lines = new Map(selections.map((id) => [id, store.closingLine(id)]));
  // Events start late: what was kept as the close says when this one did.
  const eventStartedAt = [...lines.values()].find((line) => line !== undefined)?.at ?? event.startsAt;
  const heard = lastChanges(store, selections, (eventStartedAt - 1) as EpochMs);
  return selections.flatMap((selectionId) => {
    const line = lines.get(selectionId);
    const startedAt = line?.at ?? eventStartedAt;
    const before = (startedAt - 1) as EpochMs;
    const closingOf = (key: PriceKey): RecordedOffer | undefined => {
      if (now < startedAt) return undefined;
      const heardAt = line === undefined ? (heard.get(key.bookId) ?? before) : before;
      const offer = closeOf(lastOffer(store, key, before, heardAt), startedAt);
      if (line === undefined || key.side === 'lay' || offer === undefined) return offer;
      const price = line.prices[key.bookId];
      return price === undefined ? undefined : { ...offer, price };
    };
    return store.priceHistoriesOf(selectionId).flatMap((key) => {
      const opening = store.openingPrice(key, before);
      const first = opening ?? store.openingPrice(key, LAST_MOMENT);
      const last = store.priceAsOf(key, LAST_MOMENT, null);
      if (first === undefined || last === undefined) return [];
      const closing = closingOf(key);
      return {
        firstAt: first.at,
        lastAt: last.at,
        selectionId,
        bookId: key.bookId,
        side: key.side,
        startsAt: startedAt,
        opening: opening === undefined ? null : { price: opening.price, at: opening.at },
        closing: closing === undefined ? null : { price: closing.price, at: closing.at },
      };
    });
  });
}
