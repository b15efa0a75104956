import type { Book } from '../../shared/domain/catalogue.ts';
import type { BookId } from '../../shared/domain/units.ts';

/**
 * Names for narrow columns: without the leading words that all books share (`Practice Kestrel`, `Practice Larch` are
 * `Kestrel` and `Larch`).
 */
export function shortBookNames(books: Iterable<Pick<Book, 'id' | 'name'>>): ReadonlyMap<BookId, string> {
  const split = [...books].map(({ id, name }) => ({ id, words: name.split(' ') }));
  const first = split[0]?.words ?? [];
  let shared = 0;
  if (split.length > 1)
    while (split.every(({ words }) => words.length > shared + 1 && words[shared] === first[shared]))
      shared += 1;
  return new Map(split.map(({ id, words }) => [id, words.slice(shared).join(' ')]));
}
