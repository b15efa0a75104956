import {
  loadRuntime,
  type RuntimeSession,
  type RuntimeTensor,
  reasonOf,
  SESSION_OPTIONS,
} from './runtime.ts';
import { servableBytes } from './strip-zip-map.ts';

/** A tensor of any type and shape, as ONNX Runtime names and holds them: text as strings, 64-bit integers as bigints. */
export type PlainTensor = Pick<RuntimeTensor, 'type' | 'dims' | 'data'>;

export type TensorsRun =
  | { readonly ok: true; readonly outputs: Readonly<Record<string, PlainTensor>> }
  | {
      readonly ok: false;
      readonly code: 'no-runtime' | 'cannot-load' | 'cannot-run';
      readonly message: string;
    };

/**
 * Runs a model of any inputs and outputs once, for calculations and to check a file against known answers; models that
 * are served go through `openSession`. Nothing is thrown.
 */
export async function runTensors(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, PlainTensor>>,
): Promise<TensorsRun> {
  let code: Extract<TensorsRun, { ok: false }>['code'] = 'no-runtime';
  let session: RuntimeSession | undefined;
  try {
    const runtime = await loadRuntime();
    code = 'cannot-load';
    session = await runtime.InferenceSession.create(servableBytes(bytes), SESSION_OPTIONS);
    code = 'cannot-run';
    const feeds = Object.entries(inputs).map(([name, { type, data, dims }]) => [
      name,
      new runtime.Tensor(type, data, dims),
    ]);
    return { ok: true, outputs: await session.run(Object.fromEntries(feeds)) };
  } catch (error) {
    return { ok: false, code, message: reasonOf(error) };
  } finally {
    await session?.release();
  }
}
