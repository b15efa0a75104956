import { describe, expect, it } from 'vitest';
import type { ClosingLine } from '../../../../../electron/engine/ports/market-store.ts';
import type { OrderId } from '../../../../../shared/domain/units.ts';
import { journalForEachTest } from '../../../../support/journal-desk.ts';
import { createTradingDesk, money, type TestDesk } from '../../../../support/order-desk.ts';

const file = journalForEachTest();
const damage = (id: OrderId, assignment: string) =>
  file.db.prepare(`UPDATE orders SET ${assignment} WHERE id = ?`).run(id);

describe('an order that is damaged while the engine runs', () => {
  const lineOf = (desk: TestDesk, fair: number) =>
    ({
      selectionId: 'm/home',
      marketId: 'm',
      fair,
      prices: {},
      at: desk.clock.now(),
    }) as unknown as ClosingLine;
  const closesOf = (id: OrderId) => file.journal.bet(id)?.closing.map(({ fair }) => fair);

  it('leaves the other bets of its event their close, and is told', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const [bad, good] = [await desk.bet(), await desk.bet({ stake: money(20_00) })];
    damage(bad, `currency = '?'`);
    desk.orders.captureClosing([lineOf(desk, 0.4)]);
    expect(closesOf(good)).toEqual([0.4]);
    expect(desk.orders.damaged()).toMatchObject([{ id: bad }]);
  });

  it('leaves them theirs anew where the start is put off', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const [bad, good] = [await desk.bet(), await desk.bet({ stake: money(20_00) })];
    desk.orders.captureClosing([lineOf(desk, 0.4)]);
    damage(bad, `currency = '?'`);
    desk.orders.reopenClosing(desk.market.eventId);
    expect(closesOf(good)).toEqual([]);
    await desk.elapse(100);
    desk.orders.captureClosing([lineOf(desk, 0.5)]);
    expect(closesOf(good)).toEqual([0.5]);
  });

  it('leaves them theirs, too, where its own is refused, which is told', async () => {
    const desk = createTradingDesk({
      journal: {
        ...file.journal,
        saveClosing(id, closing) {
          if (id === refused) throw new Error('market refused');
          file.journal.saveClosing(id, closing);
        },
      },
    });
    const [refused, good] = [await desk.bet(), await desk.bet({ stake: money(20_00) })];
    expect(() => desk.orders.captureClosing([lineOf(desk, 0.4)])).toThrow('market refused');
    expect([refused, good].map(closesOf)).toEqual([[], [0.4]]);
  });
});
