import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk, money, odds, type TestDesk } from '../../../../support/order-desk.ts';

const ended = (desk: TestDesk, home: number, away: number): SportingEvent => {
  desk.market.setEvent({ status: 'ended', score: { home, away, at: desk.clock.now() as EpochMs } });
  return desk.market.event(desk.market.eventId) as SportingEvent;
};

describe('settlement', () => {
  it('takes commission on the net winnings of a market, from its winners in proportion', async () => {
    const desk = createTradingDesk();
    desk.market.show('m/home', 'bf', 'back', [2.5, 500_00]);
    const [a, b] = [await desk.bet({ stake: money(10_00) }), await desk.bet({ stake: money(20_00) })];
    const loser = await desk.bet({ selectionId: 'm/draw', price: odds(3.4), stake: money(15_00) });
    expect(desk.orders.settleEvent(ended(desk, 2, 1))).toEqual({ settled: 3, corrected: 0, waiting: 0 });
    // 15.00 + 30.00 - 15.00 = 30.00 net, 2 % is 0.60: a third and two thirds.
    expect(desk.journal.bet(a)).toMatchObject({ result: 'won', profit: 14_80, commission: 20 });
    expect(desk.journal.bet(b)).toMatchObject({ result: 'won', profit: 29_60, commission: 40 });
    expect(desk.journal.bet(loser)).toMatchObject({ result: 'lost', profit: -15_00, commission: 0 });
    expect(desk.orders.balances()).toMatchObject({ cash: 1_029_40, atRisk: 0, profit: 29_40 });
    checkMoney(desk.journal);
  });

  it('settles lays as the mirror, and bookmakers without commission', async () => {
    const desk = createTradingDesk();
    const lay = await desk.bet({ side: 'lay', price: odds(2.52), stake: money(10_00) });
    const back = await desk.bet({ bookId: 'bm', price: odds(2.4), stake: money(10_00) });
    desk.orders.settleEvent(ended(desk, 1, 0));
    expect(desk.journal.bet(lay)).toMatchObject({ result: 'lost', profit: -15_20, commission: 0 });
    expect(desk.journal.bet(back)).toMatchObject({ result: 'won', profit: 14_00, commission: 0 });
    checkMoney(desk.journal);
  });

  it('pays halves of quarter lines and returns pushes', async () => {
    const desk = createTradingDesk();
    desk.market.addMarket('q', 'totals', ['over', 'under'], 2.25);
    desk.market.addMarket('w', 'asian-handicap', ['home', 'away'], -1);
    desk.market.show('q/over', 'bm', 'back', [1.9, 100_00]);
    desk.market.show('q/under', 'bm', 'back', [1.95, 100_00]);
    desk.market.show('w/home', 'bm', 'back', [2.05, 100_00]);
    const bet = (marketId: string, side: string, price: number) =>
      desk.bet({ marketId, selectionId: `${marketId}/${side}`, bookId: 'bm', price: odds(price) });
    const over = await bet('q', 'over', 1.9);
    const under = await bet('q', 'under', 1.95);
    const handicap = await bet('w', 'home', 2.05);
    desk.orders.settleEvent(ended(desk, 1, 1));
    expect(desk.journal.bet(over)).toMatchObject({ result: 'half-lost', profit: -5_00 });
    expect(desk.journal.bet(under)).toMatchObject({ result: 'half-won', profit: 4_75 });
    expect(desk.journal.bet(handicap)).toMatchObject({ result: 'lost' });
    checkMoney(desk.journal);
  });

  it('settles once, and again when the source corrects itself', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    const event = ended(desk, 1, 0);
    desk.orders.settleEvent(event);
    const won = desk.orders.balances();
    expect(desk.orders.settleEvent(event)).toEqual({ settled: 0, corrected: 0, waiting: 0 });
    expect(desk.orders.balances()).toEqual(won);
    expect(desk.orders.settleEvent(ended(desk, 0, 1))).toEqual({ settled: 0, corrected: 1, waiting: 0 });
    expect(desk.journal.bet(id)).toMatchObject({
      result: 'lost',
      profit: -10_00,
      corrected: { times: 1, resultBefore: 'won', profitBefore: 14_70 },
    });
    desk.market.setEvent({ status: 'abandoned' });
    const abandoned = desk.market.event(desk.market.eventId) as SportingEvent;
    expect(desk.orders.voidEvent(abandoned)).toMatchObject({ corrected: 1 });
    expect(desk.orders.balances()).toMatchObject({ cash: 1_000_00, atRisk: 0, profit: 0 });
    desk.orders.settleEvent(ended(desk, 1, 0));
    expect(desk.orders.balances()).toEqual(won);
    const actions = desk.journal.auditAfter(0, 100).map(({ action }) => action);
    expect(actions.filter((action) => action === 'bet.settled')).toHaveLength(1);
    expect(actions.filter((action) => action === 'bet.resettled')).toHaveLength(3);
    expect(actions.filter((action) => action === 'result.told')).toHaveLength(4);
    checkMoney(desk.journal);
  });

  it('returns every stake of an event that is postponed or abandoned', async () => {
    const desk = createTradingDesk();
    await desk.bet();
    await desk.bet({ side: 'lay', price: odds(2.52) });
    desk.market.setEvent({ status: 'abandoned' });
    const event = desk.market.event(desk.market.eventId) as SportingEvent;
    expect(desk.orders.voidEvent(event)).toMatchObject({ settled: 2 });
    expect(desk.orders.balances()).toMatchObject({ cash: 1_000_00, atRisk: 0, profit: 0 });
  });

  it('waits for an unfinished order of the market, then settles it with the rest', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    desk.broker.places.push('answer-lost');
    desk.broker.findsFail = true;
    const unknown = await desk.bet();
    expect(desk.orders.settleEvent(ended(desk, 1, 0))).toMatchObject({ settled: 0 });
    expect(desk.orders.hasOpen(desk.market.eventId)).toBe(true);
    desk.broker.findsFail = false;
    await desk.elapse(3_000);
    expect(desk.journal.bet(id)).toMatchObject({ status: 'settled', result: 'won' });
    expect(desk.journal.bet(unknown)).toMatchObject({ status: 'settled', result: 'won' });
    expect(desk.orders.hasOpen(desk.market.eventId)).toBe(false);
    checkMoney(desk.journal);
  });

  it('never guesses a half-time score or a missing one', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    desk.market.setEvent({ status: 'ended', score: null });
    const event = desk.market.event(desk.market.eventId) as SportingEvent;
    expect(desk.orders.settleEvent(event)).toEqual({ settled: 0, corrected: 0, waiting: 1 });
    expect(desk.journal.bet(id)).toMatchObject({ status: 'open' });
  });

  it('settles after a restart what ended meanwhile', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    const again = desk.restart();
    ended(again, 3, 0);
    const reconciling = again.orders.reconcile();
    await again.elapse(200);
    await reconciling;
    expect(again.journal.bet(id)).toMatchObject({ status: 'settled', result: 'won' });
    expect(again.orders.counts()).toEqual({ openOrders: 0, openBets: 0, unresolvedOrders: 0 });
  });

  it('leaves nothing at risk and conserves money whatever was bet and however it ends', async () => {
    const bets = fc.array(
      fc.record({
        side: fc.constantFrom('back', 'lay'),
        selection: fc.constantFrom('home', 'draw', 'away'),
        stake: fc.integer({ min: 100, max: 30_00 }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const score = fc.nat({ max: 3 });
    await fc.assert(
      fc.asyncProperty(bets, score, score, async (all, home, away) => {
        const desk = createTradingDesk();
        for (const of of ['home', 'draw', 'away']) {
          desk.market.show(`m/${of}`, 'bf', 'back', [3, 17_31], [2.98, 90_07]);
          desk.market.show(`m/${of}`, 'bf', 'lay', [3.05, 13_13], [3.1, 90_01]);
        }
        for (const { side, selection, stake } of all) {
          const price = odds(side === 'back' ? 2.98 : 3.1);
          await desk.bet({ side, selectionId: `m/${selection}`, price, stake: money(stake) });
          checkMoney(desk.journal);
        }
        const worst = desk.orders.exposure().total;
        desk.orders.settleEvent(ended(desk, home, away));
        checkMoney(desk.journal);
        const { cash, atRisk, profit } = desk.orders.balances();
        expect(atRisk).toBe(0);
        expect(cash).toBe(1_000_00 + profit);
        expect(profit).toBeGreaterThanOrEqual(-worst);
      }),
      { numRuns: 40 },
    );
  });
});
