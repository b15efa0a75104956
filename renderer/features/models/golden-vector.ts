import { namesIn } from './column-mapping.ts';

export type GoldenVector = { readonly input: number[]; readonly output: number[] };
export type ReadGolden =
  | { readonly ok: true; readonly golden: GoldenVector | null }
  | { readonly ok: false; readonly problem: string };

const HOW =
  'Paste JSON such as {"input": [1.5, 2], "output": [0.4, 0.6]}, or two lines of numbers: the inputs, then the outputs.';

const refused = (problem: string): ReadGolden => ({ ok: false, problem });

/**
 * An input row and its output as pasted: JSON with `input` and `output`, or two lines of separated numbers. Nothing pasted
 * is no vector. `columns` and `classes` are what the model has, `null` where that is open.
 */
export function readGolden(text: string, columns: number | null, classes: number | null): ReadGolden {
  if (text.trim() === '') return { ok: true, golden: null };
  const sides = text.trim().startsWith('{') ? jsonSides(text) : lineSides(text);
  if (sides === null) return refused(HOW);
  const [input, output] = sides.map(numbersOf);
  if (typeof input === 'string') return refused(`Input: ${input}`);
  if (typeof output === 'string') return refused(`Output: ${output}`);
  if (input === undefined || output === undefined || input.length === 0 || output.length === 0)
    return refused(HOW);
  if (columns !== null && input.length !== columns)
    return refused(`The input has ${input.length} numbers, the model has ${columns} columns.`);
  if (classes !== null && output.length !== classes)
    return refused(`The output has ${output.length} numbers, the model gives ${classes}.`);
  return { ok: true, golden: { input, output } };
}

type Sides = readonly [unknown, unknown];

function jsonSides(text: string): Sides | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { input, output } = value as { input?: unknown; output?: unknown };
    return input === undefined || output === undefined ? null : [unwrapped(input), unwrapped(output)];
  } catch {
    return null;
  }
}

/** A batch of one row is the row. */
const unwrapped = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? (value[0] as unknown) : value;

function lineSides(text: string): Sides | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [input, output] = lines;
  if (lines.length !== 2 || input === undefined || output === undefined) return null;
  return [wordsOf(input), wordsOf(output)];
}

const wordsOf = (line: string): readonly string[] => namesIn(line).flatMap((word) => word.split(/\s+/));

function numbersOf(side: unknown): number[] | string {
  if (!Array.isArray(side)) return 'it is not a list of numbers.';
  const numbers: number[] = [];
  for (const entry of side as readonly unknown[]) {
    const value = typeof entry === 'string' && entry.trim() !== '' ? Number(entry) : entry;
    if (typeof value !== 'number' || !Number.isFinite(value))
      return `"${String(entry)}" is not a number. Choose a row without missing values.`;
    numbers.push(value);
  }
  return numbers;
}
