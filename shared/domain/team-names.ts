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

const startsLike = (short: readonly string[], long: readonly string[]): boolean => {
  let at = 0;
  for (const word of short) {
    while (at < long.length && !(long[at] as string).startsWith(word)) at += 1;
    if (at === long.length) return false;
    at += 1;
  }
  return true;
};

/**
 * The one of `known` that `name` must mean: the same words, or else the only one whose words begin those of the name in
 * their order (`Man United` of `Manchester United`), or the other way round. `undefined` where none does, or several do:
 * a guess is worse than no answer.
 */
export function matchTeam(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return name;
  const words = teamWords(name);
  const joined = words.join(' ');
  const same = known.filter((candidate) => teamWords(candidate).join(' ') === joined);
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const like = known.filter((candidate) => {
    const other = teamWords(candidate);
    return startsLike(other, words) || startsLike(words, other);
  });
  return like.length === 1 ? like[0] : undefined;
}
