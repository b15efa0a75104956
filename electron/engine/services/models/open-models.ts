import type { Mode } from '../../../../shared/domain/order.ts';
import { inspectOnnx } from '../../inference/onnx/inspect-onnx.ts';
import { openSession } from '../../inference/onnx/open-session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { ModelPaths } from '../../ports/paths.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { createModelFolders, openModelDatabase } from '../../storage/models/index.ts';
import { createModels, type Models, type ModelsDeps } from './models.ts';

export type OpenedModels = {
  readonly ok: true;
  readonly models: Models;
  readonly store: ModelStore;
  readonly runs: RunStore;
  readonly files: ModelFiles;
  /** What import needs besides. */
  readonly onnx: Pick<ModelsDeps, 'openSession' | 'inspectOnnx'>;
  /** What the user must be told of `models.db`. */
  readonly notices: readonly { readonly severity: 'info' | 'warning'; readonly message: string }[];
  checkpoint(): void;
  backup(): void;
  close(): void;
};

/**
 * The registry over this machine's folders and `models.db`, for the engine and for commands alike; both may be open at
 * once. What an interrupted import or removal left behind is deleted.
 */
export function openModels(options: {
  readonly paths: ModelPaths;
  readonly wall: Clock;
  readonly log: Log;
  readonly mode: Mode;
}): OpenedModels | { readonly ok: false; readonly code: string; readonly message: string } {
  const { paths, wall, log, mode } = options;
  const database = openModelDatabase({ paths, clock: wall, log });
  if (!database.ok) return database;
  const files = createModelFolders({ shipped: paths.shipped, user: paths.data });
  files.tidy().catch((error: unknown) => log.warn('unfinished model folders stay', { error: String(error) }));
  const onnx = { openSession, inspectOnnx };
  const models = createModels({ files, store: database.models, wall, log, mode, ...onnx });
  return {
    ok: true,
    models,
    store: database.models,
    runs: database.runs,
    files,
    onnx,
    notices: database.notices,
    checkpoint: database.checkpoint,
    backup: database.backup,
    close: () => {
      models.close();
      database.close();
    },
  };
}
