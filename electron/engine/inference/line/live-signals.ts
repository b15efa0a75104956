import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { LineContext } from '../../../../shared/domain/overround-line/line.ts';
import { createOpinions } from '../../../../shared/domain/overround-line/opinions.ts';
import {
  createTeamSignals,
  DRAW_SIGNALS,
  STRENGTH_SIGNALS,
  type TeamPair,
} from '../../../../shared/domain/overround-line/team-signals.ts';
import { matchTeam } from '../../../../shared/domain/team-names.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';
import { createOpinionReader, sharpestOpinion, usualOpinion } from './match-opinions.ts';
import type { LineVersion } from './read-line.ts';
import { teamEvidence, teamPair } from './team-pair.ts';

const DAY_MS = 86_400_000;
/** Events whose teams are remembered by name; more than a season's are never live at once. */
const MOST_EVENTS = 5000;

export type LiveSignals = {
  /** Matches after the version's last day; those of one country in the order they were played. */
  readonly observe: (matches: readonly HistoricalMatch[]) => void;
  /**
   * What is known of a live event's teams, for the strength now offered; the same arrays at each call. `null` where
   * the event is of no known league, or a team is unknown or was not seen for long.
   */
  readonly of: (event: SportingEvent, offered: number) => LineContext['signals'];
};

/** The signals of live events: what the version remembers of the teams, and what is observed since. */
export function createLiveSignals({
  parameters,
  teams,
}: Pick<LineVersion, 'parameters' | 'teams'>): LiveSignals {
  const signals = createTeamSignals(parameters.signals, teams);
  const reader = createOpinionReader();
  const opinions = createOpinions();
  const written = {
    strength: new Float64Array(STRENGTH_SIGNALS.length),
    draw: new Float64Array(DRAW_SIGNALS.length),
  };
  const pairs = new Map<string, TeamPair | null>();

  const pairOf = (event: SportingEvent): TeamPair | null => {
    const league = footballLeague(event.sport);
    if (league === undefined) return null;
    const known = signals.teams(league.country);
    const home = matchTeam(event.home, known);
    const away = matchTeam(event.away, known);
    if (home === undefined || away === undefined) return null;
    const day = Math.floor(event.startsAt / DAY_MS);
    return { country: league.country, competition: league.code, home, away, day };
  };

  return {
    observe(matches) {
      for (const match of matches) {
        if (match.playedOn <= parameters.trainedTo) continue;
        reader.read(match.odds, 'pre-closing', opinions);
        const before = usualOpinion(opinions.axes);
        reader.read(match.odds, 'closing', opinions);
        signals.observe(teamPair(match), teamEvidence(match, before, sharpestOpinion(opinions.axes)));
      }
      pairs.clear();
    },
    of(event, offered) {
      let pair = pairs.get(event.id);
      if (pair === undefined) {
        if (pairs.size >= MOST_EVENTS) pairs.clear();
        pair = pairOf(event);
        pairs.set(event.id, pair);
      }
      if (pair === null) return null;
      return signals.write(pair, offered, written.strength, 0, written.draw, 0) ? written : null;
    },
  };
}
