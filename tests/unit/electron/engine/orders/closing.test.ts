import { describe, expect, it } from 'vitest';
import type { ClosingLine } from '../../../../../electron/engine/ports/market-store.ts';
import type { EventId, OrderId } from '../../../../../shared/domain/units.ts';
import { createTradingDesk, odds, type TestDesk } from '../../../../support/order-desk.ts';

const line = (desk: TestDesk, side: string, fair: number, prices: Record<string, number>): ClosingLine =>
  ({
    selectionId: `m/${side}`,
    marketId: 'm',
    fair,
    prices: Object.fromEntries(Object.entries(prices).map(([book, price]) => [book, odds(price)])),
    at: desk.clock.now(),
  }) as unknown as ClosingLine;

const close = (desk: TestDesk) => [
  line(desk, 'home', 0.45, { bf: 2.2, bm: 2.1, bm2: 2.15 }),
  line(desk, 'draw', 0.28, { bf: 3.5, bm: 3.3 }),
  line(desk, 'away', 0.27, { bf: 3.6, bm: 3.4, bm2: 3.5 }),
];
const closingOf = (desk: TestDesk, id: OrderId) => desk.journal.bet(id)?.closing ?? [];

describe('closing line value', () => {
  it('is measured against the consensus and each book that priced the whole market', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    desk.orders.captureClosing(close(desk));
    const values = closingOf(desk, id);
    expect(values.map(({ against }) => against)).toEqual(['consensus', 'bf', 'bm']);
    const [consensus, exchange, bookmaker] = values;
    expect(consensus).toMatchObject({ fair: 0.45, closingPrice: odds(2.2) });
    expect(consensus?.gross).toBeCloseTo(2.5 * 0.45 - 1, 12);
    expect(consensus?.net).toBeCloseTo((1 + 1.5 * 0.98) * 0.45 - 1, 12);
    expect(bookmaker).toMatchObject({ closingPrice: odds(2.1) });
    // Margin-free: below what the price with its margin says.
    expect(bookmaker?.fair).toBeLessThan(1 / 2.1);
    expect(exchange?.fair).toBeGreaterThan(0.4);
  });

  it('is the mirror for a lay: per unit of liability', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet({ side: 'lay', price: odds(2.52) });
    desk.orders.captureClosing(close(desk));
    const consensus = closingOf(desk, id)[0];
    expect(consensus?.gross).toBeCloseTo((0.55 - 0.45 * 1.52) / 1.52, 12);
    expect(consensus?.net).toBeCloseTo((0.55 * 0.98 - 0.45 * 1.52) / 1.52, 12);
  });

  it('stays empty without a close, for what was not matched, and for bets made in play', async () => {
    const desk = createTradingDesk();
    const other = await desk.bet({ selectionId: 'm/draw', price: odds(3.4) });
    desk.orders.captureClosing([line(desk, 'home', 0.45, {})]);
    expect(closingOf(desk, other)).toEqual([]);
    await desk.elapse(100);
    const late = await desk.bet();
    desk.orders.captureClosing(close(desk));
    expect(closingOf(desk, late)).toEqual([]);
  });

  it('reaches an order whose fills were learnt only after the start', async () => {
    const desk = createTradingDesk();
    desk.broker.places.push('answer-lost');
    desk.broker.findsFail = true;
    const id = await desk.bet();
    desk.orders.captureClosing(close(desk));
    expect(closingOf(desk, id)).toEqual([]);
    desk.broker.findsFail = false;
    await desk.elapse(3_000);
    expect(closingOf(desk, id)).toHaveLength(3);
  });

  it('stands once taken, whatever lines come after it and in whatever run', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet();
    desk.orders.captureClosing(close(desk));
    const first = closingOf(desk, id);
    await desk.elapse(100);
    const later = desk.restart();
    for (const run of [desk, later]) {
      if (run === later) run.orders.captureClosing([line(run, 'home', 0.6, {})]);
      expect(closingOf(run, id)).toEqual(first);
    }
  });

  it.each([false, true])(
    'is taken back with the start, and anew at the next (restarted: %s)',
    async (restarted) => {
      const before = createTradingDesk();
      const [early, other] = [
        await before.bet(),
        await before.bet({ selectionId: 'm/draw', price: odds(3.4) }),
      ];
      before.orders.captureClosing([line(before, 'home', 0.4, {})]);
      expect(closingOf(before, early)).toHaveLength(1);
      const desk = restarted ? before.restart() : before;
      const told: (readonly unknown[])[] = [];
      desk.orders.onBet(({ closing }) => void told.push(closing));
      desk.orders.reopenClosing('another' as EventId);
      expect(closingOf(desk, early)).toHaveLength(1);
      desk.orders.reopenClosing(desk.market.eventId);
      expect(told).toEqual([[]]);
      expect(closingOf(desk, early)).toEqual([]);

      await desk.elapse(100);
      const late = await desk.bet();
      desk.orders.captureClosing([line(desk, 'home', 0.55, {})]);
      for (const id of [early, late]) expect(closingOf(desk, id)).toMatchObject([{ fair: 0.55 }]);
      expect(closingOf(desk, other)).toEqual([]);
      const reopened = desk.journal
        .auditAfter(0, 1_000)
        .filter(({ action }) => action === 'closing.reopened');
      expect(reopened).toMatchObject([{ subject: 'e', detail: { orders: [early] } }]);
    },
  );
});
