import { expect, test } from 'vitest';
import { createBetRows } from '../../../../../renderer/features/bets/bet-rows.ts';
import { betTotals, equityPoints } from '../../../../../renderer/features/bets/bet-totals.ts';
import {
  type BetView,
  closingValueOf,
  currentEv,
  isCancellable,
  tabOf,
} from '../../../../../renderer/features/bets/bet-view.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Bet, ClosingValue } from '../../../../../shared/domain/bet.ts';
import type { FairPrice } from '../../../../../shared/domain/edge.ts';
import type { Order, OrderState } from '../../../../../shared/domain/order.ts';

const order = (id: string, state: OrderState, more: Partial<Order> = {}): Order =>
  ({
    id,
    state,
    side: 'back',
    selectionId: 'over',
    stake: 1000,
    matched: 0,
    price: 25_000,
    averagePrice: null,
    revision: 1,
    createdAt: 1,
    updatedAt: 1,
    reason: { ev: 0.05 },
    ...more,
  }) as Order;
const settled = (id: string, profit: number, more: Partial<Bet> = {}): BetView => {
  const of = order(id, 'matched', { matched: 1000 as never, averagePrice: 25_000 as never });
  const bet = {
    orderId: id,
    order: of,
    liability: 1000,
    status: 'settled',
    result: profit > 0 ? 'won' : 'lost',
    profit,
    commission: 0,
    settledAt: Number(id.replace(/\D/g, '')),
    closing: [],
    ...more,
  } as unknown as Bet;
  return { order: of, bet };
};
const close = (against: string, net: number) => ({ against, net }) as ClosingValue;

test('an order is listed by what is left of it', () => {
  const tab = (state: OrderState, matched = 0) =>
    tabOf({ order: order('a', state, { matched: matched as never }), bet: null });
  expect(tab('draft')).toBeNull();
  expect(tab('armed')).toBeNull();
  expect(tab('unresolved')).toBe('open');
  expect(tab('part-matched', 400)).toBe('open');
  expect(tab('rejected')).toBe('unmatched');
  expect(tab('lapsed')).toBe('unmatched');
  expect(tab('cancelled', 400)).toBe('open');
  expect(tabOf(settled('1', 5))).toBe('settled');
});

test('only what the venue may still match can be cancelled', () => {
  const cancellable = (state: OrderState) => isCancellable({ order: order('a', state), bet: null });
  expect((['sent', 'accepted', 'part-matched'] as const).every(cancellable)).toBe(true);
  expect((['unresolved', 'matched', 'cancelled', 'intent'] as const).some(cancellable)).toBe(false);
});

test('CLV is the consensus close; without one there is nothing, never zero', () => {
  expect(closingValueOf(settled('1', 5))).toBeNull();
  expect(closingValueOf(settled('1', 5, { closing: [close('ash', 0.01), close('consensus', 0.03)] }))).toBe(
    0.03,
  );
  expect(closingValueOf(settled('1', 5, { closing: [close('ash', 0.01)] }))).toBe(0.01);
});

test('EV now is taken at the matched price, after commission', () => {
  const fair = { probability: 0.5 } as FairPrice;
  const view = settled('1', 0);
  expect(currentEv(view, fair.probability, 0)).toBeCloseTo(0.25, 12);
  expect(currentEv(view, fair.probability, 0.1)).toBeCloseTo(0.5 * 1.5 * 0.9 - 0.5, 12);
  expect(currentEv(view, undefined, 0)).toBeNull();
});

test('totals count voids as bets without turnover and say on how many closes CLV stands', () => {
  const totals = betTotals([
    settled('1', 1500, { closing: [close('consensus', 0.04)] }),
    settled('2', -1000),
    settled('3', 0, { result: 'void' }),
  ]);
  expect(totals).toEqual({
    bets: 3,
    turnover: 2000,
    profit: 500,
    yield: 0.25,
    commission: 0,
    averageClv: 0.04,
    withClose: 1,
  });
  expect(betTotals([])).toMatchObject({ yield: null, averageClv: null });
});

test('the curve starts at nothing and follows the order of settlement', () => {
  const points = equityPoints([settled('2', -1000), settled('1', 1500)], (minor) => minor / 100);
  expect(points.map(({ bets, profit }) => [bets, profit])).toEqual([
    [0, 0],
    [1, 15],
    [2, 5],
  ]);
  expect(points[2]?.expected).toBeCloseTo(1, 12);
});

test('an order moves from open to settled as its bet does, and the newer order wins', () => {
  const flushes: (() => void)[] = [];
  const schedule = (flush: () => void) => void flushes.push(flush);
  const [orders, bets, fair] = [
    createTable<Order>(schedule),
    createTable<Bet>(schedule),
    createTable<FairPrice>(schedule),
  ];
  const frame = () => {
    for (const flush of flushes.splice(0)) flush();
  };
  const rows = createBetRows(orders, bets, fair);
  let told = 0;
  rows.onSettled(() => {
    told += 1;
  });
  orders.set('7', order('7', 'accepted', { revision: 5 }));
  frame();
  expect(rows.open.rows().map(({ value }) => value.order.state)).toEqual(['accepted']);
  const touched: string[] = [];
  rows.open.subscribe({ touched: (id) => touched.push(id), reshaped: () => {} });
  fair.set('over', { probability: 0.5 } as FairPrice);
  frame();
  expect(touched).toEqual(['7']);
  const { bet } = settled('7', 100);
  if (bet === null) throw new Error('a settled bet');
  bets.set('7', bet);
  frame();
  expect(rows.open.rows()).toEqual([]);
  expect(rows.settled.rows()[0]?.value.order.revision).toBe(5);
  expect(told).toBe(1);
});
