import { type Quote, quoteKey } from '../../../../shared/domain/quote.ts';
import type { BookId } from '../../../../shared/domain/units.ts';
import type { MarketState } from '../../ports/market-state.ts';
import { directSourceOf, familyOf } from './direct-books.ts';
import type { JoinedMarket, Teller } from './state.ts';

/** Quotes standing in a market that `accept` is true of. */
export function standingQuotes(
  state: MarketState | undefined,
  accept: (quote: Quote) => boolean,
): readonly Quote[] {
  const quotes: Quote[] = [];
  for (const { backs, lays } of state?.prices ?? [])
    for (const quote of [...backs, ...lays]) if (quote && accept(quote)) quotes.push(quote);
  return quotes;
}

/** The offer taken back, at the time it was made: a later quote of it is never late. */
export const withdrawn = (quote: Quote): Quote => ({ ...quote, levels: [] });

/**
 * One book delivered by several sources counts once. Its own source wins; between others the first does, for as long as
 * it can be relied on. What is kept out waits in `held`, and comes back when the owner is gone.
 */
export function createAdmission(deps: {
  readonly market: (joined: JoinedMarket) => MarketState | undefined;
}) {
  const ofFamily = (family: string) => (quote: Quote) => familyOf(quote.bookId) === family;

  /** Takes a family's quotes of other sources than `teller` out of the market and keeps them. */
  const displace = (joined: JoinedMarket, family: string, teller: Teller) => {
    const inFamily = ofFamily(family);
    const others = standingQuotes(
      deps.market(joined),
      (quote) => quote.sourceId !== teller.id && quote.levels.length > 0 && inFamily(quote),
    );
    for (const quote of others) {
      joined.held.set(quoteKey(quote), quote);
      const other = joined.sources.get(quote.sourceId)?.native.teller;
      if (other) other.duplicates += 1;
    }
    if (others.length > 0) teller.next({ kind: 'quotes', quotes: others.map(withdrawn) });
  };

  return {
    /** Whether the quote, in the group's ids, enters the market; keeps it where it does not. */
    admits(joined: JoinedMarket, teller: Teller, quote: Quote): boolean {
      const family = familyOf(quote.bookId);
      const owner = joined.owners.get(family);
      if (owner === teller.id) return true;
      const direct = directSourceOf(quote.bookId) === teller.id;
      if (owner === undefined || joined.gone.has(family) || direct) {
        joined.owners.set(family, teller.id);
        joined.gone.delete(family);
        if (owner !== undefined && direct) displace(joined, family, teller);
        return true;
      }
      joined.held.set(quoteKey(quote), quote);
      teller.duplicates += 1;
      return false;
    },

    /** Whether `teller` speaks for the book here. */
    owns(joined: JoinedMarket, teller: Teller, book: BookId): boolean {
      if (joined.sources.size < 2) return true;
      const owner = joined.owners.get(familyOf(book));
      return owner === undefined || owner === teller.id;
    },

    /** A second source has come: who has quoted until now owns what it quotes. */
    startSharing(joined: JoinedMarket): void {
      for (const quote of standingQuotes(deps.market(joined), ({ levels }) => levels.length > 0)) {
        const family = familyOf(quote.bookId);
        if (!joined.owners.has(family) && joined.sources.has(quote.sourceId))
          joined.owners.set(family, quote.sourceId);
      }
    },

    /** The owner of a book can't be relied on, or has left: what was kept out comes back, told by `tell`. */
    release(joined: JoinedMarket, family: string, tell: (quotes: readonly Quote[]) => void): void {
      const inFamily = ofFamily(family);
      const owner = joined.owners.get(family);
      const waiting = [...joined.held].filter(([, quote]) => inFamily(quote) && quote.sourceId !== owner);
      const heir = waiting[0]?.[1].sourceId;
      if (heir === undefined) {
        joined.gone.add(family);
        return;
      }
      joined.owners.set(family, heir);
      joined.gone.delete(family);
      const released = waiting.filter(([, quote]) => quote.sourceId === heir);
      for (const [key, quote] of released) {
        joined.held.delete(key);
        const teller = joined.sources.get(quote.sourceId)?.native.teller;
        if (teller && teller.duplicates > 0) teller.duplicates -= 1;
      }
      tell(released.map(([, quote]) => quote));
    },

    /** The book's own source can be relied on again: the others' prices of it make way. */
    reclaim(joined: JoinedMarket, teller: Teller, book: BookId): void {
      const family = familyOf(book);
      if (directSourceOf(book) !== teller.id || joined.owners.get(family) === teller.id) return;
      joined.owners.set(family, teller.id);
      joined.gone.delete(family);
      displace(joined, family, teller);
    },
  };
}
export type Admission = ReturnType<typeof createAdmission>;
