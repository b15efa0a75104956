/** How a league stood when the exchange was last looked through: by label. */
export type Listing = {
  readonly playing: readonly string[];
  /** Known to the exchange, or known to come and go there, with nothing on offer now: off season. */
  readonly quiet: readonly string[];
  /** The exchange does not have them at all. */
  readonly unknown: readonly string[];
};

export type LeagueStanding = keyof Listing;

/** Leagues by how each was found, in the order they were looked at. */
export const listingOf = (found: Iterable<readonly [label: string, standing: LeagueStanding]>): Listing => {
  const all = [...found];
  const by = (wanted: LeagueStanding) =>
    all.filter(([, standing]) => standing === wanted).map(([label]) => label);
  return { playing: by('playing'), quiet: by('quiet'), unknown: by('unknown') };
};

const minutes = (ms: number): string => {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return whole === 1 ? 'every minute' : `every ${whole} min`;
};

/** That nothing is on offer is no failure: it is said plainly, and when it is looked for again. `null`: nothing to say. */
export const quietWords = ({ quiet }: Listing, everyMs: number): string | null =>
  quiet.length === 0 ? null : `${quiet.join(', ')}: nothing listed now; looked again ${minutes(everyMs)}.`;

/** What only other settings mend. `null`: nothing to say. */
export const unknownWords = ({ unknown }: Listing, name: string): string | null =>
  unknown.length === 0 ? null : `${name} does not know ${unknown.join(', ')}: choose other leagues.`;

/** Of a test: what was found, and whether the settings can stay. */
export function listingResult(
  listing: Listing,
  name: string,
  everyMs: number,
): { readonly ok: boolean; readonly message: string } {
  const { playing, unknown } = listing;
  const games =
    playing.length === 0 ? null : `${playing.join(', ')} ${playing.length === 1 ? 'has' : 'have'} games.`;
  const words = [unknownWords(listing, name), games, quietWords(listing, everyMs)];
  return { ok: unknown.length === 0, message: words.filter((each) => each !== null).join(' ') };
}
