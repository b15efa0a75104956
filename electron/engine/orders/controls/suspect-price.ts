import { decimalOdds } from '../../../../shared/domain/units.ts';
import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

const WHAT = {
  outlier: 'far from what the other books say',
  'palpable-error':
    'so far from what the other books say that it is likely an error, which the book would void',
} as const;

/** The price is one that the other books don't contradict. */
export const suspectPrice: Control = {
  name: 'suspect-price',
  check({ book, quote, suspicion }) {
    const price = quote?.levels[0]?.price;
    if (suspicion === undefined || price === undefined)
      return pass('The price is in line with what the other books say, as far as there are any.');
    return fail(
      `${book.name}'s ${decimalOdds(price).toFixed(2)} is ${WHAT[suspicion]}: wait for another price, or widen "Suspect from" in the settings.`,
    );
  },
};
