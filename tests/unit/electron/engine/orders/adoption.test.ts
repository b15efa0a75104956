import { describe, expect, it } from 'vitest';
import type { VenueOrder } from '../../../../../electron/engine/orders/broker.ts';
import type { Fill } from '../../../../../shared/domain/order.ts';
import type { EpochMs, OrderId } from '../../../../../shared/domain/units.ts';
import { createTradingDesk, GBP, money, odds } from '../../../../support/order-desk.ts';

/** What the venue says of an order by hand, with one fill of 5.00 at a moment. */
const filled = (orderId: OrderId, number: number, matched: number, at: number): VenueOrder => {
  const fill = { id: `${orderId}-x${number}`, orderId, price: odds(2.52), stake: money(5_00), at } as Fill;
  const state = matched === 10_00 ? 'matched' : 'part-matched';
  const venueRef = `paper-${orderId}`;
  return {
    ...{ orderId, venueRef, state, matched: money(matched), averagePrice: null },
    ...{ fills: [fill], outcome: null, at: at as EpochMs },
  };
};

describe('an order whose news comes later than it happened', () => {
  const waiting = async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ price: odds(2.52), persistence: 'keep' });
    const order = () => desk.journal.order(id);
    expect(order()).toMatchObject({ state: 'accepted', matched: 0 });
    return { desk, id, order };
  };

  it('was changed when the venue changed it, and its money moved then', async () => {
    const { desk, id, order } = await waiting();
    const at = desk.clock.now();
    await desk.elapse(60_000);
    desk.broker.tell({
      ...filled(id, 1, 5_00, at),
      state: 'lapsed',
      outcome: { code: 'closed', message: '' },
    });
    expect(order()).toMatchObject({ state: 'lapsed', matched: 5_00, updatedAt: at });
    expect(desk.journal.fills(id).map((fill) => fill.at)).toEqual([at]);
    const released = desk.journal
      .ledger({ mode: 'practice', limit: 100 })
      .filter(({ kind }) => kind === 'release');
    expect(new Set(released.map((entry) => entry.at))).toEqual(new Set([at]));
    expect(desk.journal.balances('practice', GBP).atRisk).toBe(5_00);
  });

  it('goes by the newest of its changes, in whichever order they are told', async () => {
    const { desk, id, order } = await waiting();
    const at = desk.clock.now();
    await desk.elapse(60_000);
    desk.broker.tell(filled(id, 2, 5_00, at + 30_000));
    desk.broker.tell(filled(id, 1, 10_00, at + 10_000));
    expect(order()).toMatchObject({ state: 'matched', matched: 10_00, updatedAt: at + 30_000 });
  });

  it('was not changed in time to come, though the clock of the venue says so', async () => {
    const { desk, id, order } = await waiting();
    await desk.elapse(60_000);
    desk.broker.tell(filled(id, 1, 5_00, desk.clock.now() + 5_000));
    expect(order()?.updatedAt).toBe(desk.clock.now());
  });
});
