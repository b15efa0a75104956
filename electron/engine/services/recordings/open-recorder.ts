import { join } from 'node:path';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { RawTap } from '../../feeds/raw-payload.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Paths } from '../../ports/paths.ts';
import { openRecordingsFolder, takeCutOff } from '../../storage/recordings/index.ts';
import { BEAT_MS } from '../heartbeat.ts';
import type { Troubles } from '../troubles.ts';
import { createHeldClock, type HeldClock } from './held-clock.ts';
import { createRecorder, type RecordedSetting, type Recorder } from './recorder.ts';

/** Recordings are of real markets: they lie with the real market's files, whichever is traded. */
export const recordingsIn = (paths: Pick<Paths, 'data'>): string => join(paths.data, 'recordings');

/** What its owner must be told of a recording that the last stop cut off, once; `null` when none was. */
export function cutOffWords(paths: Pick<Paths, 'data'>): string | null {
  const id = takeCutOff(recordingsIn(paths));
  return id === null
    ? null
    : `The last stop cut the recording ${id} off, and nothing is being recorded now. What it had by then can be replayed (Replay, Alt+R); Alt+Shift+R starts another on the real markets.`;
}

export type MarketRecorder = Recorder & {
  tapFor(source: SourceId): RawTap;
  /** The market's beat, kept in its place among the payloads. */
  everyBeat(task: () => void): () => void;
};

/** `held` is the market's clock where it can be recorded, `null` otherwise. */
export function openRecorder(deps: {
  readonly held: HeldClock | null;
  readonly folder: string;
  readonly wall: Clock;
  readonly log: Log;
  readonly version: string;
  readonly describe: () => RecordedSetting;
  readonly onBegin: () => void;
  readonly troubles: Troubles;
}): MarketRecorder {
  const { held, wall, log, version, describe, onBegin, troubles } = deps;
  const recorder = createRecorder({
    folder: openRecordingsFolder(deps.folder),
    clock: held ?? createHeldClock(wall),
    wall,
    log,
    version,
    describe,
    unavailable: () =>
      held === null
        ? 'Only the real market is recorded: the practice market can be made again, and a replay is a recording already.'
        : null,
    onBegin: () => {
      troubles.guard('recording', onBegin);
    },
    onFailure: (message) =>
      troubles.guard('recording', () => {
        throw new Error(`The recording has ended: ${message}`);
      }),
  });
  const everyBeat = (task: () => void) =>
    wall.every(BEAT_MS, () => {
      if (held !== null) recorder.beat();
      task();
    });
  return { ...recorder, everyBeat };
}
