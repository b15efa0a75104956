import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../../../electron/engine/ports/journal.ts';
import type { OrderId } from '../../../../../shared/domain/units.ts';
import { createMemoryJournal } from '../../../../support/memory-journal.ts';
import { checkMoney, createTradingDesk, draftOf, money, odds } from '../../../../support/order-desk.ts';

const waiting = { persistence: 'keep', price: odds(2.52) };

describe('cancelling', () => {
  it('gives back what was not matched and keeps the bet', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet(waiting);
    desk.market.show('m/home', 'bf', 'back', [2.52, 4_00]);
    const cancelling = desk.orders.cancel(id);
    await desk.elapse(200);
    expect(await cancelling).toMatchObject({ state: 'cancelled', matched: 4_00 });
    expect(desk.orders.balances()).toMatchObject({ cash: 996_00, atRisk: 4_00 });
    checkMoney(desk.journal);
  });

  it('asks once however often it is pressed, and answers a finished order as it is', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet(waiting);
    const all = [desk.orders.cancel(id), desk.orders.cancel(id)];
    await desk.elapse(200);
    const [one, two] = await Promise.all(all);
    expect(one).toEqual(two);
    expect(await desk.orders.cancel(id)).toEqual(one);
    await expect(desk.orders.cancel('order-nowhere' as OrderId)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('finds out what became of it when the answer is lost', async () => {
    const desk = createTradingDesk();
    const [done, lost] = [await desk.bet(waiting), await desk.bet(waiting)];
    desk.broker.cancels.push('answer-lost', 'request-lost');
    const cancels = [desk.orders.cancel(done), desk.orders.cancel(lost)];
    await desk.elapse(400);
    const [first, second] = await Promise.all(cancels);
    expect(first).toMatchObject({ state: 'cancelled' });
    expect(second).toMatchObject({ state: 'accepted' });
    checkMoney(desk.journal);
  });
});

describe('cancelling while the disk is full', () => {
  it('goes on asking until what became of it is written', async () => {
    const desk = createTradingDesk();
    const draft = draftOf({ price: odds(2.48) });
    desk.orders.arm(draft);
    desk.orders.place(draft.id).catch(() => undefined);
    desk.orders.cancel(draft.id).catch(() => undefined);
    desk.journal.failWith(new Error('The disk is full.'));
    await desk.elapse(25_000);
    desk.journal.failWith(undefined);
    await desk.elapse(3_000);
    expect(desk.journal.order(draft.id)).toMatchObject({ state: 'matched' });
    checkMoney(desk.journal);
  });
});

describe('panic', () => {
  it('disarms all, cancels all, and halts arming until released, over a restart too', async () => {
    const desk = createTradingDesk();
    const ids = [await desk.bet(waiting), await desk.bet(waiting)];
    const armed = draftOf();
    desk.orders.arm(armed);
    const panicking = desk.orders.panic();
    await desk.elapse(300);
    expect(await panicking).toEqual({ cancelled: 2, unconfirmed: 0, disarmed: 1 });
    for (const id of ids) expect(desk.journal.order(id)?.state).toBe('cancelled');
    await expect(desk.orders.place(armed.id)).rejects.toMatchObject({ code: 'refused' });
    const again = desk.restart();
    expect(again.orders.isHalted()).toBe(true);
    expect(() => again.orders.arm(draftOf())).toThrow(/halted since panic: release/);
    again.orders.release();
    expect(again.orders.arm(draftOf()).armed).toBe(true);
    const actions = again.journal.auditAfter(0, 1_000).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['orders.panic', 'orders.panic-done', 'orders.released']));
    checkMoney(again.journal);
  });

  it('answers in time while the venue hangs, and goes on watching', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet(waiting);
    desk.broker.cancels.push('hangs');
    const panicking = desk.orders.panic();
    await desk.elapse(3_100);
    expect(await panicking).toEqual({ cancelled: 0, unconfirmed: 1, disarmed: 0 });
    await desk.elapse(3_000);
    expect(desk.journal.order(id)?.state).toBe('cancelled');
    checkMoney(desk.journal);
  });

  it('takes back an order that reaches the venue only after it', async () => {
    const desk = createTradingDesk();
    const draft = draftOf(waiting);
    desk.orders.arm(draft);
    const placing = desk.orders.place(draft.id);
    desk.broker.cancels.push('request-lost');
    void desk.orders.panic();
    await desk.elapse(600);
    expect(await placing).toMatchObject({ state: 'accepted' });
    expect(desk.journal.order(draft.id)?.state).toBe('cancelled');
    checkMoney(desk.journal);
  });

  it('works while the journal cannot be written', async () => {
    const desk = createTradingDesk();
    const id = await desk.bet(waiting);
    desk.journal.failWith(new Error('The disk is full.'));
    const panicking = desk.orders.panic();
    await desk.elapse(400);
    expect(await panicking).toMatchObject({ unconfirmed: 1 });
    expect(desk.orders.isHalted()).toBe(true);
    desk.journal.failWith(undefined);
    await desk.elapse(3_000);
    expect(desk.journal.order(id)?.state).toBe('cancelled');
  });

  /** A desk with two waiting orders that notes, in order, each cancel it sends and each thing it tries to write. */
  async function observedDesk() {
    const effects: string[] = [];
    const memory = createMemoryJournal();
    const journal: Journal = {
      ...memory,
      saveSetting(key, value, at) {
        effects.push(`setting ${key}`);
        memory.saveSetting(key, value, at);
      },
      audit(line) {
        effects.push(`audit ${line.action}`);
        memory.audit(line);
      },
    };
    const desk = createTradingDesk({ journal });
    const ids = [await desk.bet(waiting), await desk.bet(waiting)];
    const send = desk.broker.cancel;
    desk.broker.cancel = (id) => {
      effects.push(`cancel ${id}`);
      return send(id);
    };
    effects.length = 0;
    return { desk, effects, memory, ids };
  }

  it('sends every cancel before it touches the disk, and both before it first waits', async () => {
    const { desk, effects, ids } = await observedDesk();
    const panicking = desk.orders.panic();
    expect(effects).toEqual([
      ...ids.map((id) => `cancel ${id}`),
      'setting orders.halted.practice',
      'audit orders.panic',
    ]);
    await desk.elapse(300);
    expect(await panicking).toMatchObject({ cancelled: 2 });
  });

  it('sends every cancel on a full disk, though one request throws', async () => {
    const { desk, effects, memory, ids } = await observedDesk();
    const send = desk.broker.cancel;
    desk.broker.cancel = (id) => {
      const answer = send(id);
      if (id === ids[0]) throw new Error('The line is gone.');
      return answer;
    };
    memory.failWith(new Error('The disk is full.'));
    const panicking = desk.orders.panic();
    expect(effects.slice(0, 2)).toEqual(ids.map((id) => `cancel ${id}`));
    expect(desk.orders.isHalted()).toBe(true);
    await desk.elapse(400);
    expect(await panicking).toMatchObject({ unconfirmed: 2 });
    memory.failWith(undefined);
    await desk.elapse(3_000);
    for (const id of ids) expect(memory.order(id)?.state).toBe('cancelled');
  });

  it('asks once for an order of which news comes while it is being asked for', async () => {
    const { desk, effects, memory, ids } = await observedDesk();
    const send = desk.broker.cancel;
    desk.broker.cancel = (id) => {
      const known = memory.order(id);
      const fill = {
        id: `fill-${id}`,
        orderId: id,
        price: odds(2.52),
        stake: money(1_00),
        at: desk.clock.now(),
      };
      desk.broker.tell({
        orderId: id,
        venueRef: known?.venueRef ?? '',
        state: 'part-matched',
        matched: money(1_00),
        averagePrice: odds(2.52),
        fills: [fill],
        outcome: null,
        at: desk.clock.now(),
      });
      return send(id);
    };
    desk.orders.panic().catch(() => undefined);
    expect(effects.filter((effect) => effect.startsWith('cancel'))).toEqual(ids.map((id) => `cancel ${id}`));
    await desk.elapse(300);
    expect(effects.filter((effect) => effect.startsWith('cancel'))).toHaveLength(ids.length);
  });
});
