/** Archives made of sportsbookreviewsonline.com's seasons: NBA games as CSV, NFL games as JSON; read game by game. */
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { csvSlices, MOST_ROW_BYTES } from '../csv-slices.ts';
import { BrokenJson, type JsonLimits, jsonParts, PartTooLarge } from '../json-parts.ts';
import { type Broken, type MatchFile, type MatchRow, readWhole } from '../match-file.ts';
import { createGameReader, type Game } from './games.ts';
import { nbaGame } from './nba.ts';
import { nflGame } from './nfl.ts';

const refused = (fileName: string, why: string): MatchFile => ({
  ok: false,
  code: 'unrecognised',
  message: `${fileName} is not an archive of NBA or NFL games: ${why}. Expected a CSV with the columns season, date, home, away, score_home, score_away, moneyline_home (NBA), or a JSON list with home_team, away_team, home_final, home_close_ml (NFL).`,
});

/** A game has half a kilobyte in thirty values; what this allows is parsed within a tenth of a second. */
const MOST_IN_GAME: JsonLimits = { bytes: 1 << 20, values: 250_000 };

type Fields = Readonly<Record<string, unknown>>;

/** A way such archives are written; `records` throws what `brokenWords` has words for. */
type Archive = {
  readonly competition: string;
  readonly records: (bytes: Buffer) => AsyncIterable<Fields>;
  readonly isGame: (record: Fields) => boolean;
  /** Records that are none before the first that is. */
  readonly mostBefore: number;
  readonly gameOf: (record: Fields) => Game;
};

async function* jsonRecords(bytes: Buffer): AsyncGenerator<Fields, void, void> {
  for await (const part of jsonParts([bytes], MOST_IN_GAME)) {
    const value: unknown = JSON.parse(part.toString('utf8'));
    yield typeof value === 'object' && value !== null ? (value as Fields) : {};
  }
}

const NFL: Archive = {
  competition: 'NFL',
  records: jsonRecords,
  isGame: (record) => 'home_team' in record && 'home_final' in record,
  mostBefore: 1_000,
  gameOf: nflGame,
};

const NBA: Archive = {
  competition: 'NBA',
  records: (bytes) => {
    const parser = parse({
      columns: true,
      bom: true,
      // A quote that never closes runs over the ends of lines.
      max_record_size: 2 * MOST_ROW_BYTES,
      relax_column_count: true,
      relax_quotes: true,
    });
    return pipeline(csvSlices([bytes]), parser, () => {});
  },
  isGame: (record) => 'score_home' in record && 'home' in record && 'date' in record,
  mostBefore: 0,
  gameOf: nbaGame,
};

/** What is wrong with a file whose records can't be read on; throws what is wrong with something else. */
function brokenWords(error: unknown): string {
  if (error instanceof BrokenJson) return 'its JSON is broken: it may be cut off';
  if (error instanceof SyntaxError) return `its JSON is broken (${error.message})`;
  if (error instanceof PartTooLarge) return 'a part of its JSON is larger than any game';
  if (error instanceof CsvError) return error.message;
  throw error;
}

/** The records up to the first game, or why there is none. */
async function firstRecords(
  records: AsyncIterator<Fields>,
  { isGame, mostBefore }: Archive,
): Promise<readonly Fields[] | string> {
  const first: Fields[] = [];
  try {
    while (first.length <= mostBefore) {
      const { done, value } = await records.next();
      if (done === true) break;
      first.push(value);
      if (isGame(value)) return first;
    }
  } catch (error) {
    return brokenWords(error);
  }
  return first.length === 0 ? 'it is empty' : 'its games have other fields';
}

async function* rowsOf(
  first: readonly Fields[],
  rest: AsyncIterator<Fields>,
  { competition, gameOf }: Archive,
  fileName: string,
): AsyncGenerator<MatchRow | Broken, void, void> {
  const rowOf = createGameReader(competition);
  let line = 0;
  const next = (record: Fields): MatchRow => {
    line += 1;
    return rowOf(gameOf(record), line, record);
  };
  for (const record of first) yield next(record);
  try {
    for (let read = await rest.next(); read.done !== true; read = await rest.next()) yield next(read.value);
  } catch (error) {
    const message = `${fileName} can't be read on after its game ${line}: ${brokenWords(error)}. The games before were read; get the file again and import it once more.`;
    yield { kind: 'broken', message };
  } finally {
    await rest.return?.();
  }
}

/** The first character that says something. */
const beginningOf = (bytes: Buffer): string =>
  bytes
    .toString('utf8', 0, 1_024)
    .replace(/^\uFEFF/, '')
    .trimStart()
    .charAt(0);

/** Reads one file: every game becomes a match or a quarantined row with its reason. */
export async function parseSportsbookReview(
  source: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<MatchFile> {
  const whole = await readWhole(source, fileName);
  if (!whole.ok) return whole;
  const beginning = beginningOf(whole.bytes);
  if (beginning === '{') return refused(fileName, 'its JSON is no list of games');
  const archive = beginning === '[' ? NFL : NBA;
  const records = archive.records(whole.bytes)[Symbol.asyncIterator]();
  const first = await firstRecords(records, archive);
  if (typeof first !== 'string') return { ok: true, rows: rowsOf(first, records, archive, fileName) };
  await records.return?.();
  return refused(fileName, first);
}
