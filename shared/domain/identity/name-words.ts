import { teamWords } from '../team-names.ts';

/** Words clubs of the world carry or leave out; `teamWords` leaves out the commonest of Europe already. */
const FURTHER_FILLERS: ReadonlySet<string> = new Set([
  'fk', 'bk', 'if', 'ff', 'sk', 'nk', 'hsc', 'osc', 'ogc', 'tsv', 'spvgg', 'bv', 'kv', 'kfc', 'krc', 'gd', 'ec', 'se',
  'ad', 'acf', 'ssd', 'pfk', 'pfc', 'hnk', 'gnk', 'mfk', 'lfc', 'cfc', 'futbol', 'football', 'foot', 'futebol', 'clube',
]); // biome-ignore format: a list of words

/** What the same word is in other sources' languages or abbreviations. */
const SAME_WORD: Readonly<Record<string, string>> = {
  ath: 'athletic',
  beograd: 'belgrade',
  bucuresti: 'bucharest',
  bxl: 'brussels',
  genf: 'geneva',
  goteborg: 'gothenburg',
  kiev: 'kyiv',
  kobenhavn: 'copenhagen',
  krakow: 'cracow',
  lisboa: 'lisbon',
  milano: 'milan',
  monchengladbach: 'gladbach',
  mgladbach: 'gladbach',
  moenchengladbach: 'gladbach',
  moskva: 'moscow',
  munchen: 'munich',
  muenchen: 'munich',
  koeln: 'koln',
  cologne: 'koln',
  nottm: 'nottingham',
  peterboro: 'peterborough',
  praha: 'prague',
  roma: 'rome',
  rvs: 'rovers',
  sheff: 'sheffield',
  saint: 'st',
  utd: 'united',
  warszawa: 'warsaw',
  weds: 'wednesday',
  wed: 'wednesday',
  wien: 'vienna',
};

/** Founding years and league numbers: `1. FC Koln`, `Schalke 04`, `Heidenheim 1846`. 1860 is what Munich's other club is called. */
const isNumbering = (word: string): boolean =>
  /^(1|0\d|\d\d|1[89]\d\d|20\d\d)$/.test(word) && word !== '1860';

const LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
  æ: 'ae',
  Æ: 'Ae',
  ı: 'i',
  œ: 'oe',
};

/** Letters that Unicode does not decompose, written with those of the alphabet. */
export const plainLetters = (name: string): string =>
  name.replace(/[đĐłŁæÆıœ]/g, (letter) => LETTERS[letter] ?? letter);

/** What tells a club from others, word by word: without what every club carries, in one spelling. */
export function tellingWords(name: string): readonly string[] {
  const words = teamWords(plainLetters(name)).map((word) => SAME_WORD[word] ?? word);
  const telling = words.filter((word) => !FURTHER_FILLERS.has(word) && !isNumbering(word));
  return telling.length > 0 ? telling : words;
}

/** All words of a name, in lower case, without accents. */
export const plainWords = (name: string): readonly string[] =>
  plainLetters(name)
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .replace(/ø/gi, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Whether one edit (a letter more, less or other, or two changed places) makes `one` of `other`. */
function oneEditApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  );
}

/** How alike two words are: 1 the same, 0.93 where one begins the other, 0.88 for one slip in a longer word, else 0. */
export function wordLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const shorter = Math.min(one.length, other.length);
  if (shorter >= 2 && (one.startsWith(other) || other.startsWith(one))) return 0.93;
  return shorter >= 5 && oneEditApart(one, other) ? 0.88 : 0;
}
