import type { ModelTarget } from '../../../shared/domain/model.ts';
import { sportOfCompetition } from '../../../shared/domain/sports.ts';
import type { MatchSource } from '../judgement/match-days.ts';
import type { MatchHistory } from '../ports/market-store.ts';

/** Imported matches of the competitions that `isMeant`. */
const historyOf = (history: MatchHistory, isMeant: (competition: string) => boolean): MatchHistory => ({
  historicalSeasons: () => history.historicalSeasons().filter(({ competition }) => isMeant(competition)),
  historicalMatches: history.historicalMatches,
});

/** Imported matches of one sport. */
export const historyOfSport = (history: MatchHistory, sport: string): MatchHistory =>
  historyOf(history, (competition) => sportOfCompetition(competition) === sport);

/** Whether a competition's matches have a target's outcomes: football has draws, the other sports have a winner. */
export const hasTarget = (competition: string, target: ModelTarget): boolean =>
  (sportOfCompetition(competition) === 'football') !== (target === 'winner');

/** Imported matches of every sport that has the target's outcomes. */
export const historyOfTarget = (history: MatchHistory, target: ModelTarget): MatchHistory =>
  historyOf(history, (competition) => hasTarget(competition, target));

/** The same of any matches; days without one are left out. */
export const matchesOfSport = (source: MatchSource, sport: string): MatchSource => ({
  total: source.total,
  get misdated() {
    return source.misdated;
  },
  *days() {
    for (const { playedOn, matches } of source.days()) {
      const own = matches.filter(({ competition }) => sportOfCompetition(competition) === sport);
      if (own.length > 0) yield { playedOn, matches: own };
    }
  },
});
