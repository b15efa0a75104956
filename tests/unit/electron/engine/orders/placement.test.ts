import { describe, expect, it } from 'vitest';
import type { OrderId } from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk, draftOf, GBP, money, odds } from '../../../../support/order-desk.ts';

describe('placing', () => {
  it('writes intent, money and audit together before anything is sent', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    expect(desk.journal.revisions.map(({ state }) => state)).toEqual(['intent', 'sent']);
    expect(desk.journal.balances('practice', GBP)).toMatchObject({ cash: 990_00, atRisk: 10_00 });
    expect(desk.journal.auditAfter(0, 100).map(({ action }) => action)).toContain('order.intent');
    await desk.elapse(200);
    expect(await placing).toMatchObject({ state: 'matched', matched: 10_00, averagePrice: odds(2.5) });
    checkMoney(desk.journal);
  });

  it('keeps why the bet was made as it was when armed', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    desk.market.setFair('m/home', 0.5);
    const placing = desk.orders.place(draft.id);
    await desk.elapse(200);
    const { reason } = await placing;
    expect(reason).toMatchObject({
      fair: 0.42,
      method: 'power',
      quotePrice: odds(2.5),
      eventName: 'Arsenal v Leeds',
      marketName: 'Match odds',
      selectionName: 'home',
      bookName: 'Exchange',
      bankroll: 1_000_00,
    });
    expect(reason.ev).toBeCloseTo(0.42 * (1 + 1.5 * 0.98) - 1, 10);
  });

  it('sends an id once, however often and however quickly it is placed', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    const calls = [desk.orders.place(draft.id), desk.orders.place(draft.id)];
    await desk.elapse(50);
    calls.push(desk.orders.place(draft.id));
    await desk.elapse(300);
    calls.push(desk.orders.place(draft.id));
    const placed = await Promise.all(calls);
    expect(new Set(placed.map(({ revision }) => revision)).size).toBe(1);
    expect(desk.broker.sent.get(draft.id)).toBe(1);
    expect(() => desk.orders.arm(draft)).toThrow(/placed already/);
    checkMoney(desk.journal);
  });

  it('refuses what is not armed, armed otherwise, expired or disarmed', async () => {
    const desk = createTradingDesk();
    await expect(desk.orders.place('unknown-1' as OrderId)).rejects.toMatchObject({
      code: 'refused',
      details: { control: 'armed' },
    });
    const draft = draftOf();
    expect(desk.orders.arm(draft)).toMatchObject({ armed: true, armedUntil: desk.clock.now() + 30_000 });
    const other = { ...draft, stake: money(20_00) };
    expect(desk.orders.preview(other)).toMatchObject({ armed: false });
    await desk.elapse(30_000);
    await expect(desk.orders.place(draft.id)).rejects.toThrow(/not armed, or its time ran out/);
    desk.orders.arm(draft);
    desk.orders.disarm(draft.id);
    await expect(desk.orders.place(draft.id)).rejects.toThrow(/not armed/);
    expect(desk.broker.sent.size).toBe(0);
  });

  it('asks every control again at the moment of placing', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    desk.market.setStatus('m', 'suspended');
    await expect(desk.orders.place(draft.id)).rejects.toMatchObject({
      code: 'refused',
      details: { control: 'stale-quote' },
    });
    expect(desk.journal.order(draft.id)).toBeUndefined();
    expect(desk.journal.auditAfter(0, 100).at(-1)).toMatchObject({ action: 'order.refused' });
  });

  it('sends nothing when the journal cannot be written, and says so', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    desk.journal.failWith(new Error('The disk is full.'));
    await expect(desk.orders.place(draft.id)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Nothing was sent.*disk is full/),
    });
    expect(desk.broker.sent.size).toBe(0);
    desk.journal.failWith(undefined);
    expect(desk.journal.order(draft.id)).toBeUndefined();
    const placing = desk.orders.place(draft.id);
    await desk.elapse(200);
    expect(await placing).toMatchObject({ state: 'matched' });
    checkMoney(desk.journal);
  });

  it('finds out an answer that the journal could not take', async () => {
    const desk = createTradingDesk();
    const draft = draftOf();
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    placing.catch(() => undefined);
    desk.journal.failWith(new Error('The disk is full.'));
    await desk.elapse(300);
    await expect(placing).rejects.toThrow(/fate is being asked for/);
    desk.journal.failWith(undefined);
    await desk.elapse(3_000);
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'matched', matched: 10_00 });
    expect(desk.broker.sent.get(draft.id)).toBe(1);
    checkMoney(desk.journal);
  });

  it('records what a bookmaker offered instead, and gives the money back', async () => {
    const desk = createTradingDesk();
    const draft = draftOf({ bookId: 'bm', price: odds(2.4) });
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    desk.market.show('m/home', 'bm', 'back', [2.3, 100_00]);
    await desk.elapse(300);
    expect(await placing).toMatchObject({
      state: 'rejected',
      outcome: { code: 'price-changed', message: expect.stringMatching(/Asked 2\.4, .* offers 2\.3/) },
    });
    expect(desk.orders.balances()).toMatchObject({ cash: 1_000_00, atRisk: 0 });
  });

  it('lapses what is not there and keeps only what was matched at risk', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ stake: money(80_00) });
    expect(desk.journal.order(id)).toMatchObject({ state: 'lapsed', matched: 50_00 });
    expect(desk.orders.balances()).toMatchObject({ cash: 950_00, atRisk: 50_00 });
    const lay = await desk.bet({ side: 'lay', price: odds(2.54), stake: money(60_00) });
    expect(desk.journal.order(lay)).toMatchObject({ state: 'matched', averagePrice: 25_267 });
    // 40.00 at 2.52 and 20.00 at 2.54: 60.80 + 30.80, not the 92.40 reserved at the limit.
    expect(desk.orders.balances()).toMatchObject({ atRisk: 50_00 + 91_60 });
    checkMoney(desk.journal);
  });

  it('tells listeners every state and the bet, and survives one that throws', async () => {
    const desk = createTradingDesk();
    const states: string[] = [];
    desk.orders.onOrder(() => {
      throw new Error('a bad listener');
    });
    desk.orders.onOrder(({ state }) => void states.push(state));
    const bets: string[] = [];
    desk.orders.onBet(({ status }) => void bets.push(status));
    await desk.bet();
    expect(states).toEqual(['intent', 'sent', 'matched']);
    expect(bets).toEqual(['open']);
    expect(desk.orders.counts()).toEqual({ openOrders: 0, openBets: 1, unresolvedOrders: 0 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a deposit of %d', (amount) => {
    expect(() => createTradingDesk().orders.deposit(money(amount))).toThrow(/whole number/);
  });
});
