import type { Preview } from '../../../shared/contract/orders.ts';
import type { OddsE4 } from '../../../shared/domain/units.ts';

export type PriceNews = { readonly tone: 'info' | 'warn'; readonly text: string };

/**
 * How the market's price differs from the ticket's; `null` when it doesn't, or when none is offered. A price the user
 * chose is a wish and no news: the market has not moved away from it.
 */
export function priceNews(
  { draft: { side, price }, quotePrice }: Pick<Preview, 'draft' | 'quotePrice'>,
  chosen: boolean,
  odds: (price: OddsE4) => string,
): PriceNews | null {
  if (quotePrice === null || quotePrice === price) return null;
  const [offered, asked] = [odds(quotePrice), odds(price)];
  if (chosen) return { tone: 'info', text: `The market offers ${offered}; the ticket asks ${asked}.` };
  const better = side === 'back' ? quotePrice > price : quotePrice < price;
  return better
    ? { tone: 'info', text: `Better price now: ${offered} (ticket ${asked}).` }
    : { tone: 'warn', text: `Price moved to ${offered} (ticket ${asked}).` };
}
