import { ticksBetween } from '../../../../shared/domain/price-ladder.ts';
import { oddsText } from '../money-text.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** Prices so near on an exchange's ladder are no slip, however many per cent long ones are apart. */
const NEAR_TICKS = 3;

/** The asked price is near the market: a slip of the keyboard must not become a bet. */
export const priceCollar: Control = {
  name: 'price-collar',
  check({ draft, moneySafe, book, quote, settings }) {
    if (!moneySafe) return fail('The price and stake must be valid before the price can be compared.');
    const level = quote?.levels[0];
    if (!level) return fail('There is no price to compare with: wait for one.');
    const distance = Math.abs(draft.price - level.price) / level.price;
    const text = `${oddsText(draft.price)} is ${(distance * 100).toFixed(1)} % from ${oddsText(level.price)}`;
    const ticks = book.kind === 'exchange' ? ticksBetween(level.price, draft.price) : undefined;
    const isNear = ticks !== undefined && Math.abs(ticks) <= NEAR_TICKS;
    return distance <= settings.priceCollar || isNear
      ? pass(`${text}.`)
      : fail(
          `${text}; at most ${(settings.priceCollar * 100).toFixed(1)} %${book.kind === 'exchange' ? ` or ${NEAR_TICKS} ticks` : ''} is allowed: take a price nearer to it.`,
        );
  },
};
