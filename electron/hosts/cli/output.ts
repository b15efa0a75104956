import { visibleLine, visibleText } from '../../../shared/domain/visible-text.ts';

/** One JSON value on one line of standard output. */
export const writeJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** Text for people: nothing in it steers their terminal. */
export const writeLine = (line: string): void => void process.stdout.write(`${visibleText(line)}\n`);

/** Says what went wrong, as JSON when asked for, and makes the process exit with 1 once it is done. */
export function fail(failure: { readonly code: string; readonly message: string }, json: boolean): void {
  if (json) writeJson({ error: { code: failure.code, message: failure.message } });
  else process.stderr.write(`overround: ${visibleText(failure.message)}\n`);
  process.exitCode = 1;
}

/** Columns padded to line up; numbers are given as text. */
export function table(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(visibleLine));
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
