import { ENGLISH_CLUBS } from '../../../shared/domain/team-aliases.ts';
/** A club's full name; the name itself where it is not abbreviated. */
export const fullTeamName = (name: string): string =>
  Object.hasOwn(ENGLISH_CLUBS, name) ? (ENGLISH_CLUBS[name] ?? name) : name;
