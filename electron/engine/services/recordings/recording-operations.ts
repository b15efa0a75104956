import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Recording, ReplayState } from '../../../../shared/contract/recordings.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { RecentFiles } from '../../storage/recordings/index.ts';
import { aborted, watch } from '../operations/watch.ts';
import type { ReplayControls } from '../replay-market.ts';
import type { Recorder } from './recorder.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'recordings.watch'
  | 'recordings.start'
  | 'recordings.stop'
  | 'recordings.remove'
  | 'replay.watch'
  | 'replay.play'
  | 'replay.pause'
  | 'replay.step'
  | 'replay.seek'
  | 'replay.quiet'
  | 'replay.refused'
  | 'replay.check'
  | 'replay.recent'
>;

const BETS_WOULD_GO =
  'Bets were placed in this replay, and going back plays it again without them. Go there from the Replay pane, which asks first.';

/** Recordings, and the controls of a replay. */
export function recordingOperations(deps: {
  readonly recorder: Recorder;
  /** `null` in every other mode. */
  readonly replay: ReplayControls | null;
  /**
   * Starts the engine again on the file that is replayed, standing at `at`, to play on as `state` says; windows
   * reconnect. Answers with why it can't, `null` when it does.
   */
  readonly restartAt: (at: EpochMs, state: ReplayState) => Promise<string | null>;
  /** Anything was ordered in the market that is open. */
  readonly hasOrders: () => boolean;
  /** Why a file, by its path or a recording's name, can't be replayed. */
  readonly check: (file: string) => Promise<string | null>;
  readonly recent: Pick<RecentFiles, 'list'>;
}): Operations {
  const { recorder, replay } = deps;
  const controls = (): ReplayControls => {
    if (replay !== null) return replay;
    throw new OperationFailure({
      code: 'unavailable',
      message: 'Nothing is being replayed. Open a recording or another file for replay first.',
    });
  };
  return {
    'recordings.watch': async (_input, emit, { signal }) => {
      // Changes while the folder is read are newer than what is read.
      const changed = new Set<string>();
      const stop = recorder.changes.subscribe((recording: Recording) => {
        changed.add(recording.id);
        emit(recording);
      });
      try {
        for (const recording of await recorder.list()) if (!changed.has(recording.id)) emit(recording);
        await aborted(signal);
      } finally {
        stop();
      }
    },
    'recordings.start': () => recorder.start(),
    'recordings.stop': () => recorder.stop(),
    'recordings.remove': async ({ id }) => {
      await recorder.remove(id);
      return {};
    },
    'replay.watch': async (input, emit, context) => {
      if (replay === null) await aborted(context.signal);
      else await watch<ReplayState>(replay.changes, () => [replay.state()])(input, emit, context);
    },
    'replay.play': () => controls().play(),
    'replay.pause': () => controls().pause(),
    'replay.step': ({ payloads }) => controls().step(payloads),
    'replay.seek': async ({ at, forgetBets }) => {
      const { behind, state } = controls().seek(at);
      if (behind && forgetBets !== true && deps.hasOrders())
        throw new OperationFailure({ code: 'conflict', message: BETS_WOULD_GO });
      const problem = behind ? await deps.restartAt(at, state) : null;
      if (problem !== null) throw new OperationFailure({ code: 'refused', message: problem });
      return state;
    },
    'replay.quiet': ({ skip }) => controls().skipQuiet(skip),
    'replay.refused': () => controls().refused(),
    'replay.check': async ({ file }) => ({ problem: await deps.check(file) }),
    'replay.recent': () => ({ files: deps.recent.list() }),
  };
}
