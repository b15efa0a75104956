import type { Database } from 'better-sqlite3';
import type {
  DifferingMatch,
  HistoricalMatch,
  ImportedMatches,
  MarketStore,
  MatchHistory,
} from '../../ports/market-store.ts';
import { completeMatch, hasSameScore } from './complete-match.ts';
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
       @awayGoals, @halfTimeHome, @halfTimeAway, @statistics, @odds)`,
  );
  const known = db.prepare<[string, number], MatchRow>(
    `SELECT ${columns} FROM matches WHERE identity = ? AND occurrence = ?`,
  );
  const complete = db.prepare<MatchRow>(
    `UPDATE matches SET kick_off = @kickOff, half_time_home = @halfTimeHome, half_time_away = @halfTimeAway,
       statistics = @statistics, odds = @odds WHERE identity = @identity AND occurrence = @occurrence`,
  );
  const packed = (match: HistoricalMatch): MatchRow => ({
    ...match,
    statistics: JSON.stringify(match.statistics),
    odds: packer.pack(match.odds),
  });
  const unpacked = (row: MatchRow): HistoricalMatch => ({
    ...row,
    statistics: JSON.parse(row.statistics) as HistoricalMatch['statistics'],
    odds: packer.unpack(row.odds),
  });
  const save = db.transaction((matches: readonly HistoricalMatch[]): ImportedMatches => {
    let [imported, duplicate, completed] = [0, 0, 0];
    const differing: DifferingMatch[] = [];
    for (const match of matches) {
      const row = known.get(match.identity, match.occurrence);
      if (row === undefined) {
        imported += insert.run(packed(match)).changes;
        continue;
      }
      if (!hasSameScore(row, match)) {
        differing.push({ match, stored: { homeGoals: row.homeGoals, awayGoals: row.awayGoals } });
        continue;
      }
      duplicate += 1;
      const whole = completeMatch(unpacked(row), match);
      if (whole === undefined) continue;
      complete.run(packed(whole));
      completed += 1;
    }
    return { imported, duplicate, completed, differing };
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
    historicalMatches: ({ competition, season }) => ofSeason.all(competition, season).map(unpacked),
  };
}
