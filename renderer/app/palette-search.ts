/**
 * How well `query` fits `text`, 0 for not at all, higher is better. Every word of the query must start a word of the text,
 * or stand inside one, or be its letters in order; earlier and tighter fits score more. Case and accents don't count.
 */
export function fitOf(query: string, text: string): number {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const target = plain(text);
  let total = 0;
  for (const word of words) {
    const score = wordFit(word, target);
    if (score === 0) return 0;
    total += score;
  }
  // Among equal fits the shorter text is the closer one.
  return total / words.length - Math.min(target.length, 200) / 10_000;
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function wordFit(word: string, target: string): number {
  if (target.startsWith(word)) return 1;
  const inside = target.indexOf(word);
  if (inside > 0) {
    const starts = [...target.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].some(({ index }) =>
      target.startsWith(word, index),
    );
    return starts ? 0.9 : 0.6;
  }
  return scattered(word, target);
}

/** The letters of `word` in order, each at the start of a word or right after the one before: `mxp` in `MaXimise Pane`. */
function scattered(word: string, target: string): number {
  let from = 0;
  let gaps = 0;
  for (const letter of word) {
    const at = target.indexOf(letter, from);
    if (at === -1) return 0;
    gaps += at - from;
    from = at + 1;
  }
  // Letters strewn over a long text mean nothing.
  return gaps > word.length * 4 ? 0 : 0.4 / (1 + gaps / word.length);
}

/** The best of the fits of several texts. */
export const bestFit = (query: string, texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => fitOf(query, text)));

/** The items that fit, best first; equal fits keep their order. `textsOf` gives the texts an item may be found by. */
export function search<T>(
  query: string,
  items: readonly T[],
  textsOf: (item: T) => readonly string[],
  limit: number,
): readonly T[] {
  return items
    .map((item) => ({ item, score: bestFit(query, textsOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
}
