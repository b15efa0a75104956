import { ticksBetween } from '../../../../shared/domain/price-ladder.ts';
import { oddsText } from '../money-text.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/**
 * The asked price is near the market: a slip of the keyboard must not become a bet. On an exchange's ladder the next
 * price always is, however many per cent long ones are apart; anything further is the user's to allow.
 */
export const priceCollar: Control = {
  name: 'price-collar',
  check({ draft, moneySafe, book, quote, settings }) {
    if (!moneySafe) return fail('The price and stake must be valid before the price can be compared.');
    const level = quote?.levels[0];
    if (!level) return fail('There is no price to compare with: wait for one.');
    const distance = Math.abs(draft.price - level.price) / level.price;
    const text = `${oddsText(draft.price)} is ${(distance * 100).toFixed(1)} % from ${oddsText(level.price)}`;
    const ticks = book.kind === 'exchange' ? ticksBetween(level.price, draft.price) : undefined;
    const isNext = ticks !== undefined && Math.abs(ticks) <= 1;
    return distance <= settings.priceCollar || isNext
      ? pass(`${text}.`)
      : fail(
          `${text}; at most ${(settings.priceCollar * 100).toFixed(1)} %${book.kind === 'exchange' ? ' or one tick' : ''} is allowed: take a price nearer to it.`,
        );
  },
};
