import { describe, expect, it } from 'vitest';
import { createTradingDesk, draftOf, money, odds } from '../../../../support/order-desk.ts';

describe('exposure', () => {
  it('nets what is matched in a market and sums over markets', async () => {
    const desk = createTradingDesk();
    desk.market.addMarket('o', 'totals', ['over', 'under'], 2.5);
    desk.market.show('o/over', 'bm', 'back', [2, 100_00]);
    await desk.bet({ stake: money(10_00) });
    await desk.bet({ selectionId: 'm/draw', price: odds(3.4), stake: money(10_00) });
    // Worst case is the away win: both stakes.
    expect(desk.orders.exposure()).toEqual({ total: 20_00, events: [{ eventId: 'e', amount: 20_00 }] });
    await desk.bet({ selectionId: 'm/away', price: odds(3.1), stake: money(10_00) });
    // Now the home win pays 15.00 against 20.00 lost.
    expect(desk.orders.exposure().total).toBe(5_00);
    await desk.bet({
      marketId: 'o',
      selectionId: 'o/over',
      bookId: 'bm',
      price: odds(2),
      stake: money(7_00),
    });
    expect(desk.orders.exposure().total).toBe(12_00);
  });

  it('counts what waits only where it loses', async () => {
    const desk = createTradingDesk();
    await desk.bet({ stake: money(10_00) });
    await desk.bet({ side: 'lay', persistence: 'keep', price: odds(2.4), stake: money(10_00) });
    // Home wins: +15.00 and perhaps -14.00; otherwise -10.00 and perhaps +10.00, which is not counted.
    expect(desk.orders.exposure().total).toBe(10_00);
    await desk.bet({ side: 'lay', persistence: 'keep', price: odds(2.4), stake: money(30_00) });
    expect(desk.orders.exposure().total).toBe(41_00);
  });

  it('counts the winners of a double chance together', async () => {
    const desk = createTradingDesk();
    desk.market.addMarket('d', 'double-chance', ['1X', '12', 'X2']);
    for (const side of ['1X', '12']) {
      desk.market.show(`d/${side}`, 'bm', 'back', [1.5, 100_00]);
      await desk.bet({ marketId: 'd', selectionId: `d/${side}`, bookId: 'bm', price: odds(1.5) });
    }
    // A home win pays both; a draw or an away win pays one and loses one.
    expect(desk.orders.exposure().total).toBe(5_00);
  });

  it('of a correct score includes the scores not listed', async () => {
    const desk = createTradingDesk();
    desk.market.addMarket('c', 'correct-score', ['1-0', '0-0']);
    desk.market.show('c/1-0', 'bm', 'back', [8, 100_00]);
    desk.market.show('c/0-0', 'bm', 'back', [9, 100_00]);
    await desk.bet({ marketId: 'c', selectionId: 'c/1-0', bookId: 'bm', price: odds(8) });
    await desk.bet({ marketId: 'c', selectionId: 'c/0-0', bookId: 'bm', price: odds(9) });
    expect(desk.orders.exposure().total).toBe(20_00);
  });

  it('shows in the preview with the ticket counted whole', () => {
    const desk = createTradingDesk();
    const preview = desk.orders.preview(draftOf({ side: 'lay', price: odds(2.52), stake: money(10_00) }));
    expect(preview).toMatchObject({ liability: 15_20, profitIfWon: 10_00, quotePrice: odds(2.52) });
    expect(preview.verdicts.find(({ control }) => control === 'exposure')?.message).toMatch(
      /the event 15\.20 GBP/,
    );
    expect(preview.evLow).toBeLessThan(preview.ev ?? 0);
    expect(preview.evHigh).toBeGreaterThan(preview.ev ?? 0);
  });
});
