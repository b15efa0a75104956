import { isAbsolute, join } from 'node:path';
import type { Paths } from '../../ports/paths.ts';
import { replayFileProblem } from '../replay-market.ts';
import { SOURCE_KINDS } from '../sources/kinds.ts';
import { recordingsIn } from './open-recorder.ts';

/** Why a file can't be replayed, for people; a name that is no whole path is looked for among the recordings. */
export const checkReplayIn =
  (paths: Pick<Paths, 'data'>) =>
  (file: string): Promise<string | null> =>
    replayFileProblem(isAbsolute(file) ? file : join(recordingsIn(paths), file), (id) =>
      SOURCE_KINDS.find((kind) => kind.id === id),
    );
