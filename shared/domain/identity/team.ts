import { knownClub, nameKey } from './clubs.ts';
import { franchisesOf } from './franchises.ts';
import { plainWords, tellingWords, wordLikeness } from './name-words.ts';
import { type PlayerName, playerLikeness, playerName } from './player.ts';
import { type Squad, squadName } from './squad.ts';

/** A side of an event, read once and compared often. */
export type Team = {
  readonly name: string;
  readonly squad: Squad;
  readonly country: string;
  /** Franchises the name may mean; several where it is only a city's. */
  readonly franchises: readonly string[];
  /** The club a table or the user says it is. */
  readonly club: string | undefined;
  readonly key: string;
  readonly words: readonly string[];
  /** Initials of the whole name, as it may be abbreviated: `crb`. */
  readonly acronym: string;
  readonly player: PlayerName | undefined;
};

/** Sports of single players (or pairs), whose names are written surname first, last, or with initials. */
const INDIVIDUAL: ReadonlySet<string> = new Set([
  'tennis',
  'mma',
  'boxing',
  'golf',
  'snooker',
  'darts',
  'tabletennis',
  'badminton',
]);
export const isIndividual = (group: string): boolean => INDIVIDUAL.has(group);

/** What the user has taught: the name meant, by `nameKey` of the name written. */
export type TaughtNames = (group: string, key: string) => string | undefined;
export const nothingTaught: TaughtNames = () => undefined;

/** The key under which a name is taught and looked up. */
export const taughtKey = (group: string, name: string): string =>
  isIndividual(group) ? plainWords(name).join(' ') : plainWords(squadName(name).club).join(' ');

/** Reads one side of an event of sport `group`, which plays in one of `leagues` (empty: unknown). */
export function readTeam(
  name: string,
  group: string,
  leagues: readonly string[],
  squads: readonly string[],
  taught: TaughtNames = nothingTaught,
): Team {
  const meant = taught(group, taughtKey(group, name)) ?? name;
  if (isIndividual(group)) {
    const player = playerName(meant);
    return {
      name,
      squad: '',
      country: '',
      franchises: [],
      club: undefined,
      key: player.words.join(' '),
      words: player.words,
      acronym: '',
      player,
    };
  }
  const { club: own } = squadName(name);
  const { squad, country } = squadName(name, squads);
  const club = meant === name ? own : squadName(meant).club;
  const key = nameKey(club);
  const franchises = franchisesOf(club, group, leagues);
  return {
    name,
    squad,
    country,
    franchises,
    club: group === 'soccer' ? knownClub(key) : undefined,
    key,
    words: tellingWords(club),
    acronym: plainWords(club)
      .filter((word) => word !== 'de' && word !== 'the')
      .map((word) => word[0])
      .join(''),
    player: undefined,
  };
}

/** Words many clubs share: alone they tell nothing. */
const COMMON: ReadonlySet<string> = new Set([
  'united', 'city', 'town', 'rovers', 'real', 'sporting', 'athletic', 'atletico', 'racing', 'nacional', 'dynamo', 'dinamo', 'union',
  'inter', 'san', 'st', 'los', 'new', 'al', 'deportivo', 'state', 'north', 'south', 'west', 'east', 'fortuna', 'lokomotiv', 'spartak',
]); // biome-ignore format: a list of words

/** The words that tell something; all of them where none does. */
export const tellingOf = (words: readonly string[]): readonly string[] => {
  const telling = words.filter((word) => !COMMON.has(word));
  return telling.length > 0 ? telling : words;
};

export type Likeness = {
  /** 0 to 1: 1 the same, 0 nothing in common. */
  readonly value: number;
  /** Known to be two: no other agreement makes them one. */
  readonly other: boolean;
  /** A few words for people. */
  readonly words: string;
};

const like = (value: number, words: string): Likeness => ({ value, other: false, words });
const OTHER_SQUAD: Likeness = { value: 0, other: true, words: 'another team of the club' };
const OTHER_CLUB: Likeness = { value: 0, other: true, words: 'known to be others' };
const OTHER_COUNTRY: Likeness = { value: 0, other: true, words: 'of other countries' };
const OTHER_PLAYER: Likeness = { value: 0, other: false, words: 'other names' };
const SAME_NAME = like(1, 'same name');
const SAME_CLUB = like(1, 'known to be the same');
const ONE_OF_THEM = like(0.7, 'the city has several teams');
const REORDERED = like(0.95, 'same words in another order');
const SHORTENED = like(0.95, 'each word begins alike');
const BEGINS_ALIKE = like(0.85, 'begins alike');
const SPELLED = like(0.88, 'spelled nearly alike');
const PART = like(0.75, 'one name is part of the other');
const ACRONYM = like(0.75, 'initials of the other');
const UNLIKE = like(0, 'nothing in common');

function inOrder(one: readonly string[], two: readonly string[]): Likeness | undefined {
  let least = 1;
  let exact = 0;
  for (let i = 0; i < one.length; i += 1) {
    const word = wordLikeness(one[i] as string, two[i] as string);
    if (word === 0) return undefined;
    if (word === 1) exact += 1;
    least = Math.min(least, word);
  }
  if (least === 1) return SAME_NAME;
  if (least < 0.93) return SPELLED;
  return exact > 0 || one.length > 1 ? SHORTENED : BEGINS_ALIKE;
}

/** How alike two clubs' names are by their words alone. */
function wordsLikeness(one: Team, two: Team): Likeness {
  const [short, long] =
    one.words.length <= two.words.length ? [one.words, two.words] : [two.words, one.words];
  if (short.length === long.length) {
    const ordered = inOrder(short, long);
    if (ordered) return ordered;
  }
  const shared = short.filter((word) => long.some((other) => wordLikeness(word, other) >= 0.93));
  const telling = shared.filter((word) => !COMMON.has(word));
  if (shared.length === short.length && telling.length > 0)
    return short.length === long.length ? REORDERED : PART;
  if (one.acronym.length > 2 || two.acronym.length > 2) {
    if (one.key === two.acronym || two.key === one.acronym) return ACRONYM;
  }
  if (telling.length === 0) return UNLIKE;
  return like(Math.min(0.45, (0.6 * shared.length) / long.length), `share "${telling.join(' ')}"`);
}

/** How alike two sides of one sport are. Symmetric. */
export function teamLikeness(one: Team, two: Team): Likeness {
  if (one.player && two.player) {
    const value = playerLikeness(one.player, two.player);
    if (value === 1) return SAME_NAME;
    if (value === 0) return OTHER_PLAYER;
    return like(value, value > 0.9 ? 'same but for initials or a middle name' : 'surname only');
  }
  if (one.squad !== two.squad) return OTHER_SQUAD;
  if (one.country !== '' && two.country !== '' && one.country !== two.country) return OTHER_COUNTRY;
  if (one.franchises.length > 0 && two.franchises.length > 0) {
    const shared = one.franchises.filter((id) => two.franchises.includes(id));
    if (shared.length === 0) return OTHER_CLUB;
    if (one.franchises.length > 1 || two.franchises.length > 1) return ONE_OF_THEM;
    return one.key === two.key ? SAME_NAME : SAME_CLUB;
  }
  if (one.key === two.key) return SAME_NAME;
  if (one.club !== undefined && two.club !== undefined) return one.club === two.club ? SAME_CLUB : OTHER_CLUB;
  return wordsLikeness(one, two);
}

/** Whether what the name means depends on the rival and the day: it can't be taught. */
export const isAmbiguous = (team: Team): boolean => team.franchises.length > 1;
