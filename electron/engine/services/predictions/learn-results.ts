import { setImmediate } from 'node:timers/promises';
import { sportOfCompetition } from '../../../../shared/domain/sports.ts';
import type { Manifest } from '../../inference/registry/index.ts';
import type { ColumnSource } from '../../inference/serving/column-source.ts';
import { matchesOfHistory } from '../../judgement/match-days.ts';
import type { MatchHistory } from '../../ports/market-store.ts';

/** Days between two looks at whether anybody still wants it, and turns for everyone else. */
const DAYS_A_TURN = 20;

/** A season that can hold a match after `day`: it starts in the year before it, or later. */
const mayFollow = (season: string, day: string): boolean => {
  const year = Number(/^\d{4}/.exec(season)?.[0] ?? Number.NaN);
  return Number.isNaN(year) || year >= Number(day.slice(0, 4)) - 1;
};

/**
 * Tells a model's features the imported results since it was trained, day by day, as walk-forward judging does; all of
 * them where it was made elsewhere. In turns with everything else; stops early once `isWanted` says no.
 */
export async function learnResults(
  source: Pick<ColumnSource, 'observe'>,
  { sport, competitions }: Pick<Manifest, 'sport' | 'competitions'>,
  trainedTo: string | null,
  history: MatchHistory,
  isWanted: () => boolean,
): Promise<void> {
  const seasons = history
    .historicalSeasons()
    .filter(
      ({ competition, season }) =>
        (competitions.length > 0
          ? competitions.includes(competition)
          : sportOfCompetition(competition) === sport) &&
        (trainedTo === null || mayFollow(season, trainedTo)),
    );
  if (seasons.length === 0) return;
  const matches = matchesOfHistory(history, {
    competitions: [...new Set(seasons.map(({ competition }) => competition))],
    seasons: [...new Set(seasons.map(({ season }) => season))],
  });
  let days = 0;
  for (const day of matches.days()) {
    if (trainedTo !== null && day.playedOn <= trainedTo) continue;
    source.observe(day.matches);
    days += 1;
    if (days % DAYS_A_TURN !== 0) continue;
    await setImmediate();
    if (!isWanted()) return;
  }
}
