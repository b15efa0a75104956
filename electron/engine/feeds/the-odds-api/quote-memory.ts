import { type Quote, quoteKey } from '../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

export type Remembrance = {
  /** All quotes of the payload that hold, then the withdrawals of those it no longer has. */
  readonly quotes: readonly Quote[];
  /** How many of the payload's quotes said nothing new: same price, size and source time as before. */
  readonly repeated: number;
};

/** The quotes one kind of request last brought, to tell repeats and withdrawals in its next answer. */
export type QuoteMemory = {
  take(quotes: readonly Quote[], receivedAt: EpochMs): Remembrance;
  /** The answer came again unchanged: the same quotes, received now. */
  confirm(receivedAt: EpochMs): readonly Quote[];
  get(key: string): Quote | undefined;
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

/**
 * `elsewhere` knows what another kind of request last brought for a key: the main line is in the odds of a sport and
 * among an event's alternate lines. Of the two the newer source time holds, and neither withdraws what the other still
 * has.
 */
export function createQuoteMemory(
  elsewhere: (key: string) => Quote | undefined = () => undefined,
): QuoteMemory {
  let known = new Map<string, Quote>();
  const holds = (key: string, quote: Quote): boolean => {
    const other = elsewhere(key);
    return other === undefined || other.sourceTime <= quote.sourceTime;
  };
  return {
    take(quotes, receivedAt) {
      const next = new Map<string, Quote>();
      const told: Quote[] = [];
      let repeated = 0;
      for (const quote of quotes) {
        const key = quoteKey(quote);
        const held = holds(key, quote);
        if (!held || repeats(quote, known.get(key))) repeated += 1;
        if (held) told.push(quote);
        next.set(key, quote);
      }
      for (const [key, quote] of known)
        if (!next.has(key) && quote.levels.length > 0)
          told.push(elsewhere(key) ?? { ...quote, levels: [], sourceTime: receivedAt, receivedAt });
      known = next;
      return { quotes: told, repeated };
    },
    confirm(receivedAt) {
      const told: Quote[] = [];
      for (const [key, quote] of known) {
        const confirmed = { ...quote, receivedAt };
        known.set(key, confirmed);
        if (holds(key, quote)) told.push(confirmed);
      }
      return told;
    },
    get: (key) => known.get(key),
  };
}
