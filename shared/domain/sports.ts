/** Sports as models name them, by the first word of The Odds API's keys; the practice market plays football. */
const SPORTS: Readonly<Record<string, string>> = {
  soccer: 'football',
  practice: 'football',
  americanfootball: 'american-football',
  basketball: 'basketball',
  tennis: 'tennis',
};

/**
 * The sport of a live event's key: `football` of `soccer_epl`, and of `soccer`, which is football in a league that has
 * no key of its own; `undefined` of a sport that no model knows.
 */
export function sportOfKey(key: string): string | undefined {
  const [family = ''] = key.split('_', 1);
  return Object.hasOwn(SPORTS, family) ? SPORTS[family] : undefined;
}

const COMPETITIONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ATP|WTA) /, 'tennis'],
  [/^NBA$/, 'basketball'],
  [/^NFL$/, 'american-football'],
];

/** The sport of imported matches of a competition: `tennis` of `ATP Hard`, football of any that is not in the table. */
export const sportOfCompetition = (competition: string): string =>
  COMPETITIONS.find(([pattern]) => pattern.test(competition))?.[1] ?? 'football';
