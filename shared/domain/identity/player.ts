import { plainLetters } from './name-words.ts';

/** A person's name: the words written out, and given names of which only the beginnings are told. */
export type PlayerName = {
  readonly words: readonly string[];
  /** `N.` is `n`, `Kr.` is `kr`, `J.M.` is `j`, `m`. */
  readonly initials: readonly string[];
};

const plain = (word: string): string =>
  plainLetters(word)
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/ø/gi, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase();

const isInitial = (token: string): boolean =>
  /^[a-z]$/.test(token) || /^([a-z]{1,2}\.-?)+[a-z]?$/.test(token);

/** Reads `Djokovic N.`, `Novak Djokovic`, `Galan D.E.`, `Auger-Aliassime F.`; doubles pairs keep all their words. */
export function playerName(name: string): PlayerName {
  const words: string[] = [];
  const initials: string[] = [];
  for (const token of plain(name).split(/[\s/&,]+/))
    if (isInitial(token)) initials.push(...token.split(/[.-]+/).filter((part) => part !== ''));
    else words.push(...token.split(/[^a-z0-9]+/).filter((part) => part !== ''));
  return words.length > 0 ? { words, initials } : { words: initials, initials: [] };
}

const sameWords = (one: readonly string[], two: readonly string[]): boolean =>
  one.length === two.length && one.every((word, i) => word === two[i]);

/** Whether `initials` begin `given` names, in order; some names may have none. */
function begin(initials: readonly string[], given: readonly string[]): boolean {
  let at = 0;
  for (const initial of initials) {
    while (at < given.length && !(given[at] as string).startsWith(initial)) at += 1;
    if (at === given.length) return false;
    at += 1;
  }
  return true;
}

/** The given names left of `full` when `surname` ends or begins it (`Zheng Qinwen`); `undefined` when it does neither. */
function givenNames(surname: readonly string[], full: readonly string[]): readonly string[] | undefined {
  const rest = full.length - surname.length;
  if (rest < 0) return undefined;
  if (sameWords(full.slice(rest), surname)) return full.slice(0, rest);
  return sameWords(full.slice(0, surname.length), surname) ? full.slice(surname.length) : undefined;
}

function abbreviated(short: PlayerName, full: PlayerName): number {
  const given = givenNames(short.words, full.words);
  if (given === undefined) return 0;
  if (short.initials.length === 0) return given.length === 0 ? 1 : 0.75;
  if (given.length === 0) return 0.75;
  if (!given[0]?.startsWith(short.initials[0] ?? '') || !begin(short.initials, given)) return 0;
  return short.initials.length === given.length ? 1 : 0.95;
}

const beginsEither = (one: string, two: string): boolean => one.startsWith(two) || two.startsWith(one);

/**
 * How alike two players' names are, 0 to 1. The same surname with other initials is another player; a surname alone may
 * be anyone of the family.
 */
export function playerLikeness(one: PlayerName, two: PlayerName): number {
  if (one.initials.length > 0 && two.initials.length > 0) {
    if (!sameWords(one.words, two.words)) return 0;
    const shared = Math.min(one.initials.length, two.initials.length);
    for (let i = 0; i < shared; i += 1)
      if (!beginsEither(one.initials[i] as string, two.initials[i] as string)) return 0;
    return one.initials.length === two.initials.length ? 1 : 0.95;
  }
  if (one.initials.length > 0) return abbreviated(one, two);
  if (two.initials.length > 0) return abbreviated(two, one);
  if (sameWords([...one.words].sort(), [...two.words].sort())) return 1;
  const [short, long] =
    one.words.length <= two.words.length ? [one.words, two.words] : [two.words, one.words];
  if (short.length === 1) return long.includes(short[0] as string) ? 0.75 : 0;
  return short.every((word) => long.includes(word)) ? 0.95 : 0;
}
