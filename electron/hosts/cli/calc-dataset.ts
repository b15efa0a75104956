import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Result } from '../../../shared/domain/ratings/result.ts';
import { readDate, readGoals } from '../../engine/feeds/football-data/cells.ts';
import { type Layout, readHeader } from '../../engine/feeds/football-data/columns.ts';
import { fullTeamName } from './calc-team-names.ts';
import { readTextFile } from './read-file.ts';

/** A result with its day, in days since 1970-01-01; `null` where it is not known. */
export type DatedResult = Result & { readonly day: number | null };

export type Results =
  | { readonly ok: true; readonly results: readonly DatedResult[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

const goals = z.int().min(0, 'goals are whole and 0 or more');
const day = z.iso.date('a date is written 2012-05-13');
const row = z.union(
  [
    z.tuple([z.string(), z.string(), goals, goals]),
    z.tuple([z.string(), z.string(), goals, goals, day]),
    z.object({
      home: z.string(),
      away: z.string(),
      homeGoals: goals,
      awayGoals: goals,
      date: day.optional(),
    }),
  ],
  'a match is [home, away, homeGoals, awayGoals] or the same with a date',
);

/** The fields in which an operation takes results: rows, or football-data files. */
export const resultFields = {
  matches: z.array(row).min(1, 'at least one match is needed').optional(),
  dataset: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
};

/** Days since 1970-01-01 of a date such as 2012-05-13. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

const refused = (code: string, message: string): Results => ({ ok: false, code, message });

/**
 * The results an operation was given, those of a data set in the order of their dates. A data set names CSV files, `a ..
 * b` meaning all from a to b by name; paths are relative to the working folder or to a folder `shared` beside it. Text
 * after the names is a remark.
 */
export function resultsOf(inputs: {
  readonly matches?: readonly z.output<typeof row>[] | undefined;
  readonly dataset?: string | readonly string[] | undefined;
}): Results {
  if (inputs.matches !== undefined) return inline(inputs.matches);
  if (inputs.dataset === undefined) return refused('invalid-input', 'inputs: give matches or dataset');
  const results: DatedResult[] = [];
  for (const part of [inputs.dataset].flat()) {
    const files = filesOf(part);
    if (files.length === 0) return refused('invalid-input', `dataset: "${part}" names no CSV file`);
    for (const file of files) {
      const read = readResults(file);
      if (!read.ok) return read;
      results.push(...read.results);
    }
  }
  return { ok: true, results: results.sort((a, b) => (a.day ?? 0) - (b.day ?? 0)) };
}

function inline(matches: readonly z.output<typeof row>[]): Results {
  const results = matches.map((match): DatedResult => {
    if (!('home' in match)) {
      const [home, away, homeGoals, awayGoals, date] = match;
      return { home, away, homeGoals, awayGoals, day: date === undefined ? null : dayOf(date) };
    }
    const { date, ...rest } = match;
    return { ...rest, day: date === undefined ? null : dayOf(date) };
  });
  const alone = results.findIndex(({ home, away }) => home === away);
  return alone >= 0
    ? refused('invalid-input', `matches: ${results[alone]?.home} cannot play itself (match ${alone + 1})`)
    : { ok: true, results };
}

function filesOf(part: string): readonly string[] {
  const [first, second] = part.match(/[^\s,;()]+\.csv/gi) ?? [];
  if (first === undefined) return [];
  if (second === undefined || !/\.csv\s*\.\.\s*\S/i.test(part))
    return (part.match(/[^\s,;()]+\.csv/gi) ?? []).map(locate);
  const folder = dirname(locate(first));
  const [from, to] = [basename(first), basename(second)];
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.csv') && name >= from && name <= to)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [locate(first)];
  }
}

/** The first place where the file is; else where it should have been. */
function locate(path: string): string {
  const besides = process.env['OVERROUND_SHARED_DATA'] ?? resolve('..', 'shared');
  return [resolve(path), resolve(besides, path)].find((place) => readTextFile(place).ok) ?? resolve(path);
}

function readResults(file: string): Results {
  const read = readTextFile(file);
  if (!read.ok) return refused(read.code, read.message);
  let records: string[][];
  try {
    records = parse(read.text, { bom: true, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    return refused('unreadable-file', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const layout = readHeader(records[0] ?? []);
  if (layout === undefined)
    return refused('unreadable-file', `${file} is no football-data.co.uk CSV: its columns are not known.`);
  const filled = records.slice(1).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const results = filled.map((cells) => resultOf(cells, layout.fields));
  const bad = results.indexOf(undefined);
  return bad >= 0
    ? refused(
        'unreadable-file',
        `${file}: match ${bad + 1} has no date, teams or score: ${filled[bad]?.slice(0, 7)}`,
      )
    : { ok: true, results: results.filter((result) => result !== undefined) };
}

function resultOf(cells: readonly string[], fields: Layout['fields']): DatedResult | undefined {
  const cell = (at: number | undefined): string => (at === undefined ? '' : (cells[at] ?? '').trim());
  const date = readDate(cell(fields.date));
  const [home, away] = [cell(fields.home), cell(fields.away)];
  const [homeGoals, awayGoals] = [readGoals(cell(fields.homeGoals)), readGoals(cell(fields.awayGoals))];
  if (date === undefined || home === '' || away === '') return undefined;
  if (typeof homeGoals !== 'number' || typeof awayGoals !== 'number') return undefined;
  return {
    home: fullTeamName(home),
    away: fullTeamName(away),
    homeGoals,
    awayGoals,
    day: dayOf(date),
  };
}
