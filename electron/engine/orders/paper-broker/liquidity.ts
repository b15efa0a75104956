import type { PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import { quoteKey } from '../../../../shared/domain/quote.ts';
import type { MinorUnits } from '../../../../shared/domain/units.ts';

/**
 * What our paper orders have taken from each level, so that two of them never take the same size. A level is fresh
 * again when the size shown at its price changes or the price goes away: the market has spoken since.
 */
export type TakenLiquidity = {
  taken(quote: Quote, level: PriceSize): MinorUnits;
  take(quote: Quote, level: PriceSize, stake: MinorUnits): void;
};

type Taken = { readonly shown: MinorUnits | null; readonly stake: MinorUnits };

export function createTakenLiquidity(): TakenLiquidity {
  const byQuote = new Map<string, Map<number, Taken>>();

  const levelsOf = (quote: Quote): Map<number, Taken> => {
    const key = quoteKey(quote);
    const known = byQuote.get(key) ?? new Map<number, Taken>();
    for (const [price, taken] of known) {
      const level = quote.levels.find((candidate) => candidate.price === price);
      if (level === undefined || level.size !== taken.shown) known.delete(price);
    }
    if (known.size === 0) byQuote.delete(key);
    return known;
  };
  const taken = (quote: Quote, level: PriceSize): MinorUnits =>
    levelsOf(quote).get(level.price)?.stake ?? (0 as MinorUnits);

  return {
    taken,
    take(quote, level, stake) {
      const levels = levelsOf(quote);
      const before = levels.get(level.price)?.stake ?? 0;
      levels.set(level.price, { shown: level.size, stake: (before + stake) as MinorUnits });
      byQuote.set(quoteKey(quote), levels);
    },
  };
}
