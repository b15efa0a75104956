import type { Database } from 'better-sqlite3';
import type { HistoricalMatch, MarketStore, MatchHistory } from '../../ports/market-store.ts';
import { createOddsPacker } from './packed-odds.ts';

type MatchRow = Omit<HistoricalMatch, 'statistics' | 'odds'> & {
  readonly statistics: string;
  readonly odds: Uint8Array;
};

const columns = `identity, occurrence, competition, season, played_on AS playedOn, kick_off AS kickOff, home, away,
  home_goals AS homeGoals, away_goals AS awayGoals, half_time_home AS halfTimeHome, half_time_away AS halfTimeAway,
  statistics, odds`;

/** Imported past matches: one row each, prices packed. */
export function historicalMatchQueries(db: Database): Pick<MarketStore, 'importMatches'> & MatchHistory {
  let packer = createOddsPacker(db);
  const insert = db.prepare<MatchRow>(
    `INSERT INTO matches (identity, occurrence, competition, season, played_on, kick_off, home, away, home_goals,
       away_goals, half_time_home, half_time_away, statistics, odds)
     VALUES (@identity, @occurrence, @competition, @season, @playedOn, @kickOff, @home, @away, @homeGoals,
       @awayGoals, @halfTimeHome, @halfTimeAway, @statistics, @odds)
     ON CONFLICT (identity, occurrence) DO NOTHING`,
  );
  const isKnown = db
    .prepare<[string, number], number>('SELECT 1 FROM matches WHERE identity = ? AND occurrence = ?')
    .pluck();
  const save = db.transaction((matches: readonly HistoricalMatch[]) => {
    let imported = 0;
    for (const match of matches) {
      if (isKnown.get(match.identity, match.occurrence) !== undefined) continue;
      const row = { ...match, statistics: JSON.stringify(match.statistics), odds: packer.pack(match.odds) };
      imported += insert.run(row).changes;
    }
    return { imported, duplicate: matches.length - imported };
  });

  const seasons = db.prepare<[], { competition: string; season: string; matches: number }>(
    'SELECT competition, season, count(*) AS matches FROM matches GROUP BY competition, season',
  );
  const ofSeason = db.prepare<[string, string], MatchRow>(
    `SELECT ${columns} FROM matches WHERE competition = ? AND season = ? ORDER BY played_on, id`,
  );
  return {
    importMatches(matches) {
      try {
        return save.immediate(matches);
      } catch (error) {
        // The slots it wrote were rolled back too.
        packer = createOddsPacker(db);
        throw error;
      }
    },
    historicalSeasons: () => seasons.all(),
    historicalMatches: ({ competition, season }) =>
      ofSeason.all(competition, season).map((row) => ({
        ...row,
        statistics: JSON.parse(row.statistics) as HistoricalMatch['statistics'],
        odds: packer.unpack(row.odds),
      })),
  };
}
