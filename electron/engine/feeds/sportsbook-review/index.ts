/** Archives made of sportsbookreviewsonline.com's seasons: NBA games as CSV, NFL games as JSON. */
import { parse } from 'csv-parse/sync';
import { type MatchFile, type MatchRow, readWhole } from '../match-file.ts';
import { createGameReader, type Game } from './games.ts';
import { nbaGame } from './nba.ts';
import { nflGame } from './nfl.ts';

const refused = (fileName: string, why: string): MatchFile => ({
  ok: false,
  code: 'unrecognised',
  message: `${fileName} is not an archive of NBA or NFL games: ${why}. Expected a CSV with the columns season, date, home, away, score_home, score_away, moneyline_home (NBA), or a JSON list with home_team, away_team, home_final, home_close_ml (NFL).`,
});

type Read = {
  readonly competition: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly gameOf: (record: Readonly<Record<string, unknown>>) => Game;
};

function readJson(text: string): Read | string {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    return `its JSON is broken (${error instanceof Error ? error.message : String(error)})`;
  }
  if (!Array.isArray(list)) return 'its JSON is no list of games';
  const records = list.map((item) =>
    typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {},
  );
  if (!records.some((record) => 'home_team' in record && 'home_final' in record))
    return 'its games have other fields';
  return { competition: 'NFL', records, gameOf: nflGame };
}

function readCsv(text: string): Read | string {
  let records: Record<string, unknown>[];
  try {
    records = parse(text, { columns: true, bom: true, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const first = records[0];
  if (first === undefined) return 'it is empty';
  if (!('score_home' in first && 'home' in first && 'date' in first)) return 'its columns are not known';
  return { competition: 'NBA', records, gameOf: nbaGame };
}

/** Reads one file whole: every game becomes a match or a quarantined row with its reason. */
export async function parseSportsbookReview(
  source: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<MatchFile> {
  const whole = await readWhole(source, fileName);
  if (!whole.ok) return whole;
  const text = whole.bytes.toString('utf8').replace(/^\uFEFF/, '');
  const read = /^\s*[[{]/.test(text) ? readJson(text) : readCsv(text);
  if (typeof read === 'string') return refused(fileName, read);
  const rowOf = createGameReader(read.competition);
  return {
    ok: true,
    rows: rowsOf(read.records.map((record, index) => rowOf(read.gameOf(record), index + 1, record))),
  };
}

async function* rowsOf(rows: readonly MatchRow[]): AsyncGenerator<MatchRow> {
  yield* rows;
}
