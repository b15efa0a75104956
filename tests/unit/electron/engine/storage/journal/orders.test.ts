import { describe, expect, test } from 'vitest';
import type { Order } from '../../../../../../shared/domain/order.ts';
import type { EpochMs, EventId, MinorUnits, OddsE4, OrderId } from '../../../../../../shared/domain/units.ts';
import { code, journalForEachTest, sampleFill } from '../../../../../support/journal-desk.ts';
import { sampleOrder } from '../../../../../support/sample-orders.ts';

const desk = journalForEachTest();

describe('orders', () => {
  test('come back as they were saved, with every transition kept', () => {
    const order = desk.advance(desk.advance(desk.saved(), { state: 'intent' }), {
      state: 'rejected',
      venueRef: 'ref',
      outcome: { code: 'price-moved', message: 'The price moved.' },
      updatedAt: 9 as EpochMs,
    });
    expect(desk.journal.order(order.id)).toEqual(order);
    expect(
      desk.db.prepare('SELECT revision, state, reason IS NULL AS same FROM order_transitions').all(),
    ).toEqual([
      { revision: 1, state: 'armed', same: 0 },
      { revision: 2, state: 'intent', same: 1 },
      { revision: 3, state: 'rejected', same: 1 },
    ]);
  });

  test.each([0, 1, 3])('refuse revision %i after revision 1', (revision) => {
    const order = desk.saved();
    expect(() => desk.journal.saveOrder({ ...order, state: 'intent', revision })).toThrow(code('conflict'));
    expect(desk.journal.order(order.id)).toEqual(order);
  });

  test('are refused where they could not be read again', () => {
    for (const wrong of [{ id: 'order' }, { currency: '' }, { state: 'x' }, { averagePrice: 1 }])
      expect(() => desk.journal.saveOrder(sampleOrder(wrong as Partial<Order>))).toThrow(code('invalid'));
    expect(desk.journal.orders({ mode: 'practice', limit: 9 })).toEqual([]);
    expect(desk.journal.damagedOrders('practice')).toEqual([]);
  });

  test('refuse to start at revision 2', () => {
    expect(() => desk.journal.saveOrder(sampleOrder({ revision: 2 }))).toThrow(code('conflict'));
  });

  test('keep their terms once they have left the ticket', () => {
    const armed = desk.advance(desk.saved(), { price: 30_000 as OddsE4 });
    const sent = desk.advance(armed, { state: 'intent' });
    const next = { ...sent, revision: sent.revision + 1 };
    expect(() => desk.journal.saveOrder({ ...next, stake: 1 as MinorUnits })).toThrow(/stake/);
    expect(() => desk.journal.saveOrder({ ...next, reason: { ...sent.reason, ev: 1 } })).toThrow(/reason/);
    expect(() => desk.journal.saveOrder({ ...next, mode: 'live' })).toThrow(/mode/);
  });

  test('are listed by state, by page and by event', () => {
    const at = (createdAt: number, id: string, changes: Partial<Order> = {}) =>
      desk.saved({ id: `order-no-${id}` as OrderId, createdAt: createdAt as EpochMs, ...changes });
    at(1, 'a', { state: 'matched' });
    at(2, 'b', { state: 'unresolved' });
    at(3, 'c', { eventId: 'other' as EventId });
    at(4, 'd', { mode: 'live' });
    const ids = (orders: readonly Order[]) => orders.map((order) => order.id.at(-1));
    expect(ids(desk.journal.unfinishedOrders('practice'))).toEqual(['b', 'c']);
    expect(ids(desk.journal.orders({ mode: 'practice', limit: 2 }))).toEqual(['c', 'b']);
    expect(ids(desk.journal.orders({ mode: 'practice', limit: 2, before: 2 as EpochMs }))).toEqual(['a']);
    expect(ids(desk.journal.ordersOfEvent('practice', 'sim:event' as EventId))).toEqual(['a', 'b']);
  });
});

describe('fills', () => {
  test('are kept once', () => {
    desk.saved();
    expect(desk.journal.saveFill(sampleFill())).toBe(true);
    expect(desk.journal.saveFill(sampleFill({ stake: 1 as MinorUnits }))).toBe(false);
    expect(desk.journal.fills('order-no-1' as OrderId)).toEqual([sampleFill()]);
  });
  test('of an unknown order are refused', () => {
    expect(() => desk.journal.saveFill(sampleFill())).toThrow(code('not-found'));
  });
});
