import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueOrder } from '../../../../../electron/engine/orders/broker.ts';
import { mergeReport } from '../../../../../electron/engine/orders/merge-report.ts';
import { canMove, isFinished } from '../../../../../electron/engine/orders/state-machine.ts';
import type { Fill, Order } from '../../../../../shared/domain/order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../../../../shared/domain/units.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';

const ID = 'order-no-1' as OrderId;
const fill = (number: number, stake: number, price = 25_000): Fill => ({
  id: `f${number}`,
  orderId: ID,
  price: price as OddsE4,
  stake: stake as MinorUnits,
  at: 1_700_000_000_000 as EpochMs,
});
const report = (state: VenueOrder['state'], fills: readonly Fill[], matched?: number): VenueOrder => ({
  orderId: ID,
  venueRef: 'v1',
  state,
  matched: (matched ?? fills.reduce((sum, item) => sum + item.stake, 0)) as MinorUnits,
  averagePrice: null,
  fills,
  outcome: state === 'cancelled' ? { code: 'cancelled', message: 'Cancelled.' } : null,
  at: 1_700_000_000_000 as EpochMs,
});
const sent = sampleOrder({ state: 'sent', stake: 1_000 as MinorUnits });

/** Applies reports in turn as the journal would. */
function replay(order: Order, reports: readonly VenueOrder[]) {
  let state = { order, fills: [] as readonly Fill[] };
  const states = [order.state];
  for (const item of reports) {
    const merged = mergeReport(state.order, state.fills, item);
    if (!merged.changed) continue;
    state = { order: merged.order, fills: [...state.fills, ...merged.newFills] };
    states.push(merged.order.state);
  }
  return { ...state, states };
}

describe('merging what a venue says', () => {
  it('takes a full fill as matched', () => {
    const { order, newFills } = mergeReport(sent, [], report('matched', [fill(1, 1_000)]));
    expect(order).toMatchObject({ state: 'matched', matched: 1_000, averagePrice: 25_000, venueRef: 'v1' });
    expect(newFills).toHaveLength(1);
  });

  it('keeps a finished order as it is when an older report comes late', () => {
    const { order, fills } = replay(sent, [
      report('cancelled', [fill(1, 400)]),
      report('accepted', []),
      report('part-matched', [fill(1, 400)]),
    ]);
    expect(order).toMatchObject({ state: 'cancelled', matched: 400 });
    expect(fills).toHaveLength(1);
  });

  it('does not fall back to accepted once a part is matched', () => {
    const { order } = replay(sent, [report('part-matched', [fill(1, 400)]), report('accepted', [])]);
    expect(order).toMatchObject({ state: 'part-matched', matched: 400 });
  });

  it('books a fill told after the end without reopening the order', () => {
    const { order } = replay(sent, [
      report('cancelled', [fill(1, 400)]),
      report('cancelled', [fill(1, 400), fill(2, 100)]),
    ]);
    expect(order).toMatchObject({ state: 'cancelled', matched: 500 });
  });

  it('does not finish an order whose fills are not all there', () => {
    const merged = mergeReport(sent, [], report('matched', [], 1_000));
    expect(merged.fillsMissing).toBe(true);
    expect(isFinished(merged.order.state)).toBe(false);
    expect(mergeReport(sent, [], report('cancelled', [fill(1, 100)], 300)).fillsMissing).toBe(true);
  });

  it('never books more than the stake, nor unusable fills', () => {
    const merged = mergeReport(sent, [fill(1, 800)], report('part-matched', [fill(2, 300), fill(3, 200)]));
    expect(merged.order).toMatchObject({ matched: 1_000, state: 'matched' });
    expect(merged.excess.map(({ id }) => id)).toEqual(['f2']);
    const bad = mergeReport(
      sent,
      [],
      report('accepted', [fill(1, Number.NaN), fill(2, -5), fill(3, 10, 9_000)]),
    );
    expect(bad.excess).toHaveLength(3);
    expect(bad.order.matched).toBe(0);
  });

  it('ends in the same place whatever the order, repetition or delay of true reports', () => {
    const history = fc
      .record({
        parts: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }),
        end: fc.constantFrom<VenueOrder['state']>('cancelled', 'lapsed'),
      })
      .chain(({ parts, end }) => {
        const fills: Fill[] = [];
        const reports: VenueOrder[] = [report('accepted', [])];
        let left = 1_000;
        parts.forEach((part, index) => {
          const stake = Math.min(part, left);
          if (stake === 0) return;
          left -= stake;
          fills.push(fill(index, stake, 25_000 + index * 100));
          reports.push(report(left === 0 ? 'matched' : 'part-matched', [...fills]));
        });
        if (left > 0) reports.push(report(end, [...fills]));
        const last = reports.at(-1) as VenueOrder;
        const noise = fc.array(fc.constantFrom(...reports), { maxLength: 12 });
        return fc.tuple(fc.constant(last), noise, noise);
      });
    fc.assert(
      fc.property(history, ([last, before, after]) => {
        const { order, fills, states } = replay(sent, [...before, last, ...after]);
        expect(order.state).toBe(last.matched === 1_000 ? 'matched' : last.state);
        expect(order.matched).toBe(last.matched);
        expect(fills.reduce((sum, item) => sum + item.stake, 0)).toBe(last.matched);
        states.slice(1).forEach((state, index) => {
          const from = states[index];
          expect(from && (from === state || canMove(from, state))).toBe(true);
        });
      }),
    );
  });
});
