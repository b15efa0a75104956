import type { Book } from '../../shared/domain/catalogue.ts';
import type { BookId } from '../../shared/domain/units.ts';

/**
 * Names for narrow columns: without the leading words that all books share (`Practice Kestrel`, `Practice Larch` are
 * `Kestrel` and `Larch`). Where several books are called alike, as Betfair is by a source of its own and by an aggregator,
 * what their ids have more than the name tells them apart: `Betfair`, `Betfair (ex uk)`.
 */
export function shortBookNames(books: Iterable<Pick<Book, 'id' | 'name'>>): ReadonlyMap<BookId, string> {
  const split = [...books].map(({ id, name }) => ({ id, words: name.split(' ') }));
  const first = split[0]?.words ?? [];
  let shared = 0;
  if (split.length > 1)
    while (split.every(({ words }) => words.length > shared + 1 && words[shared] === first[shared]))
      shared += 1;
  const short = split.map(({ id, words }) => ({ id, name: words.slice(shared).join(' ') }));
  const often = new Map<string, number>();
  for (const { name } of short) often.set(name, (often.get(name) ?? 0) + 1);
  return new Map(
    short.map(({ id, name }) => [id, (often.get(name) ?? 0) > 1 ? `${name}${beyondName(id, name)}` : name]),
  );
}

/** What an id says that the name doesn't; empty where it says the same. */
function beyondName(id: BookId, name: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim();
  const [words, known] = [plain(id), plain(name)];
  const rest = words.startsWith(known) ? words.slice(known.length).trim() : words;
  return rest === '' ? '' : ` (${rest})`;
}
