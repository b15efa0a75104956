import type { Fill, Order, OrderState } from '../../../shared/domain/order.ts';
import type { VenueOrder } from './broker.ts';
import type { Matched } from './liability.ts';
import { averagePrice, matchedOf } from './liability.ts';
import { isFinished } from './state-machine.ts';

/** What a venue's report changes about an order. */
export type Merged = {
  /** As the order stands afterwards, without revision and times; equal in content when nothing changed. */
  readonly order: Order;
  readonly changed: boolean;
  readonly newFills: readonly Fill[];
  readonly matched: Matched;
  /** Fills that would take the order past its stake: never booked. */
  readonly excess: readonly Fill[];
  /** The report counts more as matched than its fills and ours explain: ask the venue for the whole order. */
  readonly fillsMissing: boolean;
};

const usable = (order: Order, fill: Fill): boolean =>
  fill.orderId === order.id &&
  Number.isSafeInteger(fill.stake) &&
  fill.stake > 0 &&
  Number.isSafeInteger(fill.price) &&
  fill.price > 10_000;

/** New fills in the report's order as far as the stake reaches, and those beyond it. */
function sortFills(order: Order, known: readonly Fill[], reported: readonly Fill[]) {
  const seen = new Set(known.map((fill) => fill.id));
  let total = known.reduce((sum, fill) => sum + fill.stake, 0);
  const newFills: Fill[] = [];
  const excess: Fill[] = [];
  for (const fill of reported) {
    if (seen.has(fill.id)) continue;
    seen.add(fill.id);
    if (!usable(order, fill) || total + fill.stake > order.stake) excess.push(fill);
    else {
      newFills.push(fill);
      total += fill.stake;
    }
  }
  return { newFills, excess };
}

/**
 * The state after a report. Fills are facts and only add up; a finished order stays finished; an open order never
 * falls behind what its fills say, however late or out of order reports come.
 */
function stateAfter(order: Order, report: VenueOrder, matched: Matched, fillsMissing: boolean): OrderState {
  if (isFinished(order.state)) return order.state;
  if (matched.stake === order.stake) return 'matched';
  const open = matched.stake > 0 ? 'part-matched' : 'accepted';
  switch (report.state) {
    case 'accepted':
    case 'part-matched':
      return open;
    case 'matched':
      // Said to be whole, and the fills do not say so.
      return open;
    case 'cancelled':
    case 'lapsed':
      return fillsMissing ? open : report.state;
    case 'rejected':
      return fillsMissing ? open : matched.stake > 0 ? 'lapsed' : 'rejected';
  }
}

/** Joins what the venue says with what the journal knows. Pure; any report may come twice, late or out of order. */
export function mergeReport(order: Order, known: readonly Fill[], report: VenueOrder): Merged {
  const { newFills, excess } = sortFills(order, known, report.fills);
  const matched = matchedOf([...known, ...newFills]);
  const claimed = report.state === 'matched' ? order.stake : report.matched;
  const fillsMissing = claimed > matched.stake && excess.length === 0;
  const state = stateAfter(order, report, matched, fillsMissing);
  const wasFinished = isFinished(order.state);
  const merged: Order = {
    ...order,
    state,
    matched: matched.stake,
    averagePrice: averagePrice(matched),
    venueRef: order.venueRef ?? report.venueRef,
    outcome: wasFinished ? order.outcome : isFinished(state) && state !== 'matched' ? report.outcome : null,
  };
  const changed =
    state !== order.state || newFills.length > 0 || (merged.venueRef !== order.venueRef && !wasFinished);
  return { order: merged, changed, newFills, matched, excess, fillsMissing };
}
