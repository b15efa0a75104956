/** The two sides as an event's name puts them. `homeFirst` tells how runners are ordered too. */
export type EventSides = { readonly home: string; readonly away: string; readonly homeFirst: boolean };

/** `A v B`, and `A @ B` in American sports, where the second is at home. */
const SEPARATORS = [
  { pattern: /\s+@\s+/, homeFirst: false },
  { pattern: /\s+(?:v|vs)\.?\s+/i, homeFirst: true },
] as const;

/** `undefined` when the name is not that of a match: an outright, a race. */
export function sidesOf(eventName: string): EventSides | undefined {
  for (const { pattern, homeFirst } of SEPARATORS) {
    const [first = '', second = '', ...rest] = eventName.split(pattern).map((part) => part.trim());
    if (rest.length > 0 || first === '' || second === '' || first === second) continue;
    return homeFirst ? { home: first, away: second, homeFirst } : { home: second, away: first, homeFirst };
  }
  return undefined;
}

const plain = (name: string): string => name.trim().toLowerCase();

/** What a pair of runners is told apart by; `order` is Betfair's sort priority. */
export type TeamRunner = { readonly id: number; readonly name: string; readonly order: number };

/**
 * Which of two runners plays at home: by name where one is the event's, else by their order. `undefined` where names
 * contradict each other.
 */
export function homeRunner(one: TeamRunner, other: TeamRunner, sides: EventSides): TeamRunner | undefined {
  const home = plain(sides.home);
  const away = plain(sides.away);
  const oneHome = plain(one.name) === home || plain(other.name) === away;
  const otherHome = plain(other.name) === home || plain(one.name) === away;
  if (oneHome !== otherHome) return oneHome ? one : other;
  if (oneHome) return undefined;
  const first = one.order <= other.order ? one : other;
  const second = first === one ? other : one;
  return sides.homeFirst ? first : second;
}
