import { basename } from 'node:path';
import type { RefusedPart, ReplayState } from '../../../shared/contract/recordings.ts';
import type { EpochMs, SourceId } from '../../../shared/domain/units.ts';
import {
  createPlayer,
  createReplayClock,
  createReplaySource,
  openReplayFile,
  type ReplayedKind,
  type ReplayFile,
  type ReplaySource,
} from '../feeds/replay/index.ts';
import type { Source } from '../feeds/source.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { type TapedPayload, type TapeSurvey, USER_CHANGES } from '../ports/payload-tape.ts';
import { openRecording } from '../storage/recordings/index.ts';
import { notesOnWorld } from './recorded-world.ts';
import { createTopic, type Topic } from './topic.ts';
import { createVenueClock } from './venue-clock.ts';

/** States of a playing replay reach watchers this often, in real milliseconds. */
const TELL_MS = 100;

/** Parts that could not be used, kept for people to look at. */
const MOST_PARTS = 500;

/** What the Replay pane's transport drives. */
export interface ReplayControls {
  play(): ReplayState;
  pause(): ReplayState;
  /** Resolves when the payloads were played. */
  step(payloads: number): Promise<ReplayState>;
  /** On its way to `at`. `behind` when that has been played already: the engine has to start again for it. */
  seek(at: EpochMs): { readonly behind: boolean; readonly state: ReplayState };
  /** Whether stretches without any payload are crossed at once while it plays. */
  skipQuiet(skip: boolean): ReplayState;
  /** What could not be used so far, and how many more there were than are kept. */
  refused(): { readonly parts: readonly RefusedPart[]; readonly more: number };
  state(): ReplayState;
  readonly changes: Topic<ReplayState>;
}

/** A market made of a file: the shape of every market's feed, and the controls. */
export type ReplayMarket = {
  /** Market time: moves with the payloads, never by itself. */
  readonly clock: Clock;
  readonly sources: readonly Source[];
  /** 0 while it stands still. */
  readonly speed: () => number;
  /** 0.1 to 1000; throws RangeError otherwise. */
  readonly setSpeed: (speed: number) => void;
  readonly stop: () => void;
  /** What the engine said of itself when it recorded (`RecordedSetting.context`); `null` for other files. */
  readonly context: unknown;
  /** What the engine does to its book by the clock, to be done at these moments and no others. One listener. */
  readonly onBeat: (listener: () => void) => void;
  /**
   * Does what the user changed while it was recorded, at its place among the payloads; says what people must know where
   * it can't. One listener.
   */
  readonly onUserChange: (listener: (change: TapedPayload) => string | null) => void;
  readonly controls: ReplayControls;
  /** What a paper venue lives in: market time, and no time at all once the file has ended. */
  readonly venueClock: Clock;
  /** The file has been played to its end: nothing comes any more. */
  readonly over: () => boolean;
  /** Called once, when it is over. One listener. */
  readonly onOver: (listener: () => void) => void;
};

export type ReplayOptions = {
  /** A path on the engine's machine. */
  readonly file: string;
  readonly speed: number;
  /** Goes there first and stands still; plays from the beginning when absent. */
  readonly at?: EpochMs;
  readonly skipsQuiet?: boolean;
};

export type ReplayPorts = {
  /** Human time. */
  readonly clock: Clock;
  readonly log: Log;
  /** The kinds of sources this version has. */
  readonly kinds: (id: SourceId) => ReplayedKind | undefined;
};

export type OpenedReplayMarket =
  | { readonly ok: true; readonly market: ReplayMarket }
  /** A message for people: what the file is instead, and what to do. */
  | { readonly ok: false; readonly message: string };

const NOTHING_RECORDED =
  'This recording was made while no source was on: there is nothing in it to replay. Add a source (Sources pane), then record again.';

/** A file that can be opened can still have nobody to tell what is in it. */
async function openUsable(file: string, kinds: ReplayPorts['kinds']): ReturnType<typeof openReplayFile> {
  const opened = await openReplayFile({ path: file, openRecording, kinds });
  return opened.ok && opened.tape.sources.length === 0 ? { ok: false, message: NOTHING_RECORDED } : opened;
}

/** Opens a file for replay; nothing is played before every source of the market has been started. */
export async function openReplayMarket(
  ports: ReplayPorts,
  options: ReplayOptions,
): Promise<OpenedReplayMarket> {
  const opened = await openUsable(options.file, ports.kinds);
  return opened.ok ? { ok: true, market: createReplayMarket(ports, opened, options) } : opened;
}

/** Why a file can't be replayed, for people; `null` when it can. For asking before the market before it is closed. */
export async function replayFileProblem(file: string, kinds: ReplayPorts['kinds']): Promise<string | null> {
  const opened = await openUsable(file, kinds);
  return opened.ok ? null : opened.message;
}

function createReplayMarket(
  { clock: wall, log }: ReplayPorts,
  { tape, kind }: ReplayFile,
  { file, speed, at, skipsQuiet = false }: ReplayOptions,
): ReplayMarket {
  const clock = createReplayClock(wall, tape.from);
  const topic = createTopic<ReplayState>();
  const surveying = new AbortController();
  let known: TapeSurvey | null = null;
  const parts: RefusedPart[] = [];
  let refused = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldMotion: ReplayState['motion'] | undefined;
  let beat = () => {};
  let userChange: (change: TapedPayload) => string | null = () => null;
  const venueClock = createVenueClock(clock, wall);
  let over = false;
  let afterEnd = () => {};
  /** Nothing is behind the end but going back, which is another market. */
  const notice = () => {
    if (!over && player.position().motion === 'ended') {
      over = true;
      venueClock.finish();
      afterEnd();
    }
    tell(false);
  };

  const sources = new Map<string, ReplaySource>();
  const onStarted = () => {
    unstarted -= 1;
    if (unstarted === 0) player.begin();
  };
  for (const taped of tape.sources)
    sources.set(
      taped.id,
      createReplaySource({
        taped,
        kind: kind(taped.id),
        file: basename(file),
        ended: () => player.position().motion === 'ended',
        onStarted,
        onRefused: (part) => void (parts.length < MOST_PARTS && parts.push(part)),
      }),
    );

  // A file can name a source twice.
  let unstarted = sources.size;

  const quarantined = (): number =>
    [...sources.values()].reduce((sum, source) => sum + source.health().counts.quarantined, 0);

  const refusedInAll = (): number => refused + tape.refused() + quarantined();

  let notes = [...tape.notes, ...notesOnWorld(tape.context)];
  const changeAgain = (change: TapedPayload) => {
    const lost = userChange(change);
    if (lost !== null && !notes.includes(lost)) notes = [...notes, lost];
  };
  const state = (): ReplayState => {
    const { at: position, speed: pace, motion, played, problem, skipsQuiet: skips } = player.position();
    return {
      file,
      format: tape.format,
      from: tape.from,
      to: known?.to ?? null,
      at: position,
      speed: pace,
      motion,
      played,
      payloads: known?.payloads ?? null,
      refused: refusedInAll(),
      skipsQuiet: skips,
      inPlayAt: known?.inPlayAt ?? null,
      notes: problem === null || notes.includes(problem) ? notes : [...notes, problem],
    };
  };
  const tell = (always: boolean) => {
    const { motion } = player.position();
    const now = wall.monotonic();
    if (!always && motion === toldMotion && now - toldAt < TELL_MS) return;
    toldAt = now;
    toldMotion = motion;
    topic.publish(state());
  };

  /** Not a recurring task of the clock, for those are thinned out in quiet stretches, which is where this is for. */
  const beatHeart = ({ everyMs, payload }: NonNullable<typeof tape.heartbeat>) => {
    clock.after(everyMs, () => {
      if (over) return;
      const told = payload(clock.now());
      sources.get(told.source)?.take(told);
      beatHeart({ everyMs, payload });
    });
  };
  if (tape.heartbeat !== undefined) beatHeart(tape.heartbeat);

  const player = createPlayer({
    tape,
    clock,
    wall,
    speed,
    playing: at === undefined,
    skipsQuiet,
    ...(at === undefined ? {} : { at }),
    deliver: (payload) => {
      if (payload.source === USER_CHANGES) changeAgain(payload);
      else if (sources.get(payload.source)?.take(payload) !== true) refused += 1;
    },
    beat: () => beat(),
    onChange: notice,
  });
  tape
    .survey(surveying.signal)
    .then((survey) => {
      known = survey ?? null;
      if (survey !== undefined) tell(true);
    })
    .catch((error: unknown) => log.error('a replay could not be counted', { error: String(error) }));

  const answered = (task: () => void): ReplayState => {
    task();
    return state();
  };
  return {
    clock,
    sources: [...sources.values()],
    speed: () => (player.position().motion === 'playing' ? player.position().speed : 0),
    setSpeed: player.setSpeed,
    stop() {
      surveying.abort();
      player
        .stop()
        .catch((error: unknown) => log.error('a replay could not be ended', { error: String(error) }));
    },
    context: tape.context,
    onBeat(listener) {
      beat = listener;
    },
    onUserChange(listener) {
      userChange = listener;
    },
    venueClock,
    over: () => over,
    onOver(listener) {
      afterEnd = listener;
    },
    controls: {
      play: () => answered(player.play),
      pause: () => answered(player.pause),
      async step(payloads) {
        await player.step(payloads);
        return state();
      },
      seek(to) {
        const behind = to < player.position().at;
        if (!behind) player.seek(to);
        return { behind, state: state() };
      },
      skipQuiet: (skip) => answered(() => player.skipQuiet(skip)),
      refused() {
        const ofFile = (tape.refusals?.() ?? []).map((part): RefusedPart => ({ at: null, ...part }));
        const all = [...ofFile, ...parts].slice(0, MOST_PARTS);
        return { parts: all, more: Math.max(0, refusedInAll() - all.length) };
      },
      state,
      changes: topic,
    },
  };
}
