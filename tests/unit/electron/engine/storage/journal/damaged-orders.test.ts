import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectBackup, takeBackup } from '../../../../../../electron/engine/storage/backups.ts';
import type { Order } from '../../../../../../shared/domain/order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../../../../../shared/domain/units.ts';
import { journalForEachTest, sampleFill } from '../../../../../support/journal-desk.ts';
import { sampleOrder } from '../../../../../support/sample-orders.ts';

const desk = journalForEachTest();
const GOOD = 'order-no-1' as OrderId;
const BAD = 'order-no-2' as OrderId;
const mode = 'practice' as const;
const { eventId } = sampleOrder();

/** Two bets on one event, both matched in full. */
function twoBets(state: Order['state'] = 'matched') {
  for (const id of [GOOD, BAD]) {
    const order = desk.saved({ id });
    desk.advance(order, { state, matched: 1000 as MinorUnits, averagePrice: 26_000 as OddsE4 });
    desk.journal.saveFill(sampleFill({ id: `fill-${id}`, orderId: id, stake: 1000 as MinorUnits }));
    desk.journal.saveClosing(id, [
      { against: 'consensus', fair: 0.5 as never, closingPrice: null, gross: 0, net: 0, at: 7 as EpochMs },
    ]);
  }
}

/** As a failing disk leaves it: the file's own rules are not asked. */
function damage(sql: string) {
  for (const trigger of ['fills_stand', 'settlements_stand']) desk.db.exec(`DROP TRIGGER ${trigger}`);
  desk.db.exec(sql);
  expect(desk.db.pragma('quick_check(1)', { simple: true })).toBe('ok');
}
const set = (assignment: string) => `UPDATE orders SET ${assignment} WHERE id = '${BAD}'`;

const DAMAGES: readonly (readonly [fault: string, sql: string])[] = [
  ['reason', set(`reason = '{"eventN'`)],
  ['reason', set(`reason = '{}'`)],
  ['state', set(`state = 'matchedd'`)],
  ['currency', set(`currency = ''`)],
  ['average price', set('average_price = -7')],
  ['price', set('price = 9223372036854775807')],
  ['matched', set('matched = 9223372036854775807')],
  ['created at', set('created_at = -5')],
  ['fill', `UPDATE fills SET stake = 9223372036854775807 WHERE order_id = '${BAD}'`],
  ['close', `UPDATE closings SET fair = 1e300 WHERE order_id = '${BAD}'`],
];

describe('one damaged order', () => {
  test.each(DAMAGES)('by its %s is told, and every list has the others (%s)', (fault, sql) => {
    twoBets();
    damage(sql);
    const { journal } = desk;
    expect(journal.damagedOrders(mode)).toEqual([]);
    expect(journal.orders({ mode, limit: 9 }).map(({ id }) => id)).toEqual([GOOD]);
    expect(journal.ordersOfEvent(mode, eventId).map(({ id }) => id)).toEqual([GOOD]);
    expect(journal.betsOfEvent(mode, eventId).map(({ orderId }) => orderId)).toEqual([GOOD]);
    expect(journal.bets({ mode, status: 'open', limit: 9 }).map(({ orderId }) => orderId)).toEqual([GOOD]);
    expect(journal.unfinishedOrders(mode)).toEqual([]);
    expect(journal.damagedOrders(mode)).toMatchObject([{ id: BAD, eventId, fault, isOver: false }]);
    const refusal = expect.objectContaining({
      code: 'corrupt',
      message: expect.stringMatching(`the ${fault} of order ${BAD} can't be read.*no good backup.*leave`),
    });
    expect(() => journal.order(BAD)).toThrow(refusal);
    expect(() => journal.bet(BAD)).toThrow(refusal);
  });

  test('of another mode is not told of in this one', () => {
    twoBets();
    damage(set(`state = 'x'`));
    desk.journal.orders({ mode, limit: 9 });
    expect(desk.journal.damagedOrders('paper')).toEqual([]);
  });

  test('is over once it is settled, and not when it may wait at its book', () => {
    twoBets();
    const settled = { revision: 1, rate: 0, resultRevision: 1, result: 'won', commission: 0 } as never;
    desk.journal.saveSettlement({ ...(settled as object), orderId: BAD, profit: 5, at: 8 } as never);
    damage(`UPDATE settlements SET profit = 9223372036854775807 WHERE order_id = '${BAD}'`);
    desk.journal.bets({ mode, status: 'settled', limit: 9 });
    expect(desk.journal.damagedOrders(mode)).toMatchObject([
      { fault: 'settlement', isFinished: true, isOver: true },
    ]);
    desk.db.exec(set(`state = 'aceppted', settled_at = NULL`));
    desk.journal.orders({ mode, limit: 9 });
    expect(desk.journal.damagedOrders(mode)).toMatchObject([
      { fault: 'state', isFinished: false, isOver: false },
    ]);
  });

  test('is no longer among the damaged once its row is mended', () => {
    twoBets();
    damage(set(`state = 'x'`));
    desk.journal.orders({ mode, limit: 9 });
    expect(desk.journal.damagedOrders(mode)).toHaveLength(1);
    desk.db.exec(set(`state = 'matched'`));
    expect(desk.journal.orders({ mode, limit: 9 })).toHaveLength(2);
    expect(desk.journal.damagedOrders(mode)).toEqual([]);
  });

  test.each(DAMAGES)('by its %s keeps the good backups: none is made of it (%s)', (fault, sql) => {
    twoBets();
    const folder = mkdtempSync(join(tmpdir(), 'overround-damage-'));
    try {
      mkdirSync(join(folder, 'backups'));
      const good = takeBackup(desk.db, 'journal', join(folder, 'backups'), 1 as EpochMs, 2);
      expect(inspectBackup(good.path, 'journal', good.version)).toEqual({ verdict: 'good' });
      damage(sql);
      expect(() => takeBackup(desk.db, 'journal', join(folder, 'backups'), 2 as EpochMs, 2)).toThrow(
        `the ${fault} of order ${BAD}`,
      );
      desk.db.prepare('VACUUM INTO ?').run(join(folder, 'copy.db'));
      expect(inspectBackup(join(folder, 'copy.db'), 'journal', good.version)).toEqual({
        verdict: 'damaged',
        what: `the ${fault} of order ${BAD}`,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
