import { oddsText } from '../money-text.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** The asked price is near the market: a slip of the keyboard must not become a bet. */
export const priceCollar: Control = {
  name: 'price-collar',
  check({ draft, moneySafe, quote, settings }) {
    if (!moneySafe) return fail('The price and stake must be valid before the price can be compared.');
    const level = quote?.levels[0];
    if (!level) return fail('There is no price to compare with: wait for one.');
    const distance = Math.abs(draft.price - level.price) / level.price;
    const text = `${oddsText(draft.price)} is ${(distance * 100).toFixed(1)} % from ${oddsText(level.price)}`;
    return distance <= settings.priceCollar
      ? pass(`${text}.`)
      : fail(
          `${text}; at most ${(settings.priceCollar * 100).toFixed(1)} % is allowed: take a price nearer to it.`,
        );
  },
};
