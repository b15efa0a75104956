import type { Fill, Order } from '../../../../shared/domain/order.ts';
import type { EpochMs, MinorUnits } from '../../../../shared/domain/units.ts';
import type { VenueRecord } from '../../ports/venue-store.ts';
import type { VenueOrder } from '../broker.ts';
import { averagePrice, matchedOf } from '../liability.ts';
import type { Outcome } from './arrival.ts';
import type { Take } from './matching.ts';

/** A record just arrived, nothing matched yet. */
export function arrivedRecord(order: Order, venueRef: string, inPlay: boolean, at: EpochMs): VenueRecord {
  const { id, eventId, marketId, selectionId, bookId, side, price, stake, persistence } = order;
  return {
    ...{ id, eventId, marketId, selectionId, bookId, side, price, stake, persistence },
    venueRef,
    state: 'delayed',
    matched: 0 as MinorUnits,
    averagePrice: null,
    outcome: null,
    queueAhead: 0 as MinorUnits,
    inPlay,
    receivedAt: at,
    updatedAt: at,
  };
}

/** What the venue says of a record; an order in its bet delay is accepted and not matched yet. */
export const toVenueOrder = (record: VenueRecord, fills: readonly Fill[]): VenueOrder => ({
  orderId: record.id,
  venueRef: record.venueRef,
  state: record.state === 'delayed' ? 'accepted' : record.state,
  matched: record.matched,
  averagePrice: record.averagePrice,
  fills,
  outcome: record.outcome,
  at: record.updatedAt,
});

/** Fills for `takes`, numbered after the ones there are. */
export const fillsFor = (
  record: VenueRecord,
  takes: readonly Take[],
  after: number,
  at: EpochMs,
): readonly Fill[] =>
  takes.map((take, index) => ({
    id: `${record.venueRef}-${after + index + 1}`,
    orderId: record.id,
    price: take.price,
    stake: take.stake,
    at,
  }));

/** The record with all of its fills; open while something is left, unless `end` says why not. */
export function withFills(
  record: VenueRecord,
  fills: readonly Fill[],
  at: EpochMs,
  end?: { readonly state: 'rejected' | 'lapsed' | 'cancelled'; readonly outcome: Outcome },
): VenueRecord {
  const matched = matchedOf(fills);
  const open = matched.stake === 0 ? 'accepted' : 'part-matched';
  const full = matched.stake === record.stake;
  return {
    ...record,
    state: full ? 'matched' : (end?.state ?? open),
    outcome: full ? null : (end?.outcome ?? null),
    matched: matched.stake,
    averagePrice: averagePrice(matched),
    updatedAt: at,
  };
}

export const isOpenRecord = (record: VenueRecord): boolean =>
  record.state === 'delayed' || record.state === 'accepted' || record.state === 'part-matched';
