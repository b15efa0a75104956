import type { ReplayState } from '../../../../shared/contract/recordings.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PayloadTape, TapedPayload, TapeEntry } from '../../ports/payload-tape.ts';
import type { ReplayClock } from './replay-clock.ts';

export const SLOWEST_REPLAY = 0.1;
export const FASTEST_REPLAY = 1000;

/** Real milliseconds of work after which the event loop gets its turn. */
const SLICE_MS = 10;
/** Market time moves at least this often while it plays, so that ages on screen do. */
const TICK_MS = 50;
/** Real milliseconds a replay may be behind its speed; beyond, it goes on from where it is instead of rushing after. */
const MOST_BEHIND_MS = 250;
/** A stretch of market time without any payload that is quiet: crossed at once where that is asked for. */
const QUIET_MS = 10_000;
/** Beats of tapes that carry none: as often as the engine beats. */
const BEAT_MS = 250;

export type PlayerPosition = {
  readonly at: EpochMs;
  readonly speed: number;
  readonly skipsQuiet: boolean;
  readonly motion: ReplayState['motion'];
  readonly played: number;
  /** What is wrong with the rest of the tape; `null` while nothing is known to be. */
  readonly problem: string | null;
};

export interface Player {
  /** Nothing is read before, whatever is asked of it; plays, stands still or goes on its way, as asked last. */
  begin(): void;
  play(): void;
  pause(): void;
  /** Resolves when that many payloads were delivered, or there are no more. */
  step(payloads: number): Promise<void>;
  /** Goes on its way to a moment ahead; plays on or stands still there as it did before. */
  seek(at: EpochMs): void;
  /** 0.1 to 1000; throws RangeError otherwise. */
  setSpeed(speed: number): void;
  /** Whether quiet stretches are crossed at once while it plays: everything due in them is done all the same. */
  skipQuiet(skip: boolean): void;
  position(): PlayerPosition;
  /** Resolves when nothing more will be delivered. */
  stop(): Promise<void>;
}

type Goal =
  | { readonly kind: 'still' }
  | { readonly kind: 'play' }
  | { readonly kind: 'step'; left: number; readonly done: () => void }
  | { readonly kind: 'seek'; readonly at: number; readonly next: 'play' | 'still' };

export function checkedReplaySpeed(speed: number): number {
  if (speed >= SLOWEST_REPLAY && speed <= FASTEST_REPLAY) return speed;
  throw new RangeError(`speed must be between ${SLOWEST_REPLAY} and ${FASTEST_REPLAY}, not ${speed}`);
}

/**
 * Plays a tape on its clock. Between payloads market time moves with `wall` at the speed asked for; every payload,
 * beat and task in market time happens at its own moment in the tape's order, so that what they lead to doesn't depend on
 * speed, pauses or steps.
 */
export function createPlayer(deps: {
  readonly tape: PayloadTape;
  readonly clock: ReplayClock;
  /** Human time. */
  readonly wall: Clock;
  readonly deliver: (payload: TapedPayload) => void;
  readonly beat: () => void;
  /** Its position or motion changed; called often while it plays. */
  readonly onChange: () => void;
  readonly speed: number;
  readonly playing: boolean;
  readonly skipsQuiet?: boolean;
  /** Where it goes first. */
  readonly at?: EpochMs;
}): Player {
  const { tape, clock, wall, onChange } = deps;
  const entries = tape.entries();
  let batch: readonly TapeEntry[] = [];
  let index = 0;
  let ended = false;
  let begun = false;
  let stopped = false;
  let problem: string | null = null;
  let played = 0;
  /** Where the tape stands: the moment of what was last taken from it. */
  let last: number = tape.from;
  let lastPayload: number = tape.from;
  let skipsQuiet = deps.skipsQuiet ?? false;
  let speed = checkedReplaySpeed(deps.speed);
  const first = deps.playing ? 'play' : 'still';
  let goal: Goal = deps.at === undefined ? { kind: first } : { kind: 'seek', at: deps.at, next: first };
  let anchor = { market: clock.now() as number, wall: wall.monotonic() };
  let running: Promise<void> | null = null;
  let wake: () => void = () => {};

  if (!tape.beats) clock.every(BEAT_MS, deps.beat);

  /** Asked anew where something delivered may have changed it. */
  const standsStill = (): boolean => goal.kind === 'still';
  const reAnchor = () => {
    anchor = { market: clock.now(), wall: wall.monotonic() };
  };
  const wanted = (): number => anchor.market + (wall.monotonic() - anchor.wall) * speed;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = wall.after(ms, () => resolve());
      wake = () => {
        cancel();
        resolve();
      };
    });

  const settle = (next: 'play' | 'still') => {
    goal = { kind: next };
    reAnchor();
    onChange();
  };
  const change = (next: Goal) => {
    if (goal.kind === 'step') goal.done();
    goal = next;
    reAnchor();
    onChange();
    wake();
    drive();
  };
  /** What it does once it has done what it is asked now. */
  const afterwards = (): 'play' | 'still' =>
    goal.kind === 'seek' ? goal.next : goal.kind === 'play' ? 'play' : 'still';

  /** The next entry, read if need be; `undefined` at the end. */
  const peek = async (): Promise<TapeEntry | undefined> => {
    while (index >= batch.length && !ended && !stopped) {
      const read = await entries.next();
      if (read.done === true) {
        ended = true;
        problem = read.value;
      } else {
        batch = read.value;
        index = 0;
      }
    }
    return batch[index];
  };

  const take = (entry: TapeEntry) => {
    clock.stretch(last, entry.at);
    clock.advance(entry.at);
    clock.stand(entry.at);
    last = entry.at;
    index += 1;
    if (entry.kind === 'beat') deps.beat();
    else {
      played += 1;
      lastPayload = entry.at;
      deps.deliver(entry);
    }
  };

  const destination = (): number => {
    if (goal.kind === 'play') return wanted();
    return goal.kind === 'seek' ? goal.at : Number.POSITIVE_INFINITY;
  };

  /** Nothing more is due before `next`: how long there is nothing to do, in real milliseconds. */
  const reach = (until: number, next: number): number => {
    clock.stretch(last, next);
    clock.advance(until);
    if (goal.kind === 'seek') settle(goal.next);
    return goal.kind === 'play' ? Math.min(TICK_MS, Math.max(1, (next - until) / speed)) : 0;
  };

  /** Where the quiet stretch ends that is under way: at the next payload, or as far as the tape has been read. */
  const quietUntil = (): number | undefined => {
    if (!skipsQuiet || goal.kind !== 'play') return undefined;
    let end = index;
    while (end < batch.length - 1 && batch[end]?.kind === 'beat') end += 1;
    const at = batch[end]?.at;
    return at !== undefined && at - lastPayload > QUIET_MS ? at : undefined;
  };

  const countStep = (entry: TapeEntry) => {
    if (goal.kind !== 'step' || entry.kind !== 'payload') return;
    goal.left -= 1;
    if (goal.left > 0) return;
    goal.done();
    settle('still');
  };

  /** Works on the goal for a slice of time; how long there is nothing to do, in real milliseconds. */
  const work = (first: TapeEntry): number => {
    const began = wall.monotonic();
    let until = destination();
    for (let entry: TapeEntry | undefined = first; entry !== undefined; entry = batch[index]) {
      if (entry.at > until) {
        const quiet = quietUntil();
        if (quiet === undefined) return reach(until, entry.at);
        until = quiet;
        anchor = { market: quiet, wall: wall.monotonic() };
      }
      take(entry);
      countStep(entry);
      if (standsStill() || wall.monotonic() - began >= SLICE_MS) break;
    }
    if (goal.kind === 'play' && wanted() - clock.now() > MOST_BEHIND_MS * speed) reAnchor();
    return 0;
  };

  const loop = async () => {
    while (!stopped && !standsStill()) {
      const next = await peek();
      if (stopped) return;
      if (next === undefined) {
        if (goal.kind === 'step') goal.done();
        settle('still');
        return;
      }
      if (index < batch.length && !standsStill()) {
        const idle = work(next);
        onChange();
        await pause(idle);
      }
    }
  };

  const drive = () => {
    if (!begun || running !== null || stopped || standsStill()) return;
    running = loop()
      .catch((error: unknown) => {
        problem = `The replay can't go on: ${error instanceof Error ? error.message : String(error)}`;
        ended = true;
        batch = [];
        settle('still');
      })
      .finally(() => {
        running = null;
        drive();
      });
  };

  const motion = (): ReplayState['motion'] => {
    if (goal.kind === 'seek') return 'seeking';
    if (goal.kind === 'play') return 'playing';
    return ended && index >= batch.length ? 'ended' : 'paused';
  };

  return {
    begin() {
      begun = true;
      reAnchor();
      drive();
    },
    play: () => change({ kind: 'play' }),
    pause: () => change({ kind: 'still' }),
    step: (payloads) => new Promise((resolve) => change({ kind: 'step', left: payloads, done: resolve })),
    seek: (at) => change({ kind: 'seek', at, next: afterwards() }),
    setSpeed(next) {
      speed = checkedReplaySpeed(next);
      reAnchor();
      wake();
      onChange();
    },
    skipQuiet(skip) {
      skipsQuiet = skip;
      wake();
      onChange();
    },
    position: () => ({ at: clock.now(), speed, skipsQuiet, motion: motion(), played, problem }),
    async stop() {
      stopped = true;
      if (goal.kind === 'step') goal.done();
      wake();
      await running;
      await entries.return(null);
    },
  };
}
