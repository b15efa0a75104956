import { describe, expect, it } from 'vitest';
import { damageWords } from '../../../../../electron/engine/services/damage-words.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, OrderId, SourceId } from '../../../../../shared/domain/units.ts';
import { journalForEachTest } from '../../../../support/journal-desk.ts';
import {
  createTestDesk,
  createTradingDesk,
  draftOf,
  money,
  odds,
  type TestDesk,
} from '../../../../support/order-desk.ts';

const file = journalForEachTest();

const ended = (desk: TestDesk): SportingEvent => {
  desk.market.setEvent({ status: 'ended', score: { home: 2, away: 1, at: desk.clock.now() as EpochMs } });
  return desk.market.event(desk.market.eventId) as SportingEvent;
};
const damage = (id: OrderId, assignment: string) =>
  file.db.prepare(`UPDATE orders SET ${assignment} WHERE id = ?`).run(id);
/** The service as the next run opens it, on the file as it is by then. */
const reopened = (desk: TestDesk) => createTestDesk({ journal: file.journal }, desk);

describe('an order that is damaged in the journal', () => {
  it('holds up the market it is in, and no other', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const sound = await desk.bet();
    const bad = await desk.bet({ stake: money(20_00) });
    const elsewhere = await desk.bet({ bookId: 'bm', price: odds(2.4), stake: money(10_00) });
    damage(bad, `reason = '{"event'`);
    const again = reopened(desk);
    const before = again.orders.balances();
    expect(again.orders.settleEvent(ended(again))).toEqual({ settled: 1, corrected: 0, waiting: 2 });
    expect(file.journal.bet(elsewhere)).toMatchObject({ status: 'settled', result: 'won', profit: 14_00 });
    expect(file.journal.bet(sound)).toMatchObject({ status: 'open' });
    expect(again.orders.results.outlook(again.market.eventId).waiting).toMatchObject([
      { order: { id: sound }, why: `order ${bad} of its market can't be read in the journal` },
    ]);
    // What the damaged bet holds is still in the money at risk.
    expect(again.orders.balances().atRisk).toBe(before.atRisk - 10_00);
    expect(file.journal.settlements(bad)).toEqual([]);
  });

  it('settles with its market once the row is mended', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet();
    damage(bad, `currency = '?'`);
    const again = reopened(desk);
    expect(again.orders.settleEvent(ended(again))).toMatchObject({ settled: 0, waiting: 1 });
    damage(bad, `currency = 'GBP'`);
    expect(again.orders.settleEvent(ended(again))).toMatchObject({ settled: 1, waiting: 0 });
  });

  it('has its event kept, and what is told of its end, for when the row is mended', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet();
    const { eventId, marketId, selectionId, bookId } = file.journal.order(bad) ?? draftOf();
    damage(bad, `reason = '"'`);
    const again = reopened(desk);
    expect(again.orders.hasOpen(eventId)).toBe(true);
    expect(file.journal.hasOrders('practice', eventId)).toBe(true);
    again.orders.settleEvent(ended(again), 'test' as SourceId);
    expect(file.journal.results('practice', eventId)).toMatchObject([{ status: 'ended', teller: 'test' }]);
    again.orders.settleMarket({ marketId, bookId, outcomes: [{ selectionId, outcome: 'won' }] });
    expect(file.journal.bookResults('practice', eventId)).toMatchObject([{ marketId, bookId }]);
  });

  it('stops new orders while it may be at stake: the exposure is not known', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet();
    expect(exposureOf(desk)).toMatchObject({ passed: true });
    damage(bad, `state = 'mtached'`);
    const again = reopened(desk);
    expect(exposureOf(again)).toMatchObject({
      passed: false,
      message: expect.stringMatching(
        `Order ${bad} can't be read in the journal.*do as the engine's message says`,
      ),
    });
    const draft = draftOf();
    again.orders.arm(draft);
    await expect(again.orders.place(draft.id)).rejects.toThrow(`Order ${bad} can't be read`);
  });

  it('stops none once it is settled', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet();
    desk.orders.settleEvent(ended(desk));
    damage(bad, `reason = ''`);
    const again = reopened(desk);
    file.journal.orders({ mode: 'practice', limit: 9 });
    expect(again.orders.damaged()).toMatchObject([{ id: bad, isOver: true }]);
    expect(exposureOf(again)).toMatchObject({ passed: true });
  });
});

describe('a damaged order that may wait at its book', () => {
  const resting = { price: odds(2.6), persistence: 'keep' };
  /** The venue's word on it, in its own time. */
  const atVenue = async (desk: TestDesk, id: OrderId) => {
    const found = desk.broker.find(id);
    await desk.elapse(1_000);
    return (await found)?.state;
  };

  it.each([`currency = '?'`, `state = 'aceppted'`])('is taken back by panic (%s)', async (fault) => {
    const desk = createTradingDesk({ journal: file.journal });
    const [bad, sound] = [await desk.bet(resting), await desk.bet(resting)];
    damage(bad, fault);
    const again = reopened(desk);
    const panic = again.orders.panic();
    await again.elapse(5_000);
    expect(await panic).toEqual({ cancelled: 2, unconfirmed: 0, disarmed: 0 });
    expect(await atVenue(again, bad)).toBe('cancelled');
    expect(file.journal.order(sound)?.state).toBe('cancelled');
    expect(file.journal.auditAfter(0, 999)).toContainEqual(
      expect.objectContaining({
        actor: 'venue',
        action: 'cancel.unread',
        subject: bad,
        detail: expect.objectContaining({ state: 'cancelled', matched: 0 }),
      }),
    );
  });

  it('is asked of once by panic where it was damaged while the engine runs', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet(resting);
    damage(bad, `currency = '?'`);
    file.journal.orders({ mode: 'practice', limit: 9 });
    expect(desk.orders.damaged()).toHaveLength(1);
    const panic = desk.orders.panic();
    await desk.elapse(5_000);
    expect(await panic).toMatchObject({ cancelled: 1, unconfirmed: 0 });
  });

  it('is no cancel that panic has confirmed while its book is silent', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet(resting);
    damage(bad, `reason = '[]'`);
    const again = reopened(desk);
    again.broker.cancels.push('request-lost');
    const panic = again.orders.panic();
    await again.elapse(5_000);
    expect(await panic).toMatchObject({ cancelled: 0, unconfirmed: 1 });
  });

  it('is left alone by panic where it is known to be finished', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet();
    damage(bad, `reason = '[]'`);
    const panic = reopened(desk).orders.panic();
    await desk.elapse(5_000);
    expect(await panic).toMatchObject({ cancelled: 0, unconfirmed: 0 });
  });

  it.each([true, false])(
    'is cancelled by its id, and answers what the book says (restarted: %s)',
    async (restarted) => {
      const desk = createTradingDesk({ journal: file.journal });
      const bad = await desk.bet(resting);
      damage(bad, `currency = '?'`);
      const again = restarted ? reopened(desk) : desk;
      const cancel = again.orders.cancel(bad);
      await again.elapse(1_000);
      expect(await cancel).toEqual({
        id: bad,
        state: 'cancelled',
        matched: 0,
        averagePrice: null,
        unread: expect.stringMatching(`Order ${bad} can't be read in the journal.*as its book tells it`),
      });
      expect(await atVenue(again, bad)).toBe('cancelled');
    },
  );

  it('answers that its book is silent where it is', async () => {
    const desk = createTradingDesk({ journal: file.journal });
    const bad = await desk.bet(resting);
    damage(bad, `currency = '?'`);
    const again = reopened(desk);
    again.broker.cancels.push('request-lost');
    const cancel = again.orders.cancel(bad);
    cancel.catch(() => undefined);
    await again.elapse(25_000);
    await expect(cancel).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(`Order ${bad} can't be read.*whether it was cancelled is not known`),
    });
  });
});

const exposureOf = (desk: TestDesk) =>
  desk.orders.preview(draftOf()).verdicts.find(({ control }) => control === 'exposure');

describe('the words for damaged orders', () => {
  const order = {
    id: 'order-no-1' as OrderId,
    eventId: 'e' as never,
    marketId: 'm' as never,
    bookId: 'b' as never,
    fault: 'state',
    isFinished: true,
    isOver: true,
  };
  it('are none where there are none', () => expect(damageWords([], () => '')).toBeNull());
  it('name the orders, what they are left out of, and what to do', () => {
    const words = damageWords([order], () => 'Do this.');
    expect(words).toMatch(
      /^1 order in journal\.db can't be read: order-no-1 \(its state\)\. It is in no list/,
    );
    expect(words).toMatch(/ Do this\.$/);
    expect(words).not.toMatch(/No order is placed|Panic/);
  });
  it('count those that are not named, and tell what may be open', () => {
    const words = damageWords(
      [1, 2, 3, 4, 5].map(() => ({ ...order, isOver: false, isFinished: false })),
      () => 'Do this.',
    );
    expect(words).toMatch(/^5 orders.*, 2 more\. They are in no list/);
    expect(words).toMatch(
      /No order is placed meanwhile\. Panic takes back what may wait at its book\. Do this/,
    );
  });
});
