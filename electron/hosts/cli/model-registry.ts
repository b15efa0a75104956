import { OperationFailure } from '../../../shared/contract/errors.ts';
import { type OpenedModels, openModels } from '../../engine/services/models/open-models.ts';
import { StorageFailure } from '../../engine/storage/index.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { createNodeLog } from '../node-ports/log.ts';
import { createModelPaths, REAL_MATCHES_MODE } from '../node-ports/paths.ts';
import { fail, writeJson, writeLine } from './output.ts';

export type ModelFlags = { readonly data?: string; readonly json?: boolean };

/** What a command has to say: `json` as its last line when asked for, `text` otherwise. */
export type ModelAnswer = { readonly json: unknown; readonly text: string };

/** What a command may be refused for, as its caller words it. */
export const refusal = (message: string): OperationFailure =>
  new OperationFailure({ code: 'invalid-input', message });

/**
 * Runs `work` on this user's registry, which a running engine may have open too, and prints its answer, or why there is
 * none with exit code 1.
 */
export async function withRegistry(
  flags: ModelFlags,
  work: (registry: OpenedModels) => Promise<ModelAnswer>,
): Promise<void> {
  const json = flags.json === true;
  const located = createModelPaths(flags.data);
  if (!located.ok) return fail(located, json);
  const wall = createNodeClock();
  const registry = openModels({
    paths: located.paths,
    wall,
    // What is wrong with a model is in the answer.
    log: createNodeLog({ clock: wall, level: 'error' }),
    mode: REAL_MATCHES_MODE,
  });
  if (!registry.ok) return fail(registry, json);
  for (const { message } of registry.notices) process.stderr.write(`overround: ${message}\n`);
  try {
    await registry.models.ready;
    const answer = await work(registry);
    if (json) writeJson(answer.json);
    else writeLine(answer.text);
  } catch (error) {
    if (!(error instanceof OperationFailure) && !(error instanceof StorageFailure)) throw error;
    fail({ code: error.code, message: error.message }, json);
  } finally {
    registry.close();
  }
}
