import { parse } from 'csv-parse/sync';

/** Rows by the names of the first line. */
export const readCsv = (text: string): readonly Readonly<Record<string, string>>[] =>
  parse(text, { columns: true, bom: true });
