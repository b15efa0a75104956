import type { OpeningClosing, PricesAsOf } from '../../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { closeOf, type LastOffer } from '../../../../shared/domain/closing-price.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
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
 * What was offered last up to a moment, and `at` which it was first heard. Histories hold changes only, not what was
 * said in between, nor a book's standing or what was suspect: an offer counts as sound, and as standing until it was
 * withdrawn. Between two withdrawals there always is one.
 */
function lastOffer(
  store: Store,
  key: PriceKey,
  to: EpochMs,
  heardAt: EpochMs = to,
): RecordedOffer | undefined {
  const last = store.priceAsOf(key, to, null);
  if (last === undefined) return undefined;
  const { price, at } = last;
  return price === null ? lastOffer(store, key, (at - 1) as EpochMs, at) : { price, at, heardAt };
}

const LAST_MOMENT = Number.MAX_SAFE_INTEGER as EpochMs;

/**
 * First price seen and the close (`closeOf`), per book; no close before the event has started. What a history does not
 * record can't rule a close out here: prices that went stale unchanged, were suspect, or of a book not standing open.
 */
export function openingAndClosing(store: Store, event: SportingEvent, now: EpochMs): OpeningClosing[] {
  return store
    .markets(event.id)
    .flatMap((market) => market.selections)
    .flatMap(({ id: selectionId }) => {
      // Events start late: what was kept as the close says when this one did.
      const startedAt = store.closingLine(selectionId)?.at ?? event.startsAt;
      const before = (startedAt - 1) as EpochMs;
      return store.priceHistoriesOf(selectionId).flatMap((key) => {
        const opening = store.openingPrice(key, before);
        const first = opening ?? store.openingPrice(key, LAST_MOMENT);
        const last = store.priceAsOf(key, LAST_MOMENT, null);
        if (first === undefined || last === undefined) return [];
        const closing = now < startedAt ? undefined : closeOf(lastOffer(store, key, before), startedAt);
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
