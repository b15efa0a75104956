import { sportOfCompetition } from '../../../shared/domain/sports.ts';
import type { MatchSource } from '../judgement/match-days.ts';
import type { MatchHistory } from '../ports/market-store.ts';

/** Imported matches of one sport. */
export const historyOfSport = (history: MatchHistory, sport: string): MatchHistory => ({
  historicalSeasons: () =>
    history.historicalSeasons().filter(({ competition }) => sportOfCompetition(competition) === sport),
  historicalMatches: history.historicalMatches,
});

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
