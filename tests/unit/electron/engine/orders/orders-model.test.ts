import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMove, isFinished } from '../../../../../electron/engine/orders/state-machine.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { Order } from '../../../../../shared/domain/order.ts';
import type { EpochMs, OrderId } from '../../../../../shared/domain/units.ts';
import type { RequestFault, UpdateFault } from '../../../../support/faulty-broker.ts';
import {
  checkMoney,
  createTradingDesk,
  draftOf,
  odds,
  type TestDesk,
} from '../../../../support/order-desk.ts';

const SIDES = ['home', 'draw', 'away'] as const;
const TICKS = [2.4, 2.46, 2.5, 2.52, 2.6];
const requestFault = fc.constantFrom<RequestFault>(
  'fine',
  'fine',
  'fine',
  'request-lost',
  'answer-lost',
  'hangs',
  'slow',
);
const updateFault = fc.constantFrom<UpdateFault>('fine', 'lost', 'twice', 'late', 'late-and-twice');
const side = fc.constantFrom<'back' | 'lay'>('back', 'lay');
const selection = fc.constantFrom(...SIDES);

/** What can happen to a desk, one thing after another. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('bet' as const),
      side,
      selection,
      book: fc.constantFrom('bf', 'bf', 'bf', 'bm'),
      price: fc.constantFrom(...TICKS),
      stake: fc.integer({ min: 100, max: 60_00 }),
      persistence: fc.constantFrom('take', 'keep'),
      fault: requestFault,
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('quote' as const),
      side,
      selection,
      book: fc.constantFrom('bf', 'bf', 'bm'),
      price: fc.constantFrom(...TICKS),
      size: fc.integer({ min: 0, max: 80_00 }),
      fault: updateFault,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      which: fc.nat({ max: 30 }),
      fault: requestFault,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('elapse' as const),
      ms: fc.constantFrom(50, 130, 200, 1_000, 3_000, 25_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('panic' as const), fault: requestFault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('suspend' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('line' as const), down: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk' as const), full: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type World = { desk: TestDesk; readonly placed: OrderId[]; readonly sent: Map<string, number> };

const countSent = (world: World) => {
  for (const [id, times] of world.desk.broker.sent) world.sent.set(id, (world.sent.get(id) ?? 0) + times);
};

async function act(world: World, action: Step): Promise<void> {
  const { desk } = world;
  switch (action.do) {
    case 'bet': {
      const { side: of, selection: on, book, price, stake, persistence, fault, times } = action;
      const terms = { side: of, bookId: book, price: odds(price), stake, persistence };
      const draft = draftOf({ ...terms, selectionId: `m/${on}` });
      try {
        desk.orders.arm(draft);
      } catch {
        return;
      }
      desk.broker.places.push(fault);
      for (let time = 0; time < times; time += 1) {
        desk.orders.place(draft.id).then(
          () => undefined,
          () => undefined,
        );
      }
      // Faults are for the request they were drawn for.
      if (!desk.broker.sent.has(draft.id)) desk.broker.places.length = 0;
      world.placed.push(draft.id);
      return;
    }
    case 'quote': {
      desk.broker.updates.push(action.fault);
      const levels = action.size === 0 ? [] : [[action.price, action.size] as const];
      desk.market.show(`m/${action.selection}`, action.book, action.side, ...levels);
      return;
    }
    case 'cancel': {
      const id = world.placed[action.which % Math.max(1, world.placed.length)];
      if (!id || !desk.journal.order(id)) return;
      desk.broker.cancels.push(action.fault);
      desk.orders.cancel(id).catch(() => undefined);
      return;
    }
    case 'elapse':
      return desk.elapse(action.ms);
    case 'crash':
      countSent(world);
      desk.journal.failWith(undefined);
      world.desk = desk.restart();
      world.desk.orders.reconcile().catch(() => undefined);
      return;
    case 'panic':
      desk.broker.cancels.push(action.fault);
      await Promise.all([desk.orders.panic(), desk.elapse(3_100)]);
      desk.orders.release();
      return;
    case 'suspend':
      return desk.market.setStatus('m', action.on ? 'suspended' : 'open');
    case 'line':
      desk.broker.findsFail = action.down;
      return;
    case 'disk':
      return desk.journal.failWith(action.full ? new Error('The disk is full.') : undefined);
    case 'start':
      return desk.market.setEvent({ status: 'live' });
  }
}

function checkRevisions(revisions: readonly Order[]): void {
  for (const history of Map.groupBy(revisions, ({ id }) => id).values()) {
    let before: Order | undefined;
    for (const order of history) {
      expect(order.matched).toBeLessThanOrEqual(order.stake);
      expect(order.matched).toBeGreaterThanOrEqual(before?.matched ?? 0);
      const from = before?.state ?? 'armed';
      const isLegal = canMove(from, order.state) || (before !== undefined && from === order.state);
      expect(isLegal, `${from} -> ${order.state}`).toBe(true);
      if (before && isFinished(from)) expect(order.state).toBe(from);
      before = order;
    }
  }
}

/** The journal and the venue tell the same story of every order, and every order was sent at most once. */
function checkAgreement({ desk, placed, sent }: World): void {
  for (const id of placed) {
    const order = desk.journal.order(id);
    const atVenue = desk.venue.record(id);
    expect(sent.get(id) ?? 0).toBeLessThanOrEqual(1);
    if (!order) {
      expect(atVenue).toBeUndefined();
      continue;
    }
    const fills = desk.journal.fills(id);
    expect(fills.reduce((sum, fill) => sum + fill.stake, 0)).toBe(order.matched);
    if (atVenue) {
      expect({ state: order.state, matched: order.matched }).toEqual({
        state: atVenue.state,
        matched: atVenue.matched,
      });
      expect(fills).toEqual(desk.venue.fills(id));
    } else {
      expect(order).toMatchObject({ state: 'rejected', matched: 0 });
      expect(['never-sent', 'never-received']).toContain(order.outcome?.code);
    }
  }
}

describe('orders under any sequence of bets, prices, faults and crashes', () => {
  it('conserve money, lose no bet, duplicate none, and agree with the venue in the end', async () => {
    const score = fc.nat({ max: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), score, score, async (steps, home, away) => {
        const world: World = { desk: createTradingDesk(), placed: [], sent: new Map() };
        for (const action of steps) {
          await act(world, action);
          checkMoney(world.desk.journal);
        }
        world.desk.journal.failWith(undefined);
        world.desk.broker.findsFail = false;
        world.desk.market.setStatus('m', 'open');
        world.desk.market.setEvent({ status: 'live' });
        await world.desk.elapse(90_000);
        const { desk } = world;
        // What still waits was placed in play: it ends with the event.
        desk.market.setEvent({ status: 'ended', score: { home, away, at: desk.clock.now() as EpochMs } });
        await desk.elapse(35_000);
        const reconciling = desk.orders.reconcile();
        await desk.elapse(1_000);
        expect(await reconciling).toMatchObject({ asked: 0 });
        countSent(world);
        checkRevisions(desk.journal.revisions);
        checkAgreement(world);
        checkMoney(desk.journal);
        desk.orders.settleEvent(desk.market.event(desk.market.eventId) as SportingEvent);
        checkMoney(desk.journal);
        const { cash, atRisk, profit } = desk.orders.balances();
        expect(atRisk).toBe(0);
        expect(cash).toBe(1_000_00 + profit);
        expect(desk.orders.counts()).toEqual({ openOrders: 0, openBets: 0, unresolvedOrders: 0 });
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
