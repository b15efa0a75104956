import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { TeamEvidence, TeamPair } from '../../../../shared/domain/overround-line/team-signals.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` as days since 1970. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** A match's teams as the signals know them: teams keep their name when they change leagues within a country. */
export const teamPair = (
  match: Pick<HistoricalMatch, 'competition' | 'home' | 'away' | 'playedOn'>,
): TeamPair => ({
  country: footballLeague(match.competition)?.country ?? match.competition,
  competition: match.competition,
  home: match.home,
  away: match.away,
  day: dayNumber(match.playedOn),
});

/** What a finished match tells about its teams, with the market's opinions of it. */
export function teamEvidence(
  { homeGoals, awayGoals, statistics }: Pick<HistoricalMatch, 'homeGoals' | 'awayGoals' | 'statistics'>,
  before: TeamEvidence['before'],
  closing: TeamEvidence['closing'],
): TeamEvidence {
  const ahead = (home: string, away: string): number =>
    (statistics[home] ?? Number.NaN) - (statistics[away] ?? Number.NaN);
  return {
    before,
    closing,
    goals: homeGoals - awayGoals,
    shots: ahead('HS', 'AS'),
    corners: ahead('HC', 'AC'),
  };
}
