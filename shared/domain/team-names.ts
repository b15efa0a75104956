import { ENGLISH_CLUBS, FOREIGN_CLUBS } from './team-aliases.ts';

/** Letters and digits only, without accents and the words that every club's name may carry. */
const FILLERS: ReadonlySet<string> = new Set([
  'fc',
  'afc',
  'cf',
  'sc',
  'ac',
  'as',
  'ss',
  'ssc',
  'us',
  'cd',
  'ud',
  'sd',
  'rc',
  'rcd',
  'ca',
  'sv',
  'vfl',
  'vfb',
  'tsg',
  'fsv',
  'bsc',
  'club',
  'calcio',
  'de',
  'the',
  'and',
]);

/** Words of a club's name, normalised: `1. FC Köln` is `1 koln`, `Nott'm Forest` is `nottm forest`. */
export const teamWords = (name: string): readonly string[] => {
  const words = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .replace(/ø/gi, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length > 0 ? telling : words;
};

/** Whether two names have as many words, and each begins the other's: `Man United` and `Manchester United`. */
const beginAlike = (one: readonly string[], two: readonly string[]): boolean =>
  one.length === two.length &&
  one.every((word, i) => {
    const other = two[i] as string;
    return (
      word === other ||
      (word.length > 1 && other.startsWith(word)) ||
      (other.length > 1 && word.startsWith(other))
    );
  });

const key = (name: string): string => teamWords(name).join(' ');
const aliases: ReadonlyMap<string, string> = new Map([
  ...Object.entries(FOREIGN_CLUBS).map(([live, stored]) => [key(live), stored] as const),
  ...Object.entries(ENGLISH_CLUBS).map(([stored, live]) => [key(live), stored] as const),
]);

/**
 * The one of `known` (imported names) that `name` must mean: itself, the one that the table of aliases names, the same
 * words, or the only one whose words begin alike one by one. `undefined` where none does, or several do. A name with
 * more or fewer words is another club: Paris Saint Germain is not Paris FC, Barcelona B not Barcelona.
 */
export function matchTeam(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return name;
  const words = teamWords(name);
  const joined = words.join(' ');
  const alias = aliases.get(joined);
  if (alias !== undefined) return known.includes(alias) ? alias : undefined;
  const same = known.filter((candidate) => key(candidate) === joined);
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const like = known.filter((candidate) => beginAlike(teamWords(candidate), words));
  return like.length === 1 ? like[0] : undefined;
}
