import type { Book } from '../../../../shared/domain/catalogue.ts';
import { isLadderPrice, nearestTick, tickDown, tickUp } from '../../../../shared/domain/price-ladder.ts';
import type { Currency, MinorUnits } from '../../../../shared/domain/units.ts';
import { currencyExponent, MAX_ODDS, MIN_ODDS } from '../../../../shared/domain/units.ts';
import { moneyText, oddsText } from '../money-text.ts';
import type { Control, ControlView } from './control.ts';
import { fail, pass } from './control.ts';

/**
 * Smallest stake: one major unit at exchanges (Betfair's in pounds), a tenth of it at bookmakers; a thousandth of
 * that in currencies finer than hundredths, whose major unit is no small stake.
 */
export function minimumStake(kind: Book['kind'], currency: Currency): MinorUnits {
  const exponent = currencyExponent(currency);
  const unit = 10 ** exponent / (exponent > 2 ? 1000 : 1);
  return Math.max(1, Math.round(kind === 'exchange' ? unit : unit / 10)) as MinorUnits;
}

function stakeFault({ draft, book, currency }: ControlView): string | undefined {
  const minimum = minimumStake(book.kind, currency);
  if (!Number.isFinite(draft.stake)) return 'The stake is not a number: enter an amount.';
  if (!Number.isSafeInteger(draft.stake)) {
    return `The stake ${draft.stake} is not whole: enter it in whole minor units of ${currency}.`;
  }
  if (draft.stake <= 0)
    return `The stake must be above zero: enter at least ${moneyText(minimum, currency)}.`;
  if (draft.stake < minimum) {
    return `${book.name} takes no stake below ${moneyText(minimum, currency)}: enter at least that.`;
  }
  return undefined;
}

function priceFault({ draft, book, quote }: ControlView): string | undefined {
  if (!Number.isFinite(draft.price)) return 'The price is not a number: enter decimal odds.';
  if (!Number.isSafeInteger(draft.price))
    return `The price ${draft.price} has more than four decimals: round it.`;
  if (draft.price < MIN_ODDS || draft.price > MAX_ODDS) {
    return `Odds must be between ${oddsText(MIN_ODDS)} and ${oddsText(MAX_ODDS)}: enter a price in that range.`;
  }
  // A price the venue itself shows is one it takes, whatever its ladder.
  const isShown = quote?.levels.some((level) => level.price === draft.price) ?? false;
  if (book.kind === 'bookmaker' || isShown || isLadderPrice(draft.price)) return undefined;
  const [below, above] = [tickDown(draft.price), tickUp(draft.price)];
  const choices =
    below === above ? oddsText(nearestTick(draft.price)) : `${oddsText(below)} or ${oddsText(above)}`;
  return `${oddsText(draft.price)} is not a price ${book.name} takes: use ${choices}.`;
}

function termsFault({ draft, book, moneySafe }: ControlView): string | undefined {
  if (!moneySafe) return 'This stake at this price is more than money can be counted in: stake less.';
  if (book.kind === 'exchange') return undefined;
  if (draft.side === 'lay')
    return `${book.name} is a bookmaker and cannot be laid: back, or choose an exchange.`;
  if (draft.persistence === 'keep') {
    return `${book.name} is a bookmaker and keeps no orders waiting: take the price, or choose an exchange.`;
  }
  return undefined;
}

/** Stake and price are of the size and steps the venue takes, and the terms are ones it knows. */
export const minimumAndStep: Control = {
  name: 'minimum-and-step',
  check(view) {
    const fault = stakeFault(view) ?? priceFault(view) ?? termsFault(view);
    return fault === undefined
      ? pass(`${moneyText(view.draft.stake, view.currency)} at ${oddsText(view.draft.price)} can be taken.`)
      : fail(fault);
  },
};
