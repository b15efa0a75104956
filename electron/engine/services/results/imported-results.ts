import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { Telling } from '../../../../shared/domain/result.ts';
import { matchTeam } from '../../../../shared/domain/team-names.ts';
import type { EventId } from '../../../../shared/domain/units.ts';
import type { HistoricalMatch, MatchHistory } from '../../ports/market-store.ts';

/** What imports are told as in a result's revisions. */
export const IMPORT_TELLER = 'imported matches';

/** Imported competitions of sports other than football, by The Odds API's key. */
const OTHER_COMPETITIONS: Readonly<Record<string, string>> = {
  basketball_nba: 'NBA',
  americanfootball_nfl: 'NFL',
};

const competitionOf = (sport: string): string | undefined =>
  footballLeague(sport)?.code ?? OTHER_COMPETITIONS[sport];

const DAY_MS = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** Local days and UTC differ by one at most. */
const isNear = (playedOn: string, startsAt: number): boolean =>
  Math.abs(Date.parse(playedOn) - Date.parse(dayOf(startsAt))) <= DAY_MS;

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

/** The result of `event` among imported matches of its competition; `teams` are all names the competition has. */
export function findImported(
  event: Pick<SportingEvent, 'id' | 'home' | 'away' | 'startsAt'>,
  matches: readonly HistoricalMatch[],
): ImportedResult {
  const teams = [...new Set(matches.flatMap(({ home, away }) => [home, away]))];
  const home = matchTeam(event.home, teams);
  const away = matchTeam(event.away, teams);
  if (home === undefined && away === undefined) return { kind: 'none' };
  const near = matches.filter(({ playedOn }) => isNear(playedOn, event.startsAt));
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
  const byCompetition = Map.groupBy(events, ({ sport }) => competitionOf(sport));
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
