import type { Figure } from './messages.ts';
import type { Refusals } from './problem.ts';

/** A JSON object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** Reads optional fields of one object: absent and null are `undefined`, another type is refused and `undefined`. */
export interface FieldReader {
  number(name: string): number | undefined;
  figure(name: string): Figure;
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  /** One of `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
  /** The items of a list; none where it is absent. */
  list(name: string): readonly unknown[];
}

/** How Betfair writes numbers that JSON has no word for. */
const NUMBER_WORDS: ReadonlyMap<unknown, number | null> = new Map([
  ['NaN', null],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

export function readFields(fields: Fields, where: string, refusals: Refusals): FieldReader {
  const refuse = (name: string): undefined => {
    refusals.refuse('malformed-field', `${where}${name}`, { [name]: fields[name] });
    return undefined;
  };
  const read = <Value>(name: string, accept: (value: unknown) => value is Value): Value | undefined => {
    const value = fields[name];
    if (value === undefined || value === null) return undefined;
    return accept(value) ? value : refuse(name);
  };
  return {
    number: (name) => read(name, (value): value is number => Number.isFinite(value)),
    figure(name) {
      const value = fields[name];
      if (value === undefined || value === null) return undefined;
      if (typeof value === 'number') return value;
      const word = NUMBER_WORDS.get(value);
      return word === undefined ? refuse(name) : word;
    },
    text: (name) => read(name, (value) => typeof value === 'string'),
    flag: (name) => read(name, (value) => typeof value === 'boolean'),
    choice: <Choice extends string>(name: string, choices: readonly Choice[]) =>
      read(name, (value): value is Choice => (choices as readonly unknown[]).includes(value)),
    list: (name) => read(name, (value): value is readonly unknown[] => Array.isArray(value)) ?? [],
  };
}

const DIGITS = /^\d{1,15}$/;

/** A selection id, which some recordings write as text. */
export function selectionId(value: unknown): number | undefined {
  if (typeof value === 'string') return DIGITS.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** Absent and null are no handicap; `undefined` is none that can be read. */
export function handicapOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
