import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { Telling } from '../../../../shared/domain/result.ts';
import { matchTeam } from '../../../../shared/domain/team-names.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
import type { HistoricalMatch, MatchHistory } from '../../ports/market-store.ts';

/** What imports are told as in a result's revisions. */
export const IMPORT_TELLER = 'imported matches';

/** Where an event's matches are, and how the day of a match is told there. */
type Recorded = {
  readonly competition: string;
  /** Hours from UTC to the place whose day it is. */
  readonly zone: number;
  /** Days it may differ by. The same teams can meet on two days running only where this is 0. */
  readonly within: number;
};

/** Days of American games are New York's; no game begins so late that an hour of summer time would matter. */
const american = (competition: string): Recorded => ({ competition, zone: -5, within: 0 });
/** Imported competitions of sports other than football, by The Odds API's key. */
const OTHER_SPORTS: Readonly<Record<string, Recorded>> = {
  basketball_nba: american('NBA'),
  americanfootball_nfl: american('NFL'),
};

function recordedAs(sport: string): Recorded | undefined {
  const code = footballLeague(sport)?.code;
  return code === undefined ? OTHER_SPORTS[sport] : { competition: code, zone: 0, within: 1 };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const isNear = (playedOn: string, startsAt: number, { zone, within }: Recorded): boolean => {
  const day = Math.floor((startsAt + zone * HOUR_MS) / DAY_MS);
  return Math.abs(Date.parse(playedOn) / DAY_MS - day) <= within;
};

/** A season that can hold a match of that day begins in its year or the one before. */
const mayHold = (season: string, startsAt: number): boolean => {
  const begins = Number(/^\d{4}/.exec(season)?.[0] ?? Number.NaN);
  const year = new Date(startsAt).getUTCFullYear();
  return Number.isNaN(begins) || begins === year || begins === year - 1;
};

export type ImportedResult =
  | { readonly kind: 'found'; readonly telling: Telling }
  /** Something was imported that may be this event; words that say what, for the user to decide. */
  | { readonly kind: 'doubtful'; readonly words: string }
  | { readonly kind: 'none' };

const words = ({ home, away, homeGoals, awayGoals, playedOn }: HistoricalMatch): string =>
  `${home} v ${away} ${homeGoals}-${awayGoals} of ${playedOn}`;

/** The result of `event` among the imported matches of its competition. */
export function findImported(
  event: Pick<SportingEvent, 'id' | 'sport' | 'home' | 'away' | 'startsAt'>,
  matches: readonly HistoricalMatch[],
): ImportedResult {
  const recorded = recordedAs(event.sport);
  if (recorded === undefined) return { kind: 'none' };
  const teams = [...new Set(matches.flatMap(({ home, away }) => [home, away]))];
  const home = matchTeam(event.home, teams);
  const away = matchTeam(event.away, teams);
  if (home === undefined && away === undefined) return { kind: 'none' };
  const near = matches.filter(({ playedOn }) => isNear(playedOn, event.startsAt, recorded));
  if (home === undefined || away === undefined) {
    const known = home ?? away;
    const [like] = near.filter((match) => match.home === known || match.away === known);
    const unmatched = home === undefined ? event.home : event.away;
    return like === undefined
      ? { kind: 'none' }
      : {
          kind: 'doubtful',
          words: `the imported ${words(like)} may be it, but “${unmatched}” is no name there: enter the result by hand`,
        };
  }
  const [match, ...more] = near.filter((each) => each.home === home && each.away === away);
  if (!match) {
    const turned = near.find((each) => each.home === away && each.away === home);
    return turned === undefined
      ? { kind: 'none' }
      : {
          kind: 'doubtful',
          words: `the imported ${words(turned)} has the teams the other way round: enter the result by hand`,
        };
  }
  if (more.length > 0)
    return {
      kind: 'doubtful',
      words: `several imported matches may be it (${[match, ...more].map(words).join('; ')}): enter the result by hand`,
    };
  const { halfTimeHome, halfTimeAway } = match;
  return {
    kind: 'found',
    telling: {
      eventId: event.id,
      origin: 'import',
      teller: IMPORT_TELLER,
      status: 'ended',
      score: { home: match.homeGoals, away: match.awayGoals },
      halfTime:
        halfTimeHome === null || halfTimeAway === null ? null : { home: halfTimeHome, away: halfTimeAway },
      note: `${words(match)}, ${match.competition}`,
    },
  };
}

/** What imports say of `events`. Reads the seasons that can hold them, once each. */
export function importedResults(
  events: readonly SportingEvent[],
  history: MatchHistory,
): ReadonlyMap<EventId, ImportedResult> {
  const results = new Map<EventId, ImportedResult>();
  const byCompetition = Map.groupBy(events, ({ sport }) => recordedAs(sport)?.competition);
  const seasons = history.historicalSeasons();
  for (const [competition, ofCompetition] of byCompetition) {
    if (competition === undefined) continue;
    const matches = seasons
      .filter(
        (each) =>
          each.competition === competition &&
          ofCompetition.some(({ startsAt }) => mayHold(each.season, startsAt)),
      )
      .flatMap(({ season }) => history.historicalMatches({ competition, season }));
    if (matches.length === 0) continue;
    for (const event of ofCompetition) results.set(event.id, findImported(event, matches));
  }
  return results;
}
