import { parse } from 'csv-parse/sync';
import { parseFootballData } from '../../engine/feeds/football-data/index.ts';
import { fixtureOf } from '../../engine/judgement/evaluate.ts';
import type { Fixture } from '../../engine/ports/forecaster.ts';
import { stringifyCsv } from './csv-text.ts';
import { readTextFile } from './read-file.ts';

export type FixturesRead =
  | { readonly ok: true; readonly fixtures: readonly Fixture[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Columns of a score; matches to come have none, and the reader of past matches wants one. */
const GOALS = ['FTHG', 'FTAG'] as const;

/**
 * Matches to come from a CSV with football-data.co.uk's columns: Div, Date, HomeTeam and AwayTeam, with Time and prices
 * where there are any. A row that is no match is refused with its line.
 */
export async function readFixtures(file: string): Promise<FixturesRead> {
  const read = readTextFile(file);
  if (!read.ok) return read;
  const refuse = (message: string) => ({ ok: false as const, code: 'unreadable-file', message });
  let records: string[][];
  try {
    records = parse(read.text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    return refuse(`${file} is no CSV: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const [header, ...rows] = records;
  const columns = header?.map((name) => name.trim()) ?? [];
  const missing = ['Div', 'Date', 'HomeTeam', 'AwayTeam'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    return refuse(
      `${file} has no column ${missing.join(', ')}. Fixtures need Div, Date, HomeTeam and AwayTeam; Time and prices are used where they are given.`,
    );
  // The result is not known: whatever such columns hold is left out.
  const kept = columns.flatMap((name, i) => (/^(FT|HT)(HG|AG|R)$/.test(name) ? [] : [i]));
  const text = stringifyCsv([
    [...kept.map((i) => columns[i] ?? ''), ...GOALS],
    ...rows.map((row) => [...kept.map((i) => row[i] ?? ''), '0', '0']),
  ]);
  const parsed = await parseFootballData(bytesOf(text), file);
  if (!parsed.ok) return refuse(parsed.message);
  const fixtures: Fixture[] = [];
  for await (const row of parsed.rows) {
    if (row.kind === 'broken') return refuse(row.message);
    if (row.kind === 'quarantined')
      return refuse(`${file}, line ${row.line}: ${row.reason}. Mend or remove that row.`);
    fixtures.push(fixtureOf(row.match));
  }
  if (fixtures.length === 0) return refuse(`${file} holds no fixture.`);
  return { ok: true, fixtures };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
