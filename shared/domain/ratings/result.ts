/** A finished match as ratings read it. */
export type Result = {
  readonly home: string;
  readonly away: string;
  readonly homeGoals: number;
  readonly awayGoals: number;
};

/** Every team of the results and of `extra`, by name: the order of rows decides nothing. */
export function teamsOf(
  results: readonly { readonly home: string; readonly away: string }[],
  extra: readonly string[] = [],
): readonly string[] {
  const names = new Set(extra);
  for (const { home, away } of results) names.add(home).add(away);
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
