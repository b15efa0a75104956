/** Which feature, or column of a CSV file, each input column of a foreign model is. */
import type { FeatureSetEntry, Inspection } from '../../../shared/contract/models.ts';
import { defaultColumns } from '../../../shared/domain/model.ts';

/** Names in a list as people paste them: separated by commas, semicolons, tabs or lines; brackets and quotes don't count. */
export const namesIn = (text: string): readonly string[] =>
  text
    .replaceAll(/[[\](){}]/g, ' ')
    .split(/[,;\t\r\n]+/)
    .map((name) =>
      name
        .trim()
        .replace(/^(["'`])(.*)\1$/, '$2')
        .trim(),
    )
    .filter((name) => name !== '');

/** Names that differ in case and punctuation alone are the same: `Elo_Home` is `elo-home`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, '');

/** The feature that `name` means, `undefined` when none or more than one does. */
export function featureFor(name: string, features: readonly string[]): string | undefined {
  if (features.includes(name)) return name;
  const alike = features.filter((feature) => plain(feature) === plain(name));
  return alike.length === 1 ? alike[0] : undefined;
}

/**
 * The mapping to begin with, for a model of `count` input columns: `names` matched with the set's features and kept as they
 * are where none matches; without names, the set's own order where it has as many features as the model has columns.
 */
export function firstMapping(
  count: number,
  names: readonly string[],
  features: readonly string[] | null,
): readonly string[] {
  if (names.length > 0)
    return Array.from({ length: count }, (_, index) => {
      const name = names[index] ?? '';
      return features === null ? name : (featureFor(name, features) ?? name);
    });
  if (features !== null && features.length === count) return [...features];
  return features === null ? defaultColumns(count) : new Array<string>(count).fill('');
}

export type ColumnProblem = 'missing' | 'unknown' | 'repeated';

/** What is wrong with each column; `null` where it is sound. */
export function columnProblems(
  columns: readonly string[],
  features: readonly string[] | null,
): readonly (ColumnProblem | null)[] {
  const times = new Map<string, number>();
  for (const column of columns) times.set(column, (times.get(column) ?? 0) + 1);
  return columns.map((column) => {
    if (column.trim() === '') return 'missing';
    if (features !== null && !features.includes(column)) return 'unknown';
    return (times.get(column) ?? 0) > 1 ? 'repeated' : null;
  });
}

export const featureNames = (set: FeatureSetEntry | undefined): readonly string[] | null =>
  set === undefined ? null : set.features.map(({ name }) => name);

/** Values in a row of the tensor named `name`; `null` where the file leaves that open. */
export function rowLength(inspection: Inspection, side: 'inputs' | 'outputs', name: string): number | null {
  const { suggestion } = inspection;
  if (suggestion !== null && side === 'inputs' && suggestion.input === name) return suggestion.columns;
  if (suggestion !== null && side === 'outputs' && suggestion.output === name) return suggestion.classes;
  const last = inspection[side].find((tensor) => tensor.name === name)?.shape.at(-1);
  return typeof last === 'number' ? last : null;
}

/** Every order of `values`: few enough to choose from for the outcomes of a market. */
export function orders(values: readonly string[]): readonly (readonly string[])[] {
  if (values.length <= 1) return [values];
  return values.flatMap((first) =>
    orders(values.filter((value) => value !== first)).map((rest) => [first, ...rest]),
  );
}

/** A name as an id: `My boosted 1X2` is `my-boosted-1x2`; empty when nothing of it can stand in one. */
export const idFrom = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);

/** The file's own name without folder and ending, as a name to begin with. */
export const nameFrom = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? '').replace(/\.onnx$/i, '').replaceAll(/[_]+/g, ' ');
