import type { HistoricalMatch, MatchHistory } from '../ports/market-store.ts';

/** All matches of a day, over all competitions. */
export type MatchDay = { readonly playedOn: string; readonly matches: readonly HistoricalMatch[] };

/** Past matches to be walked day by day. A source can be walked more than once. */
export type MatchSource = {
  /** Matches it holds, for progress. */
  readonly total: number;
  /** Days in order, each day once. */
  days(): Iterable<MatchDay>;
  /** Matches the last walk left out: dated more than a year before their season, when other days were past. */
  readonly misdated: number;
};

/** Which matches; an empty list means all. Seasons as `2019/20` or `2019-20`. */
export type MatchFilter = { readonly competitions: readonly string[]; readonly seasons: readonly string[] };

const seasonKey = (season: string): string => season.replaceAll('-', '/');

/** Whether a match, or a whole season of one competition, is meant. */
export function matchFilter({ competitions, seasons }: MatchFilter) {
  const wantedCompetitions = new Set(competitions);
  const wantedSeasons = new Set(seasons.map(seasonKey));
  return (of: { readonly competition: string; readonly season: string }): boolean =>
    (wantedCompetitions.size === 0 || wantedCompetitions.has(of.competition)) &&
    (wantedSeasons.size === 0 || wantedSeasons.has(seasonKey(of.season)));
}

/** The order within a day decides nothing but whose stake comes first when the bank runs short. */
const inDayOrder = (a: HistoricalMatch, b: HistoricalMatch): number =>
  compare(a.kickOff ?? '', b.kickOff ?? '') ||
  compare(a.competition, b.competition) ||
  compare(a.home, b.home) ||
  a.occurrence - b.occurrence;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Matches held in memory, each identity and occurrence once: the first given stands. */
export function matchesInMemory(matches: Iterable<HistoricalMatch>): MatchSource & {
  readonly duplicates: number;
} {
  const known = new Set<string>();
  const byDay = new Map<string, HistoricalMatch[]>();
  let given = 0;
  for (const match of matches) {
    given += 1;
    const key = `${match.identity}|${match.occurrence}`;
    if (known.has(key)) continue;
    known.add(key);
    const day = byDay.get(match.playedOn);
    if (day === undefined) byDay.set(match.playedOn, [match]);
    else day.push(match);
  }
  return {
    total: known.size,
    duplicates: given - known.size,
    misdated: 0,
    *days() {
      for (const playedOn of [...byDay.keys()].sort())
        yield { playedOn, matches: (byDay.get(playedOn) ?? []).toSorted(inDayOrder) };
    },
  };
}

/**
 * Imported matches, read season by season as the days need them: some three seasons are held at a time. A season's
 * name says in which year it starts; one that says no year is read at once.
 */
export function matchesOfHistory(
  history: MatchHistory,
  filter: MatchFilter = { competitions: [], seasons: [] },
): MatchSource {
  const isMeant = matchFilter(filter);
  const seasons = history
    .historicalSeasons()
    .filter(isMeant)
    .map((season) => ({ ...season, from: firstDay(season.season) }))
    .sort((a, b) => compare(a.from, b.from) || compare(a.competition, b.competition));
  let misdated = 0;
  return {
    total: seasons.reduce((sum, { matches }) => sum + matches, 0),
    get misdated() {
      return misdated;
    },
    *days() {
      misdated = 0;
      let walked = '';
      const waiting = new Map<string, HistoricalMatch[]>();
      let next = 0;
      const read = (): void => {
        const season = seasons[next];
        next += 1;
        if (season === undefined) return;
        for (const match of history.historicalMatches(season)) {
          if (match.playedOn <= walked) {
            misdated += 1;
            continue;
          }
          const day = waiting.get(match.playedOn);
          if (day === undefined) waiting.set(match.playedOn, [match]);
          else day.push(match);
        }
      };
      while (next < seasons.length || waiting.size > 0) {
        if (waiting.size === 0) read();
        for (;;) {
          const day = earliest(waiting.keys());
          const season = seasons[next];
          if (season === undefined || (day !== undefined && season.from > day)) break;
          read();
        }
        const playedOn = earliest(waiting.keys());
        if (playedOn === undefined) return;
        walked = playedOn;
        yield { playedOn, matches: (waiting.get(playedOn) ?? []).sort(inDayOrder) };
        waiting.delete(playedOn);
      }
    },
  };
}

/** No match of the season is earlier, with a year to spare for a season named after the year it ends in. */
const firstDay = (season: string): string => {
  const year = Number(/^\d{4}/.exec(season)?.[0] ?? Number.NaN);
  return Number.isNaN(year) ? '' : `${year - 1}-07-01`;
};

function earliest(days: Iterable<string>): string | undefined {
  let first: string | undefined;
  for (const day of days) if (first === undefined || day < first) first = day;
  return first;
}
