import type { BookId } from '../../shared/domain/units.ts';
import { shortBookNames } from '../ui/book-names.ts';
import { books } from './market-data.ts';

let names: ReadonlyMap<BookId, string> | null = null;
books.subscribe(() => {
  names = null;
});

/** A book's name for narrow columns; its id while the book is not known. */
export function shortBookName(id: BookId): string {
  names ??= shortBookNames(books.values());
  return names.get(id) ?? id;
}
