import type { ModelSession } from '../onnx/session.ts';
import type { Manifest } from './manifest.ts';

/** Figures of at most six digits, for messages. */
const shown = (values: ArrayLike<number>): string =>
  Array.from(values, (value) => String(Number(value.toPrecision(6)))).join(', ');

/** Runs one row; `null` is a missing value. Rejects as the session does. */
export async function runRow(session: ModelSession, row: readonly (number | null)[]): Promise<Float32Array> {
  const out = new Float32Array(session.classes);
  await session.run(
    Float32Array.from(row, (value) => value ?? Number.NaN),
    1,
    out,
  );
  return out;
}

/**
 * Why the session does not give the golden output; `null` where it does. The tolerance is absolute up to 1 and relative
 * beyond: machines add 32-bit floats in different orders.
 */
export async function goldenProblem(
  session: ModelSession,
  golden: Manifest['golden'],
): Promise<string | null> {
  const out = await runRow(session, golden.input);
  const met = golden.output.every((expected, i) => {
    const error = Math.abs((out[i] ?? Number.NaN) - expected);
    return error <= golden.tolerance * Math.max(1, Math.abs(expected));
  });
  return met ? null : `expected ${shown(golden.output)}, got ${shown(out)}`;
}
