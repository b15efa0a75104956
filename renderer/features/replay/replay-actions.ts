import { create } from 'zustand';
import type { Recording, RefusedPart, ReplayState } from '../../../shared/contract/recordings.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { bets, fixtures, orders } from '../../stores/market-data.ts';
import { type OtherMarket, useLeaving } from '../../stores/open-market.ts';
import { recordings, useRecordings } from '../../stores/recordings.ts';
import { onOtherMarket, useStatus } from '../../stores/status.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';
import { counted } from '../../ui/counted.ts';
import { pastedPath } from './pasted-path.ts';

/** Times real time, for buttons and keys. */
export const REPLAY_SPEEDS: readonly number[] = [0.1, 0.5, 1, 5, 20, 100, 1000];

/** What is asked before it is done. */
export type ReplayQuestion =
  | { readonly kind: 'remove'; readonly id: string }
  /** Back in a replay in which bets were placed. */
  | { readonly kind: 'back'; readonly at: EpochMs }
  /** Away from the market that is traded now. */
  | { readonly kind: 'open'; readonly file: string }
  /** Out of a replay in which bets were placed. */
  | { readonly kind: 'leave'; readonly to: OtherMarket };

type ReplayView = {
  /** The recording whose row has the keyboard. */
  readonly chosen: string | null;
  readonly question: ReplayQuestion | null;
  /** Something asked of the engine has no answer yet. */
  readonly busy: boolean;
  /** The path in the field that can't be replayed, and why. */
  readonly refusedFile: { readonly file: string; readonly problem: string } | null;
  /** What the file's refused parts are; `null` while nobody looks. */
  readonly refused: { readonly parts: readonly RefusedPart[]; readonly more: number } | null;
  /** Files replayed lately. */
  readonly recent: readonly string[];
};

export const useReplayView = create<ReplayView>(() => ({
  chosen: null,
  question: null,
  busy: false,
  refusedFile: null,
  refused: null,
  recent: [],
}));
onOtherMarket(() => useReplayView.setState({ question: null, refused: null, refusedFile: null }));

/** Its transport may be there a moment before the status of its market is told. */
export const isReplaying = (): boolean =>
  useStatus.getState().status?.mode === 'replay' || useRecordings.getState().replay !== null;
/** Only markets of real sources bring raw payloads. */
export const canRecord = (): boolean => useStatus.getState().status?.mode === 'paper';
export const isRecording = (): boolean => useRecordings.getState().underWay !== null;

/** Runs one request at a time and refuses others meanwhile; what fails is told. */
async function ask(action: string, request: () => Promise<unknown>): Promise<boolean> {
  if (useReplayView.getState().busy) return false;
  useReplayView.setState({ busy: true });
  try {
    await request();
    return true;
  } catch (error) {
    notifyFailure(action)(error);
    return false;
  } finally {
    useReplayView.setState({ busy: false });
  }
}

/** Presses that wait for the answer to the one before. */
const pressed: (() => Promise<void>)[] = [];
let answering = false;

async function answerPressed(): Promise<void> {
  answering = true;
  for (let next = pressed.shift(); next !== undefined; next = pressed.shift()) await next();
  answering = false;
}

/**
 * The controls of a replay, in the order they were pressed: a key pressed while the one before has no answer yet is not
 * lost, and is understood by where the replay stands then.
 */
function control(action: string, request: () => Promise<ReplayState> | undefined): void {
  pressed.push(async () => {
    try {
      const state = await request();
      // Answered late, it may be of a replay that was left meanwhile.
      if (state !== undefined && useRecordings.getState().replay !== null)
        useRecordings.setState({ replay: state });
    } catch (error) {
      notifyFailure(action)(error);
    }
  });
  if (!answering) void answerPressed();
}

export const startRecording = (): Promise<boolean> =>
  ask('start a recording', async () => {
    await engine().call('recordings.start', {});
    notify('ok', 'Every payload of every source is recorded from now on.', 'recording');
  });

export const stopRecording = (): Promise<boolean> =>
  ask('stop the recording', async () => {
    const { payloads } = await engine().call('recordings.stop', {});
    notify('ok', `The recording is complete: ${counted(payloads, 'payload')}.`, 'recording');
  });

/** Starts or stops, whichever makes sense now. */
export function toggleRecording(): void {
  if (isRecording()) void stopRecording();
  else if (canRecord()) void startRecording();
  else
    notify(
      'info',
      isReplaying()
        ? 'A replay is a recording already. Open the real markets to make a new one.'
        : 'The practice market has no payloads to record. Open the real markets first.',
      'recording',
    );
}

const removeRecording = (id: string): Promise<boolean> =>
  ask('remove the recording', async () => {
    await engine().call('recordings.remove', { id });
    recordings.delete(id);
    useReplayView.setState(({ chosen }) => (chosen === id ? { chosen: null } : {}));
  });

/** Said only where the user was asked. */
type Forgetting = { readonly forgetBets?: true };

/** Whoever opens a file means to play it: the keyboard goes to its transport once that is there. */
let keyboardWanted = false;
export function claimKeyboard(): boolean {
  const wanted = keyboardWanted;
  keyboardWanted = false;
  return wanted;
}

const openFile = async (file: string, forgetting: Forgetting = {}): Promise<void> => {
  const skipsQuiet = useRecordings.getState().replay?.skipsQuiet === true;
  keyboardWanted = true;
  const opens = await ask(`open ${file} for replay`, () =>
    engine().call('market.open', { kind: 'replay', file, ...(skipsQuiet && { skipsQuiet }), ...forgetting }),
  );
  if (!opens) keyboardWanted = false;
};

const leave = (kind: OtherMarket, forgetting: Forgetting = {}): Promise<boolean> =>
  ask(`open the ${kind === 'practice' ? 'practice market' : 'real markets'}`, () =>
    engine().call('market.open', { kind, ...forgetting }),
  );

/** Bets placed in a replay are forgotten with it: that is asked about. */
export function leaveReplay(to: OtherMarket): void {
  if (hasBets()) useReplayView.setState({ question: { kind: 'leave', to } });
  else void leave(to);
}
useLeaving.subscribe(({ to }) => {
  if (to === null) return;
  useLeaving.setState({ to: null });
  leaveReplay(to);
});

const seek = (at: EpochMs, forgetting: Forgetting = {}): Promise<boolean> =>
  ask('go to that moment', () => engine().call('replay.seek', { at, ...forgetting }));

/**
 * A file that can't be replayed is said to be none beside its field, before any market is left. Leaving a market is asked
 * about; changing the file of a replay without bets is not.
 */
export async function askToOpen(text: string): Promise<void> {
  const pasted = pastedPath(text);
  if (!pasted.ok) {
    useReplayView.setState({ refusedFile: { file: text, problem: pasted.problem } });
    return;
  }
  const { file } = pasted;
  if (file === '') return;
  let problem: string | null = null;
  const asked = await ask(`look at ${file}`, async () => {
    ({ problem } = await engine().call('replay.check', { file }));
  });
  if (!asked) return;
  useReplayView.setState({ refusedFile: problem === null ? null : { file: text, problem } });
  if (problem !== null) return;
  if (isReplaying() && !hasBets()) await openFile(file);
  else useReplayView.setState({ question: { kind: 'open', file } });
}

/** For the list under the field; without it there just is none. */
export function readRecent(): void {
  engine()
    .call('replay.recent', {})
    .then(
      ({ files }) => useReplayView.setState({ recent: files }),
      () => undefined,
    );
}

export function askToRemove(id: string): void {
  if (recordings.get(id)?.state === 'recording')
    notify('info', 'This recording is running. Stop it before you remove it.', 'recording');
  else useReplayView.setState({ question: { kind: 'remove', id } });
}

const hasBets = (): boolean => bets.size + orders.size > 0;

/** Ahead at once; back costs what was done in this replay, and is asked about when that is something. */
export function goTo(at: EpochMs): void {
  const { replay } = useRecordings.getState();
  if (replay === null) return;
  const within = Math.min(Math.max(at, replay.from), replay.to ?? at) as EpochMs;
  if (within < replay.at && hasBets()) useReplayView.setState({ question: { kind: 'back', at: within } });
  else void seek(within);
}

export function answerYes(question: ReplayQuestion): void {
  useReplayView.setState({ question: null });
  switch (question.kind) {
    case 'remove':
      void removeRecording(question.id);
      return;
    case 'open':
      void openFile(question.file, isReplaying() ? { forgetBets: true } : {});
      return;
    case 'leave':
      void leave(question.to, { forgetBets: true });
      return;
    case 'back':
      void seek(question.at, { forgetBets: true });
      return;
  }
}
export const answerNo = (): void => useReplayView.setState({ question: null });

export const togglePlaying = (): void =>
  control('play or pause the replay', () => {
    const { replay } = useRecordings.getState();
    if (replay === null) return undefined;
    const moves = replay.motion === 'playing' || replay.motion === 'seeking';
    return engine().call(moves ? 'replay.pause' : 'replay.play', {});
  });

export const step = (payloads: number): void =>
  control('step the replay', () => engine().call('replay.step', { payloads }));

const askSpeed = async (replay: ReplayState, speed: number): Promise<ReplayState> => {
  await engine().call('market.speed', { speed });
  return { ...(useRecordings.getState().replay ?? replay), speed };
};

export const setReplaySpeed = (speed: number): void =>
  control('change the speed', () => {
    const { replay } = useRecordings.getState();
    return replay === null ? undefined : askSpeed(replay, speed);
  });

/** The next speed of the ladder up (1) or down (-1). */
export const shiftSpeed = (direction: 1 | -1): void =>
  control('change the speed', () => {
    const { replay } = useRecordings.getState();
    if (replay === null) return undefined;
    const faster = REPLAY_SPEEDS.filter((speed) =>
      direction === 1 ? speed > replay.speed : speed < replay.speed,
    );
    const next = direction === 1 ? faster[0] : faster.at(-1);
    return next === undefined ? undefined : askSpeed(replay, next);
  });

export const toggleQuiet = (): void =>
  control('change how quiet stretches are played', () => {
    const { replay } = useRecordings.getState();
    return replay === null ? undefined : engine().call('replay.quiet', { skip: !replay.skipsQuiet });
  });

export function showRefused(): void {
  engine()
    .call('replay.refused', {})
    .then((refused) => useReplayView.setState({ refused }))
    .catch(notifyFailure('list what was refused'));
}
export const hideRefused = (): void => useReplayView.setState({ refused: null });

const BEFORE_START_MS = 10 * 60_000;

/** The start that is nearest ahead, else the last one behind; `undefined` while no event is known. */
export function startNear(replay: Pick<ReplayState, 'at' | 'to'>, lead: number): EpochMs | undefined {
  const starts = [...fixtures.values()]
    .map(({ event }) => event.startsAt)
    .filter((startsAt) => replay.to === null || startsAt - lead <= replay.to)
    .sort((one, other) => one - other);
  return starts.find((startsAt) => startsAt - lead > replay.at) ?? starts.at(-1);
}

/** To ten minutes before a start, to the start (in play, where the file says when), to the end. */
export function jump(to: 'before' | 'start' | 'end'): void {
  const { replay } = useRecordings.getState();
  if (replay === null) return;
  if (to === 'end') {
    if (replay.to !== null) goTo(replay.to);
    else notify('info', 'The file is still being counted: its end is not known yet.', 'replay');
    return;
  }
  const lead = to === 'before' ? BEFORE_START_MS : 0;
  const start = (to === 'start' ? replay.inPlayAt : null) ?? startNear(replay, lead);
  if (start === undefined)
    notify(
      'info',
      'No event starts within this file, as far as it has been played. Play or step first.',
      'replay',
    );
  else goTo((start - lead) as EpochMs);
}

/** Newest first. */
export const compareRecordings = (a: Recording, b: Recording): number =>
  b.from - a.from || (a.id < b.id ? 1 : -1);
