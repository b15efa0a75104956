import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where recorded real data stands beside the project, when it does. `OVERROUND_SHARED_DATA` points elsewhere. */
export const sharedData =
  process.env['OVERROUND_SHARED_DATA'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** For `describe.skipIf`: true where the recorded data is absent. */
export const noSharedData = !existsSync(`${sharedData}/data/MANIFEST.md`);

/** The reason to put in the name of a test on recorded data, so that a skip says why. */
export const needsSharedData = 'needs the recorded data in ../shared';
