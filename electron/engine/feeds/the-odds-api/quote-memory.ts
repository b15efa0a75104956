import { type Quote, quoteKey } from '../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

export type Remembrance = {
  /** All quotes of the payload, then the withdrawals of those it no longer has. */
  readonly quotes: readonly Quote[];
  /** How many of the payload's quotes said nothing new: same price, size and source time as before. */
  readonly repeated: number;
};

/** The quotes one request last brought, to tell repeats and withdrawals in its next answer. */
export type QuoteMemory = {
  take(quotes: readonly Quote[], receivedAt: EpochMs): Remembrance;
  /** The answer came again unchanged: the same quotes, received now. */
  confirm(receivedAt: EpochMs): readonly Quote[];
};

function repeats(quote: Quote, before: Quote | undefined): boolean {
  return (
    before !== undefined &&
    before.sourceTime === quote.sourceTime &&
    before.levels.length === quote.levels.length &&
    before.levels.every((level, index) => {
      const now = quote.levels[index];
      return now !== undefined && now.price === level.price && now.size === level.size;
    })
  );
}

export function createQuoteMemory(): QuoteMemory {
  let known = new Map<string, Quote>();
  return {
    take(quotes, receivedAt) {
      const next = new Map<string, Quote>();
      let repeated = 0;
      for (const quote of quotes) {
        const key = quoteKey(quote);
        if (repeats(quote, known.get(key))) repeated += 1;
        next.set(key, quote);
      }
      const withdrawn: Quote[] = [];
      for (const [key, quote] of known)
        if (!next.has(key) && quote.levels.length > 0)
          withdrawn.push({ ...quote, levels: [], sourceTime: receivedAt, receivedAt });
      known = next;
      return { quotes: [...quotes, ...withdrawn], repeated };
    },
    confirm: (receivedAt) => [...known.values()].map((quote) => ({ ...quote, receivedAt })),
  };
}
