import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Recording } from '../../../../shared/contract/recordings.ts';
import { fileProblem } from '../../../../shared/domain/file-problem.ts';
import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import type { RawTap } from '../../feeds/raw-payload.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { USER_CHANGES } from '../../ports/payload-tape.ts';
import {
  createRecordingWriter,
  type RecordingHead,
  type RecordingsFolder,
  type RecordingWriter,
} from '../../storage/recordings/index.ts';
import { createTopic } from '../topic.ts';
import type { HeldClock } from './held-clock.ts';

/** What is on the disk when the program is killed is at most this much behind. */
const FLUSH_MS = 500;
const TELL_MS = 1000;

/** What a recording keeps besides payloads, so that a replay starts from the same place. */
export type RecordedSetting = Pick<RecordingHead, 'sources' | 'settings' | 'openingBalance' | 'context'>;

export interface Recorder {
  /** What a source's transport hands its payloads to before they are read. Holds market time still for the work on them. */
  tapFor(source: SourceId): RawTap;
  /** Called right before the engine does something to its book by the clock: a sweep over ages, events coming due. */
  beat(): void;
  /**
   * Does what the user asks for and keeps it in its place among the payloads, so that a replay does it there too. What
   * throws is not kept.
   */
  keep<T>(operation: string, input: unknown, task: () => T): T;
  start(): Promise<Recording>;
  stop(): Promise<Recording>;
  /**
   * The sources are others now. A file holds one set of sources from its beginning to its end, so the recording under
   * way ends and goes on in a new file; without any source it just ends. What can't be done is told, never thrown.
   */
  renew(): Promise<void>;
  remove(id: string): Promise<void>;
  list(): Promise<readonly Recording[]>;
  /** The recording under way, as far as it has come; `null` when none is. */
  current(): Recording | null;
  /** Every change to a recording, and the one under way once a second. */
  readonly changes: { subscribe(listener: (recording: Recording) => void): () => void };
  /** Ends the recording under way; for the engine's end. */
  close(): Promise<void>;
}

const GOES_ON =
  'The sources were changed: this recording is complete, and a new one goes on with the sources as they are now.';
const NO_SOURCE_LEFT = 'No source is on any more: the recording is complete.';
export const NOTHING_TO_RECORD =
  'No source is on, so there is nothing to record. Add a source first (Sources pane), then start the recording.';

type Running = {
  readonly id: string;
  readonly writer: RecordingWriter;
  /** Whether it takes beats: from `onBegin` on, where the engine counts them anew as a replay will from the first. */
  beats: boolean;
  readonly stopTimers: () => void;
};

/** `20261121T063004Z`: sorts by time and is a file name everywhere. */
const nameAt = (at: EpochMs): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

export function createRecorder(deps: {
  readonly folder: RecordingsFolder;
  /** Market time; the engine's book and pricing must run on this very clock. */
  readonly clock: HeldClock;
  readonly wall: Clock;
  readonly log: Log;
  readonly version: string;
  readonly describe: () => RecordedSetting;
  /** Why this market can't be recorded and what to do; `null` when it can. */
  readonly unavailable: () => string | null;
  /** A recording has begun: streams are asked for whole images again, for what they sent before isn't in it. */
  readonly onBegin?: () => void;
  /** A recording ended though nobody told it to. */
  readonly onFailure?: (message: string) => void;
}): Recorder {
  const { folder, clock, wall, log } = deps;
  const topic = createTopic<Recording>();
  let running: Running | null = null;
  /** Starts and ends one after the other. */
  let turns: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const turn = turns.then(change);
    turns = turn.catch(() => undefined);
    return turn;
  };

  const underWay = ({ id, writer }: Running): Recording => {
    const { sources, ...figures } = writer.figures();
    return { id, state: 'recording', ...figures, sources: sources as SourceId[], problem: null };
  };

  const listed = async (id: string): Promise<Recording> => {
    if (running?.id === id) return underWay(running);
    const read = await folder.summary(id);
    if (!read.ok) {
      const nothing = {
        from: 0 as EpochMs,
        to: 0 as EpochMs,
        payloads: 0,
        rawBytes: 0,
        bytes: 0,
        sources: [],
      };
      return { id, state: 'damaged', ...nothing, problem: read.message };
    }
    const { head, end, from, to, payloads, rawBytes, bytes, problem } = read.summary;
    const sources = (end?.sources ?? head.sources.map((source) => source.id)) as SourceId[];
    const state = end === null ? 'damaged' : 'complete';
    return { id, state, from, to, payloads, rawBytes, bytes, sources, problem };
  };

  /** `remark` says why it ended where nobody ended it and nothing is wrong. */
  const end = async (ending: Running, problem: string | null, remark?: string): Promise<Recording> => {
    if (running === ending) running = null;
    ending.stopTimers();
    await ending.writer.finish(problem);
    await folder.ended(ending.id);
    const recording = await listed(ending.id);
    topic.publish(remark === undefined ? recording : { ...recording, remark });
    return recording;
  };

  const refusal = (): string | null =>
    deps.unavailable() ?? (deps.describe().sources.length === 0 ? NOTHING_TO_RECORD : null);

  /** Sources tell everything again once it runs: what they told before is not in it. */
  const start = async (): Promise<Recording> => {
    const reason = refusal();
    if (reason !== null) throw new OperationFailure({ code: 'unavailable', message: reason });
    // What comes while its first bytes are on their way to the disk is in it.
    const begun = await begin();
    running = begun;
    const problem = await begun.writer.opened;
    if (problem !== null) {
      running = null;
      begun.stopTimers();
      await begun.writer.finish(null);
      await folder.ended(begun.id);
      await folder
        .remove(begun.id)
        .catch((error: unknown) =>
          log.warn('an empty recording could not be removed', { recording: begun.id, error: String(error) }),
        );
      throw cannotBegin(problem);
    }
    deps.onBegin?.();
    begun.beats = true;
    const recording = underWay(begun);
    topic.publish(recording);
    return recording;
  };

  const cannotBegin = (problem: string) =>
    new OperationFailure({
      code: 'unavailable',
      message: `The recording can't be written: ${problem}. Then start it again.`,
    });

  const begin = async (): Promise<Running> => {
    const head: RecordingHead = {
      version: deps.version,
      startedAt: clock.now(),
      beats: true,
      ...deps.describe(),
    };
    const { id, output } = await folder.create(nameAt(wall.now())).catch((error: unknown) => {
      throw cannotBegin(fileProblem(error, 'writing'));
    });
    const writer = createRecordingWriter(output, head, (message) => {
      log.error('recording ended', { recording: id, error: message });
      deps.onFailure?.(message);
      end(begun, message).catch((error: unknown) =>
        log.error('a recording could not be closed', { recording: id, error: String(error) }),
      );
    });
    const timers = [
      wall.every(FLUSH_MS, () => void writer.flush()),
      wall.every(TELL_MS, () => topic.publish(underWay(begun))),
    ];
    const begun: Running = {
      id,
      writer,
      beats: false,
      stopTimers: () => {
        for (const stop of timers) stop();
      },
    };
    return begun;
  };

  return {
    tapFor: (source) => (payload) => {
      clock.hold(payload.at);
      running?.writer.payload({ kind: 'payload', source, ...payload });
    },
    beat() {
      const at = clock.now();
      clock.hold(at);
      if (running?.beats === true) running.writer.beat(at);
    },
    keep(operation, input, task) {
      const at = clock.now();
      clock.hold(at);
      const done = task();
      running?.writer.payload({
        kind: 'payload',
        source: USER_CHANGES,
        channel: operation,
        at,
        body: Buffer.from(JSON.stringify(input), 'utf8'),
      });
      return done;
    },
    start: () =>
      inTurn(async () => {
        if (running === null) return start();
        throw new OperationFailure({
          code: 'conflict',
          message: 'A recording is running already. Stop it before you start another.',
        });
      }),
    stop: () =>
      inTurn(async () => {
        if (running !== null) return end(running, null);
        throw new OperationFailure({ code: 'conflict', message: 'Nothing is being recorded.' });
      }),
    renew: () =>
      inTurn(async () => {
        const before = running;
        if (before === null) return;
        const goesOn = refusal() === null;
        await end(before, null, goesOn ? GOES_ON : NO_SOURCE_LEFT);
        if (goesOn) await start();
      }).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        log.error('a recording could not go on after its sources changed', { error: message });
        deps.onFailure?.(message);
      }),
    async remove(id) {
      if (running?.id === id)
        throw new OperationFailure({
          code: 'conflict',
          message: 'This recording is running. Stop it before you remove it.',
        });
      if (!(await folder.names()).includes(id))
        throw new OperationFailure({ code: 'not-found', message: 'There is no such recording any more.' });
      const last = await listed(id);
      await folder.remove(id).catch((error: unknown) => {
        throw new OperationFailure({
          code: 'unavailable',
          message: `The recording can't be removed: ${fileProblem(error, 'writing')}.`,
        });
      });
      topic.publish({ ...last, removed: true });
    },
    list: async () => Promise.all((await folder.names()).map(listed)),
    current: () => (running === null ? null : underWay(running)),
    changes: topic,
    close: () =>
      inTurn(async () => {
        if (running !== null) await end(running, null);
      }),
  };
}
