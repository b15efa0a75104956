/** Models as folders: what a manifest says, whether its files are the ones it was made with, and how they are opened. */
export { goldenProblem, runRow } from './golden.ts';
export type { Manifest, ModelVersion } from './manifest.ts';
export { type OpenedModel, type OpenSession, openModel } from './open-model.ts';
export {
  LARGEST_MODEL_FILE,
  newestVersion,
  type RegisteredModel,
  readFolder,
  readModels,
  sha256Hex,
  versionBefore,
} from './read-model.ts';
export { servedSession } from './served-session.ts';
export { describeFile, writeModel } from './write-model.ts';
