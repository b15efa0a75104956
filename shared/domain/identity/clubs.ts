import { ENGLISH_CLUBS, FOREIGN_CLUBS } from '../team-aliases.ts';
import { CLUB_NAMES } from './club-names.ts';
import { tellingWords } from './name-words.ts';

/** The words of a name as one text; two names of one text are one name. */
export const nameKey = (name: string): string => tellingWords(name).join(' ');

/** What each known name of a club means: the key of the name its line stands under. */
const CLUB_OF_KEY: ReadonlyMap<string, string> = (() => {
  const clubs = new Map<string, string>();
  const put = (name: string, club: string) => {
    if (!clubs.has(nameKey(name))) clubs.set(nameKey(name), nameKey(club));
  };
  for (const [club, names] of Object.entries(CLUB_NAMES))
    for (const name of [club, ...names]) put(name, club);
  for (const [club, name] of Object.entries(ENGLISH_CLUBS)) {
    put(club, club);
    put(name, club);
  }
  for (const [name, club] of Object.entries(FOREIGN_CLUBS)) {
    put(club, club);
    put(name, club);
  }
  return clubs;
})();

/** The club a name is known to mean; `undefined` for names no table holds. */
export const knownClub = (key: string): string | undefined => CLUB_OF_KEY.get(key);
