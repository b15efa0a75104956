import { describe, expect, it } from 'vitest';
import type { VenueOrder } from '../../../../../electron/engine/orders/broker.ts';
import type { Fill } from '../../../../../shared/domain/order.ts';
import { checkMoney, createTradingDesk, draftOf, money, odds } from '../../../../support/order-desk.ts';

describe('an unknown outcome', () => {
  it('is found matched when the answer was lost, and was sent once', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('answer-lost');
    const id = await desk.bet();
    expect(desk.journal.order(id)).toMatchObject({ state: 'unresolved', outcome: { code: 'unknown' } });
    await desk.elapse(2_100);
    expect(desk.journal.order(id)).toMatchObject({ state: 'matched', matched: 10_00 });
    expect(desk.broker.sent.get(id)).toBe(1);
    checkMoney(desk.journal);
  });

  it('is given up after a while when the venue never got it, and the money comes back', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('request-lost');
    const id = await desk.bet();
    await desk.elapse(8_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'unresolved' });
    expect(desk.orders.balances()).toMatchObject({ atRisk: 10_00 });
    await desk.elapse(8_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'rejected', outcome: { code: 'never-received' } });
    expect(desk.orders.balances()).toMatchObject({ cash: 1_000_00, atRisk: 0 });
    expect(desk.broker.sent.get(id)).toBe(1);
  });

  it('stops new orders on its market, and only there, until it is known', async () => {
    const desk = createTradingDesk();
    desk.market.addMarket('o', 'totals', ['over', 'under'], 2.5);
    desk.market.show('o/over', 'bf', 'back', [2, 50_00]);
    desk.broker.places.push('answer-lost');
    desk.broker.findsFail = true;
    const id = await desk.bet();
    await desk.elapse(30_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'unresolved' });
    const draft = draftOf();
    desk.orders.arm(draft);
    await expect(desk.orders.place(draft.id)).rejects.toThrow(/is unresolved, so the exposure is not known/);
    const elsewhere = await desk.bet({ marketId: 'o', selectionId: 'o/over', price: odds(2) });
    expect(desk.journal.order(elsewhere)).toMatchObject({ state: 'matched' });
    desk.broker.findsFail = false;
    await desk.elapse(3_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'matched' });
    const placing = desk.orders.place(draft.id).catch(() => desk.orders.arm(draft));
    await desk.elapse(300);
    await placing;
    checkMoney(desk.journal);
  });

  it('leaves only through reconciliation: news of it makes the engine ask', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('answer-lost');
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    desk.broker.tell({ ...venueOrder(id, 'matched', [fillOf(id, 1, 10_00)]) });
    // The news said matched; the venue, asked, says that it waits.
    expect(desk.journal.order(id)).toMatchObject({ state: 'unresolved' });
    await desk.elapse(200);
    expect(desk.journal.order(id)).toMatchObject({ state: 'accepted', matched: 0 });
  });

  it('is not waited for beyond patience, and a late answer still counts', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('hangs');
    const draft = draftOf();
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    await desk.elapse(20_100);
    expect(await placing).toMatchObject({ state: 'unresolved' });
    await desk.elapse(2_100);
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'matched' });
    checkMoney(desk.journal);
  });

  it('is not given up while its request may still arrive', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('slow');
    const draft = draftOf();
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    await desk.elapse(55_000);
    expect(await placing).toMatchObject({ state: 'unresolved' });
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'unresolved' });
    await desk.elapse(6_000);
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'matched', matched: 10_00 });
    checkMoney(desk.journal);
  });
});

describe('after a crash', () => {
  it('an order not sent is given up at once', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    desk.orders.onOrder(({ state }) => {
      // The disk fails between the intent and the sending.
      if (state === 'intent') desk.journal.failWith(new Error('The disk is full.'));
    });
    await expect(desk.orders.place(draft.id)).rejects.toMatchObject({ code: 'unavailable' });
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'intent' });
    desk.journal.failWith(undefined);
    const again = desk.restart();
    const reconciling = again.orders.reconcile();
    await again.elapse(200);
    expect(await reconciling).toEqual({ asked: 1, givenUp: 1, unresolved: 0 });
    expect(again.journal.order(draft.id)).toMatchObject({
      state: 'rejected',
      outcome: { code: 'never-sent' },
    });
    expect(again.broker.sent.size).toBe(0);
    checkMoney(again.journal);
  });

  it('an order sent and taken is found, one never received is given up after the grace time', async () => {
    const desk = createTradingDesk();
    const [taken, lost] = [draftOf(), draftOf()];
    desk.orders.arm(taken);
    desk.orders.arm(lost);
    desk.broker.places.push('hangs');
    desk.orders.place(taken.id).catch(() => undefined);
    await desk.elapse(150);
    desk.orders.place(lost.id).catch(() => undefined);
    const again = desk.restart();
    expect(
      again.orders.preview(draftOf()).verdicts.find(({ control }) => control === 'exposure'),
    ).toMatchObject({
      passed: false,
    });
    void again.orders.reconcile();
    await again.elapse(200);
    expect(again.journal.order(taken.id)).toMatchObject({ state: 'matched', matched: 10_00 });
    expect(again.journal.order(lost.id)).toMatchObject({ state: 'unresolved' });
    await again.elapse(14_000);
    expect(again.journal.order(lost.id)).toMatchObject({
      state: 'rejected',
      outcome: { code: 'never-received' },
    });
    expect(again.broker.sent.size).toBe(0);
    checkMoney(again.journal);
  });

  it('what waited at the venue is met again, with the fills of the time between', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    expect(desk.journal.order(id)).toMatchObject({ state: 'accepted' });
    desk.broker.dead = true;
    desk.market.show('m/home', 'bf', 'back', [2.52, 4_00]);
    const again = desk.restart();
    expect(again.orders.counts()).toMatchObject({ openOrders: 1 });
    void again.orders.reconcile();
    await again.elapse(200);
    expect(again.journal.order(id)).toMatchObject({ state: 'part-matched', matched: 4_00 });
    again.market.show('m/home', 'bf', 'back', [2.52, 30_00]);
    expect(again.journal.order(id)).toMatchObject({ state: 'matched' });
    checkMoney(again.journal);
  });
});

describe('an order the venue no longer knows', () => {
  it('lapses after a while: what was matched stays a bet, the rest of the money comes back', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    desk.market.show('m/home', 'bf', 'back', [2.52, 4_00]);
    await desk.elapse(1_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'part-matched', matched: 4_00 });
    desk.broker.find = () => Promise.resolve(undefined);
    await desk.elapse(31_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'part-matched' });
    await desk.elapse(40_000);
    expect(desk.journal.order(id)).toMatchObject({
      state: 'lapsed',
      matched: 4_00,
      outcome: { code: 'lost-by-venue' },
    });
    expect(desk.orders.balances().atRisk).toBe(4_00);
    checkMoney(desk.journal);
  });
});

describe('news from the venue', () => {
  it.each(['twice', 'late', 'late-and-twice'] as const)('ends consistent when it comes %s', async (fault) => {
    const desk = createTradingDesk();
    desk.broker.updates.push(fault, 'fine', fault);
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    desk.market.show('m/home', 'bf', 'back', [2.52, 3_00]);
    desk.market.show('m/home', 'bf', 'back', [2.52, 4_00]);
    desk.market.show('m/home', 'bf', 'back', [2.52, 50_00]);
    await desk.elapse(3_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'matched', matched: 10_00 });
    expect(desk.journal.fills(id).map(({ stake }) => stake)).toEqual([3_00, 4_00, 3_00]);
    checkMoney(desk.journal);
  });

  it('is asked for when it was lost', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    desk.broker.updates.push('lost');
    desk.market.show('m/home', 'bf', 'back', [2.52, 50_00]);
    expect(desk.journal.order(id)).toMatchObject({ state: 'accepted' });
    await desk.elapse(31_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'matched', matched: 10_00 });
    checkMoney(desk.journal);
  });

  it('of a fill after the end is booked and its money held again', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    const cancelling = desk.orders.cancel(id);
    await desk.elapse(300);
    expect(await cancelling).toMatchObject({ state: 'cancelled', matched: 0 });
    const late = venueOrder(id, 'cancelled', [fillOf(id, 1, 4_00)]);
    desk.broker.tell(late);
    desk.broker.tell(late);
    expect(desk.journal.order(id)).toMatchObject({ state: 'cancelled', matched: 4_00 });
    expect(desk.orders.balances()).toMatchObject({ cash: 996_00, atRisk: 4_00 });
    checkMoney(desk.journal);
  });

  it('of an order given up takes back what waits there', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('request-lost');
    const id = await desk.bet({ persistence: 'keep', price: odds(2.52) });
    await desk.elapse(16_000);
    expect(desk.journal.order(id)).toMatchObject({ state: 'rejected' });
    desk.broker.cancels.push('request-lost');
    desk.broker.tell(venueOrder(id, 'accepted', []));
    expect(desk.broker.cancels).toEqual([]);
    expect(desk.journal.auditAfter(0, 1_000).map(({ action }) => action)).toContain('order.orphan-cancelled');
  });

  it('of a stranger, or beyond the stake, changes no money', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    desk.broker.tell(venueOrder('order-of-someone-else', 'matched', []));
    desk.broker.tell(venueOrder(id, 'matched', [fillOf(id, 77, 5_00)]));
    expect(desk.journal.order(id)).toMatchObject({ matched: 10_00 });
    expect(desk.journal.auditAfter(0, 1_000).map(({ action }) => action)).toContain('fill.refused');
    checkMoney(desk.journal);
  });
});

const fillOf = (orderId: string, number: number, stake: number): Fill =>
  ({
    id: `${orderId}-x${number}`,
    orderId,
    price: odds(2.52),
    stake: money(stake),
    at: 1_700_000_000_000,
  }) as Fill;

const venueOrder = (orderId: string, state: VenueOrder['state'], fills: readonly Fill[]): VenueOrder =>
  ({
    orderId,
    venueRef: `paper-${orderId}`,
    state,
    matched: fills.reduce((sum, fill) => sum + fill.stake, 0),
    averagePrice: null,
    fills,
    outcome: null,
    at: 1_700_000_000_000,
  }) as unknown as VenueOrder;
