import { parse } from 'csv-parse/sync';
import type { Manifest } from '../../engine/inference/registry/index.ts';
import { readTextFile } from './read-file.ts';

export type NumbersRead =
  | { readonly ok: true; readonly rows: number; readonly x: Float32Array }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** A CSV's line numbers start at 1 with the header. */
const lineOf = (row: number): number => row + 2;

/**
 * The columns a model takes, by their names, from a CSV with a header; further columns are left out. An empty cell is a
 * missing value for models made here, which know what to do with one, and refused for others.
 */
export function readNumbers(file: string, { id, origin, input }: Manifest): NumbersRead {
  const refuse = (message: string) => ({ ok: false as const, code: 'invalid-input', message });
  const read = readTextFile(file);
  if (!read.ok) return read;
  let records: string[][];
  try {
    records = parse(read.text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    return refuse(`${file} is no CSV: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const [header, ...rows] = records;
  if (header === undefined || rows.length === 0)
    return refuse(`${file} holds no rows. Give a header with the columns' names, and a row of numbers each.`);
  const names = header.map((name) => name.trim());
  const places = input.columns.map((column) => names.indexOf(column));
  const missing = input.columns.filter((_, i) => places[i] === -1);
  if (missing.length > 0)
    return refuse(
      `${file} has no column ${missing.join(', ')}. ${id} takes ${input.columns.join(', ')}; the file has ${names.join(', ')}.`,
    );
  const width = input.columns.length;
  const x = new Float32Array(rows.length * width);
  for (const [row, cells] of rows.entries())
    for (const [i, place] of places.entries()) {
      const value = readCell((cells[place] ?? '').trim(), origin !== 'imported');
      if (typeof value === 'string')
        return refuse(`${file}, line ${lineOf(row)}, column ${input.columns[i]} ${value}`);
      x[row * width + i] = value;
    }
  return { ok: true, rows: rows.length, x };
}

/** The cell's number, or what is wrong with it. */
function readCell(cell: string, mayBeMissing: boolean): number | string {
  if (cell === '') return mayBeMissing ? Number.NaN : 'is empty. Give a number.';
  const value = Number(cell);
  if (!Number.isFinite(value)) return `is “${cell}”. Give a number.`;
  return Number.isFinite(Math.fround(value))
    ? value
    : `is ${cell}, more than a 32-bit number holds. Give a smaller one.`;
}
