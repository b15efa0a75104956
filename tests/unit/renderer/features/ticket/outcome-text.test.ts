import { expect, it } from 'vitest';
import { outcomeText } from '../../../../../renderer/features/ticket/outcome-text.ts';
import type { Order } from '../../../../../shared/domain/order.ts';

const order = (more: Partial<Order>): Order =>
  ({
    state: 'matched',
    stake: 1000,
    matched: 0,
    price: 25_000,
    averagePrice: null,
    currency: 'GBP',
    outcome: null,
    reason: { bookName: 'Practice Exchange' },
    ...more,
  }) as unknown as Order;

it('says what was matched and where', () => {
  const text = outcomeText(
    order({ matched: 1000 as Order['matched'], averagePrice: 25_200 as Order['averagePrice'] }),
  );
  expect(text).toEqual({ tone: 'ok', title: 'Matched', detail: '£10.00 at 2.52 with Practice Exchange.' });
});

it('never calls an unknown answer a failure, and says what happens next', () => {
  const text = outcomeText(order({ state: 'unresolved' }));
  expect(text.title).toBe('UNRESOLVED');
  expect(text.detail).toMatch(/Nothing is sent again/);
  expect(text.detail).toMatch(/counts as at risk/);
});

it('says how much of a lapsed order was matched, and why the rest lapsed', () => {
  const outcome = { code: 'unfilled', message: 'No more was offered.' };
  expect(
    outcomeText(
      order({
        state: 'lapsed',
        matched: 400 as Order['matched'],
        averagePrice: 25_000 as Order['averagePrice'],
        outcome,
      }),
    ),
  ).toEqual({
    tone: 'warn',
    title: 'Part matched, rest lapsed',
    detail: '£4.00 of £10.00 was matched at 2.50. No more was offered.',
  });
  expect(outcomeText(order({ state: 'lapsed', outcome })).title).toBe('Lapsed');
});
