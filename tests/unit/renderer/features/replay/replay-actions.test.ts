import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  answerYes,
  askToOpen,
  askToRemove,
  goTo,
  jump,
  leaveReplay,
  shiftSpeed,
  step,
  togglePlaying,
  toggleRecording,
  useReplayView,
} from '../../../../../renderer/features/replay/replay-actions.ts';
import { bets, fixtures } from '../../../../../renderer/stores/market-data.ts';
import { openMarket } from '../../../../../renderer/stores/open-market.ts';
import { recordings, useRecordings } from '../../../../../renderer/stores/recordings.ts';
import { useStatus } from '../../../../../renderer/stores/status.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { Recording, ReplayState } from '../../../../../shared/contract/recordings.ts';
import type { Status } from '../../../../../shared/contract/status.ts';
import type { EpochMs, SourceId } from '../../../../../shared/domain/units.ts';
import { type StubCall, stubEngine } from '../../../../support/stub-engine.ts';

let calls: readonly StubCall[];
const replay: ReplayState = {
  file: 'a.overround',
  format: 'recording',
  from: 1_000 as EpochMs,
  to: 9_000 as EpochMs,
  at: 5_000 as EpochMs,
  speed: 1,
  motion: 'paused',
  played: 3,
  payloads: 10,
  refused: 0,
  skipsQuiet: false,
  inPlayAt: null,
  notes: [],
};
const recording: Recording = {
  id: 'a.overround',
  state: 'complete',
  from: 1_000 as EpochMs,
  to: 9_000 as EpochMs,
  payloads: 10,
  rawBytes: 100,
  bytes: 50,
  sources: ['one' as SourceId],
  problem: null,
};

const inMode = (mode: Status['mode']) => {
  useStatus.setState({ status: { mode } as Status });
  useRecordings.setState({ replay: mode === 'replay' ? replay : null });
};
const asked = () => calls.map(({ name, input }) => [name, input]);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

// Tables tell their readers once a frame; nobody reads here.
vi.stubGlobal('requestAnimationFrame', () => 0);

beforeEach(() => {
  calls = stubEngine();
  inMode('replay');
  bets.clear();
  recordings.clear();
  recordings.set(recording.id, recording);
  useRecordings.setState({ replay, underWay: null });
  useReplayView.setState({ question: null, busy: false, chosen: null, refusedFile: null });
  useToasts.setState({ toasts: [] });
});

// What is pressed waits for the answers to what was pressed before.
afterEach(async () => {
  for (let answered = 0; answered < calls.length; answered += 1) {
    calls[answered]?.resolve(replay);
    await settled();
  }
});

describe('recording', () => {
  it('starts on real markets, and stops when one is under way', async () => {
    inMode('paper');
    toggleRecording();
    expect(asked()).toEqual([['recordings.start', {}]]);
    calls[0]?.resolve(recording);
    await settled();
    useRecordings.setState({ underWay: { ...recording, state: 'recording' } });
    toggleRecording();
    expect(asked()[1]).toEqual(['recordings.stop', {}]);
    calls[1]?.resolve(recording);
    await settled();
    expect(useToasts.getState().toasts.at(-1)?.message).toBe('The recording is complete: 10 payloads.');
  });

  it('says why other markets are not recorded', () => {
    inMode('practice');
    toggleRecording();
    expect(asked()).toEqual([]);
    expect(useToasts.getState().toasts[0]?.message).toContain('Open the real markets first');
  });

  it('is removed only after the question, and forgotten when the engine has', async () => {
    askToRemove(recording.id);
    expect(asked()).toEqual([]);
    const { question } = useReplayView.getState();
    if (question === null) throw new Error('nothing is asked');
    answerYes(question);
    expect(asked()).toEqual([['recordings.remove', { id: recording.id }]]);
    calls[0]?.resolve({});
    await settled();
    expect(recordings.size).toBe(0);
  });
});

describe('the transport', () => {
  it('plays what stands still and pauses what moves', async () => {
    togglePlaying();
    calls[0]?.resolve(replay);
    await settled();
    useRecordings.setState({ replay: { ...replay, motion: 'seeking' } });
    togglePlaying();
    expect(asked().map(([name]) => name)).toEqual(['replay.play', 'replay.pause']);
  });

  it('loses no key that is pressed before the last was answered', async () => {
    useRecordings.setState({ replay: { ...replay, motion: 'playing' } });
    togglePlaying();
    step(1);
    shiftSpeed(1);
    shiftSpeed(1);
    togglePlaying();
    expect(asked()).toEqual([['replay.pause', {}]]);
    for (const [number, answer] of [
      { ...replay, motion: 'paused' },
      { ...replay, motion: 'paused', played: 4 },
      {},
      {},
    ].entries()) {
      calls[number]?.resolve(answer);
      await settled();
    }
    // Each by what the one before came to: paused, one payload on, faster, faster than that, then playing.
    expect(asked()).toEqual([
      ['replay.pause', {}],
      ['replay.step', { payloads: 1 }],
      ['market.speed', { speed: 5 }],
      ['market.speed', { speed: 20 }],
      ['replay.play', {}],
    ]);
    expect(useRecordings.getState().replay).toMatchObject({ played: 4, speed: 20 });
  });

  it('tells what fails and goes on', async () => {
    step(1);
    calls[0]?.reject(new OperationFailure({ code: 'unavailable', message: 'Nothing is being replayed.' }));
    await settled();
    expect(useToasts.getState().toasts[0]?.message).toBe(
      'Could not step the replay. Nothing is being replayed.',
    );
    step(100);
    expect(asked()).toHaveLength(2);
  });

  it('moves along the ladder of speeds and stops at its ends', async () => {
    shiftSpeed(1);
    calls[0]?.resolve({});
    await settled();
    useRecordings.setState({ replay: { ...replay, speed: 1000 } });
    shiftSpeed(1);
    shiftSpeed(-1);
    await settled();
    expect(asked()).toEqual([
      ['market.speed', { speed: 5 }],
      ['market.speed', { speed: 100 }],
    ]);
  });

  it('goes to a moment within the file; back only after the question where bets were placed', async () => {
    goTo(99_000 as EpochMs);
    expect(asked()).toEqual([['replay.seek', { at: 9_000 }]]);
    calls[0]?.resolve(replay);
    await settled();
    goTo(2_000 as EpochMs);
    expect(asked()[1]).toEqual(['replay.seek', { at: 2_000 }]);
    calls[1]?.resolve(replay);
    await settled();
    bets.set('bet', {} as never);
    goTo(2_000 as EpochMs);
    expect(asked()).toHaveLength(2);
    expect(useReplayView.getState().question).toEqual({ kind: 'back', at: 2_000 });
  });
});

describe('opening a file', () => {
  const looked = async (problem: string | null) => {
    calls.at(-1)?.resolve({ problem });
    await settled();
  };

  it('is asked about before a market is left', async () => {
    inMode('paper');
    void askToOpen('  "/data/1.2.gz" ');
    expect(asked()).toEqual([['replay.check', { file: '/data/1.2.gz' }]]);
    await looked(null);
    const { question } = useReplayView.getState();
    expect(question).toEqual({ kind: 'open', file: '/data/1.2.gz' });
    if (question !== null) answerYes(question);
    expect(asked()[1]).toEqual(['market.open', { kind: 'replay', file: '/data/1.2.gz' }]);
  });

  it('goes straight on from a replay without bets, and not at all without a path', async () => {
    void askToOpen('  ');
    expect(asked()).toEqual([]);
    void askToOpen('b.overround');
    await looked(null);
    expect(asked()[1]).toEqual(['market.open', { kind: 'replay', file: 'b.overround' }]);
  });

  it('says beside its field why it is none, and leaves no market', async () => {
    void askToOpen('/data');
    await looked('It is a folder.');
    expect(useReplayView.getState()).toMatchObject({
      question: null,
      refusedFile: { file: '/data', problem: 'It is a folder.' },
    });
    expect(asked()).toHaveLength(1);
  });

  it('asks of the path in an address, and says beside its field what is wrong with one', async () => {
    void askToOpen('file:///home/me/50%.bz2');
    await settled();
    expect(asked()).toEqual([]);
    expect(useReplayView.getState()).toMatchObject({
      question: null,
      refusedFile: { file: 'file:///home/me/50%.bz2', problem: expect.stringContaining('%25') },
    });
    void askToOpen('file:///C:/my%20data/a.gz');
    expect(asked()).toEqual([['replay.check', { file: 'C:/my data/a.gz' }]]);
    await looked('It is a folder.');
    expect(useReplayView.getState().refusedFile).toMatchObject({ file: 'file:///C:/my%20data/a.gz' });
  });
});

describe('leaving a replay', () => {
  it('asks where bets were placed, and says to the engine that they may be forgotten', async () => {
    leaveReplay('real');
    expect(asked()).toEqual([['market.open', { kind: 'real' }]]);
    calls[0]?.resolve({});
    await settled();
    bets.set('bet', {} as never);
    leaveReplay('practice');
    expect(asked()).toHaveLength(1);
    const { question } = useReplayView.getState();
    expect(question).toEqual({ kind: 'leave', to: 'practice' });
    if (question !== null) answerYes(question);
    expect(asked()[1]).toEqual(['market.open', { kind: 'practice', forgetBets: true }]);
  });

  it('asks the same of commands and buttons elsewhere', () => {
    inMode('replay');
    bets.set('bet', {} as never);
    openMarket('practice');
    expect(useReplayView.getState().question).toEqual({ kind: 'leave', to: 'practice' });
    expect(asked()).toEqual([]);
    useReplayView.setState({ question: null });
    inMode('paper');
    openMarket('practice');
    expect(useReplayView.getState().question).toBeNull();
    expect(asked()).toEqual([['market.open', { kind: 'practice' }]]);
  });
});

describe('jumps', () => {
  const startingAt = (...starts: readonly number[]) =>
    starts.forEach((startsAt, index) => {
      fixtures.set(String(index), { event: { startsAt } } as never);
    });
  beforeEach(() => fixtures.clear());

  it('go to ten minutes before the next start, to it, and to the end', async () => {
    const minute = 60_000;
    const long = { ...replay, from: 0, at: 5 * minute, to: 300 * minute } as ReplayState;
    useRecordings.setState({ replay: long });
    startingAt(100 * minute, 12 * minute, 500 * minute);
    for (const to of ['before', 'start', 'end'] as const) {
      jump(to);
      calls.at(-1)?.resolve(long);
      await settled();
    }
    expect(asked()).toEqual([
      ['replay.seek', { at: 90 * minute }],
      ['replay.seek', { at: 12 * minute }],
      ['replay.seek', { at: 300 * minute }],
    ]);
  });

  it('go to the moment the file turned in play, where it says so', async () => {
    startingAt(8_000);
    useRecordings.setState({ replay: { ...replay, inPlayAt: 8_500 as EpochMs } });
    jump('start');
    expect(asked()).toEqual([['replay.seek', { at: 8_500 }]]);
  });

  it('say what to do while no start is known', () => {
    jump('before');
    expect(asked()).toEqual([]);
    expect(useToasts.getState().toasts[0]?.message).toContain('Play or step first');
  });
});
