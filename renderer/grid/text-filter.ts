/** The words of a filter box, as compared: without case or accents. */
export const filterWords = (text: string): readonly string[] =>
  plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** Whether every word stands somewhere in `haystack`, itself made by `plain`. */
export const holdsWords = (haystack: string, words: readonly string[]): boolean =>
  words.every((word) => haystack.includes(word));

/** `text` in lower case and without accents: `Köln` is found by `koln`. */
export const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
