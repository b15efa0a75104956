import { ticksBetween } from '../../../../shared/domain/price-ladder.ts';
import { oddsText } from '../money-text.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/**
 * The asked price is near the market: a slip of the keyboard must not become a bet. At an exchange a price better for
 * the user than the market's only waits in its queue, and the next price of the ladder always is near, however many per
 * cent long ones are apart; anything further is the user's to allow.
 */
export const priceCollar: Control = {
  name: 'price-collar',
  check({ draft, moneySafe, book, quote, settings }) {
    if (!moneySafe) return fail('The price and stake must be valid before the price can be compared.');
    const level = quote?.levels[0];
    if (!level) return fail('There is no price to compare with: wait for one.');
    const distance = Math.abs(draft.price - level.price) / level.price;
    const text = `${oddsText(draft.price)} is ${(distance * 100).toFixed(1)} % from ${oddsText(level.price)}`;
    if (distance <= settings.priceCollar) return pass(`${text}.`);
    const most = `${(settings.priceCollar * 100).toFixed(1)} %`;
    if (book.kind !== 'exchange')
      return fail(`${text}; at most ${most} is allowed: take a price nearer to it.`);
    const isBetter = draft.side === 'back' ? draft.price > level.price : draft.price < level.price;
    if (isBetter) return pass(`${text}, to your advantage: it can only wait in the queue.`);
    const ticks = ticksBetween(level.price, draft.price);
    return ticks !== undefined && Math.abs(ticks) <= 1
      ? pass(`${text}, one tick.`)
      : fail(`${text}; at most ${most} or one tick is allowed: take a price nearer to it.`);
  },
};
