import { expect, it } from 'vitest';
import { priceNews } from '../../../../../renderer/features/ticket/price-news.ts';
import type { Preview } from '../../../../../shared/contract/orders.ts';

const preview = (side: 'back' | 'lay', price: number, quotePrice: number | null) =>
  ({ draft: { side, price }, quotePrice }) as unknown as Preview;
const odds = (price: number) => (price / 10_000).toFixed(2);

it.each([
  ['back', 38_500, 37_000, 'warn', 'Price moved to 3.70 (ticket 3.85).'],
  ['back', 38_500, 39_000, 'info', 'Better price now: 3.90 (ticket 3.85).'],
  ['lay', 38_500, 37_000, 'info', 'Better price now: 3.70 (ticket 3.85).'],
  ['lay', 38_500, 39_000, 'warn', 'Price moved to 3.90 (ticket 3.85).'],
] as const)('says how the market moved from a %s at %i to %i', (side, asked, offered, tone, text) => {
  expect(priceNews(preview(side, asked, offered), false, odds)).toEqual({ tone, text });
});

it('does not call it a move when the user asks another price', () => {
  expect(priceNews(preview('back', 38_500, 37_000), true, odds)).toEqual({
    tone: 'info',
    text: 'The market offers 3.70; the ticket asks 3.85.',
  });
});

it('says nothing where both agree or nothing is offered', () => {
  expect(priceNews(preview('back', 38_500, 38_500), true, odds)).toBeNull();
  expect(priceNews(preview('back', 38_500, null), false, odds)).toBeNull();
});
