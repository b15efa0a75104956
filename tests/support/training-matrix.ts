import type { TrainingMatrix } from '../../shared/domain/learners/learner.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Standard normal numbers of a uniform generator (Box & Muller). */
export const normalOf = (random: () => number): (() => number) => {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

/** A matrix of rows written out; weights where given. */
export function matrixOf(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  { classes = 2, weight }: { readonly classes?: number; readonly weight?: readonly number[] } = {},
): TrainingMatrix {
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    classes,
    x: Float32Array.from(rows.flat()),
    y: Uint8Array.from(y),
    weight: weight === undefined ? null : Float32Array.from(weight),
  };
}

/**
 * Three classes whose scores are linear in two columns, with a product of two others, values missing here and there and
 * columns that mean nothing.
 */
export function threeWayMatrix(rows: number, columns: number, seed: number, missing = 0.05): TrainingMatrix {
  const random = createSeededRandom(seed);
  const normal = normalOf(random);
  const x = Float32Array.from({ length: rows * columns }, () => (random() < missing ? Number.NaN : normal()));
  const y = Uint8Array.from({ length: rows }, (_, i) => {
    const at = (column: number): number => {
      const value = x[i * columns + column] as number;
      return Number.isNaN(value) ? 0 : value;
    };
    const home = Math.exp(at(0) + at(1) * at(2));
    const away = Math.exp(-at(0) + 0.5 * at(3));
    const drawn = random() * (1 + home + away);
    return drawn < home ? 0 : drawn < home + 1 ? 1 : 2;
  });
  return { rows, columns, classes: 3, x, y, weight: null };
}
