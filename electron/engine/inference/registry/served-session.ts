import type { ModelSession } from '../onnx/session.ts';
import type { Manifest } from './manifest.ts';

/** Softmax of `out[from, from + n)` in place; scores beyond what exp can hold come out as 0 and 1. */
function softmaxAt(out: Float32Array, from: number, n: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + n; i += 1) most = Math.max(most, out[i] ?? Number.NaN);
  let sum = 0;
  for (let i = from; i < from + n; i += 1) {
    const power = Math.exp((out[i] ?? Number.NaN) - most);
    out[i] = power;
    sum += power;
  }
  for (let i = from; i < from + n; i += 1) out[i] = (out[i] ?? Number.NaN) / sum;
}

/**
 * The session with its outputs as the target has them: scores through softmax, columns in the order of the outcomes.
 * The session itself where it gives that already, as every model trained here does.
 */
export function servedSession(session: ModelSession, output: Manifest['output']): ModelSession {
  const { kind, order } = output;
  const inOrder = order === undefined || order.every((column, i) => column === i);
  if (kind !== 'scores' && inOrder) return session;
  const { columns, classes } = session;
  const row = new Float32Array(classes);
  return {
    columns,
    classes,
    async run(x, rows, out) {
      await session.run(x, rows, out);
      for (let from = 0; from < rows * classes; from += classes) {
        if (kind === 'scores') softmaxAt(out, from, classes);
        if (order === undefined || inOrder) continue;
        for (let i = 0; i < classes; i += 1) row[i] = out[from + (order[i] ?? i)] ?? Number.NaN;
        out.set(row, from);
      }
    },
    release: () => session.release(),
  };
}
