import type { PriceKey, PriceTrack } from '../../../ports/market-store.ts';

/** Tracks by selection, book and side, for who has none at hand. */
export type PriceTracks = {
  of(key: PriceKey): PriceTrack;
  forget(selectionId: string, bookId: string, side: string): void;
};

type Sides = { back?: PriceTrack; lay?: PriceTrack };

export function createPriceTracks(open: (key: PriceKey) => PriceTrack): PriceTracks {
  const selections = new Map<string, Map<string, Sides>>();
  const sidesOf = (selectionId: string, bookId: string): Sides => {
    let books = selections.get(selectionId);
    if (books === undefined) {
      books = new Map();
      selections.set(selectionId, books);
    }
    let sides = books.get(bookId);
    if (sides === undefined) {
      sides = {};
      books.set(bookId, sides);
    }
    return sides;
  };
  return {
    of(key) {
      const sides = sidesOf(key.selectionId, key.bookId);
      sides[key.side] ??= open(key);
      return sides[key.side] as PriceTrack;
    },
    forget(selectionId, bookId, side) {
      const books = selections.get(selectionId);
      const sides = books?.get(bookId);
      if (!books || !sides) return;
      delete sides[side as keyof Sides];
      if (sides.back || sides.lay) return;
      books.delete(bookId);
      if (books.size === 0) selections.delete(selectionId);
    },
  };
}
