import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { connect } from '../../../../shared/rpc/connect.ts';
import type { ClientFrame } from '../../../../shared/rpc/frames.ts';
import type { Transport } from '../../../../shared/rpc/types.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { failureOf } from '../../../support/rpc-session.ts';
import { sampleContract, type Tick } from '../../../support/sample-contract.ts';
import { createSilentLog } from '../../../support/silent-log.ts';

/** A transport whose other end the test plays. */
function createPlayedTransport() {
  let onFrame = (_frame: unknown) => {};
  let onClose = () => {};
  const sent: ClientFrame[] = [];
  const transport: Transport = {
    send: (frame) => void sent.push(frame as ClientFrame),
    pending: 0,
    onFrame: (listener) => {
      onFrame = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: () => onClose(),
  };
  return {
    transport,
    sent,
    say: (frame: unknown) => onFrame(frame),
    hello: (epoch = 'e1') => onFrame({ kind: 'hello', protocol: 1, engine: '1', epoch }),
    hangUp: () => onClose(),
  };
}

function setUp(open: () => Transport | Promise<Transport>, random = () => 0.5) {
  const clock = createManualClock();
  const log = createSilentLog();
  const client = connect(sampleContract, open, {
    log,
    after: clock.after,
    random,
    backoff: { firstMs: 100, maximumMs: 1_000 },
    waitMs: 5_000,
    helloMs: 2_000,
  });
  return { clock, log, client };
}

describe('connect', () => {
  it('waits twice as long after each failure, up to the maximum, at random between half and all of it', async () => {
    for (const [random, expected] of [
      [0, [50, 100, 200, 400, 500, 500]],
      [0.5, [75, 150, 300, 600, 750, 750]],
    ] as const) {
      let dialled = 0;
      const { clock, client } = setUp(
        () => {
          dialled += 1;
          throw new Error('refused');
        },
        () => random,
      );
      for (const [failures, ms] of expected.entries()) {
        await nextTurn();
        expect(dialled).toBe(failures + 1);
        clock.advance(ms - 1);
        expect(dialled).toBe(failures + 1);
        clock.advance(1);
      }
      client.close();
    }
  });

  it('starts the backoff anew only after a connection that held', async () => {
    let played = createPlayedTransport();
    let dialled = 0;
    const { clock } = setUp(() => {
      dialled += 1;
      played = createPlayedTransport();
      return played.transport;
    });
    const cycle = async (heldMs: number, backoffMs: number) => {
      await nextTurn();
      played.hello();
      clock.advance(heldMs);
      const before = dialled;
      played.hangUp();
      clock.advance(backoffMs - 1);
      expect(dialled).toBe(before);
      clock.advance(1);
      expect(dialled).toBe(before + 1);
    };
    await cycle(0, 75);
    await cycle(100, 150);
    await cycle(5_000, 75);
  });

  it('gives up on a transport that never says hello, and on one that never opens', async () => {
    let dialled = 0;
    const silent = createPlayedTransport();
    const { clock } = setUp(() => {
      dialled += 1;
      return dialled === 1 ? silent.transport : new Promise<Transport>(() => {});
    });
    await nextTurn();
    clock.advance(2_000);
    clock.advance(75);
    expect(dialled).toBe(2);
    clock.advance(2_000);
    clock.advance(150);
    expect(dialled).toBe(3);
  });

  it('sends waiting calls once connected, and fails those that waited too long', async () => {
    const played = createPlayedTransport();
    let reachable = false;
    const { clock, client } = setUp(() => {
      if (!reachable) throw new Error('refused');
      return played.transport;
    });
    const late = failureOf(client.call('double', { value: 1 }));
    clock.advance(5_000);
    expect(await late).toMatchObject({ code: 'disconnected' });

    const inTime = client.call('double', { value: 2 });
    reachable = true;
    await nextTurn();
    clock.advance(1_000);
    await nextTurn();
    played.hello();
    expect(played.sent).toMatchObject([{ kind: 'open', operation: 'double', input: { value: 2 } }]);
    const [open] = played.sent;
    played.say({ kind: 'done', id: open?.id, result: 4 });
    await expect(inTime).resolves.toBe(4);
  });

  it('does not send a call that was cancelled while waiting', async () => {
    const played = createPlayedTransport();
    const { client } = setUp(() => played.transport);
    const abort = new AbortController();
    const answer = failureOf(client.call('double', { value: 1 }, { signal: abort.signal }));
    abort.abort();
    expect(await answer).toMatchObject({ code: 'cancelled' });
    played.hello();
    expect(played.sent).toEqual([]);
  });

  it('takes the answer of a call that finished before its cancel arrived', async () => {
    const played = createPlayedTransport();
    const { client } = setUp(() => played.transport);
    await nextTurn();
    played.hello();
    const abort = new AbortController();
    const answer = client.call('double', { value: 1 }, { signal: abort.signal });
    abort.abort();
    expect(played.sent.map(({ kind }) => kind)).toEqual(['open', 'cancel']);
    played.say({ kind: 'done', id: 1, result: 2 });
    played.say({ kind: 'fail', id: 1, error: { code: 'cancelled', message: '' } });
    await expect(answer).resolves.toBe(2);
  });

  it('gives credit back only for what a slow handler has taken, and drops what it had not on a new connection', async () => {
    let played = createPlayedTransport();
    const { clock, client } = setUp(() => {
      played = createPlayedTransport();
      return played.transport;
    });
    await nextTurn();
    played.hello();
    const taken: number[] = [];
    let take = () => {};
    const onReset = vi.fn();
    client.watch(
      'ticks',
      {},
      {
        credit: 2,
        onReset,
        onItems: (items: readonly Tick[]) => {
          taken.push(...items.map(({ sequence }) => sequence));
          return new Promise<void>((resolve) => {
            take = resolve;
          });
        },
      },
    );
    const items = (id: number, ...sequences: number[]) => ({
      kind: 'items',
      id,
      items: sequences.map((sequence) => ({ key: 'a', sequence })),
    });
    played.say(items(1, 1));
    played.say(items(1, 2));
    expect(taken).toEqual([1]);
    expect(played.sent).toMatchObject([{ kind: 'open', credit: 2 }]);
    take();
    await nextTurn();
    expect(taken).toEqual([1, 2]);
    expect(played.sent[1]).toEqual({ kind: 'credit', id: 1, items: 1 });

    played.say(items(1, 3));
    played.hangUp();
    clock.advance(75);
    await nextTurn();
    played.hello('e2');
    expect(onReset).toHaveBeenCalledTimes(1);
    expect(played.sent).toMatchObject([{ kind: 'open', id: 2, credit: 2 }]);
    played.say(items(1, 4));
    played.say(items(2, 5));
    take();
    await nextTurn();
    expect(taken).toEqual([1, 2, 5]);
    expect(played.sent).toHaveLength(1);
  });

  it('hands over what came before the end, then the end', async () => {
    const played = createPlayedTransport();
    const { client } = setUp(() => played.transport);
    await nextTurn();
    played.hello();
    const seen: string[] = [];
    let take = () => {};
    client.watch(
      'ticks',
      {},
      {
        onItems: () => {
          seen.push('items');
          return new Promise<void>((resolve) => {
            take = resolve;
          });
        },
        onDone: () => seen.push('done'),
      },
    );
    played.say({ kind: 'items', id: 1, items: [{ key: 'a', sequence: 1 }] });
    played.say({ kind: 'done', id: 1 });
    expect(seen).toEqual(['items']);
    take();
    await nextTurn();
    expect(seen).toEqual(['items', 'done']);
  });

  it('a handler that throws is logged and stops neither its stream nor others', async () => {
    const played = createPlayedTransport();
    const { client, log } = setUp(() => played.transport);
    await nextTurn();
    played.hello();
    let calls = 0;
    client.watch(
      'ticks',
      {},
      {
        onItems: () => {
          calls += 1;
          throw new Error('pane bug');
        },
      },
    );
    played.say({ kind: 'items', id: 1, items: [{ key: 'a', sequence: 1 }] });
    played.say({ kind: 'items', id: 1, items: [{ key: 'a', sequence: 2 }] });
    expect(calls).toBe(2);
    expect(log.lines.map(({ message }) => message)).toEqual([
      'a stream handler failed',
      'a stream handler failed',
    ]);
  });

  it('fails a stream whose items do not fit and cancels it', async () => {
    const played = createPlayedTransport();
    const { client } = setUp(() => played.transport);
    await nextTurn();
    played.hello();
    const onFail = vi.fn();
    const onItems = vi.fn();
    client.watch('ticks', {}, { onItems, onFail });
    played.say({ kind: 'items', id: 1, items: [{ key: 'a', sequence: 'one' }] });
    expect(onItems).not.toHaveBeenCalled();
    expect(onFail).toHaveBeenCalledWith(expect.objectContaining({ code: 'internal' }));
    expect(played.sent.at(-1)).toEqual({ kind: 'cancel', id: 1 });
  });

  it('says no to input that cannot be sent', async () => {
    const played = createPlayedTransport();
    const refusing: Transport = {
      ...played.transport,
      send: () => {
        throw new Error('could not be cloned');
      },
    };
    const { client } = setUp(() => refusing);
    await nextTurn();
    played.hello();
    expect(await failureOf(client.call('double', { value: 1 }))).toMatchObject({ code: 'invalid-input' });
  });

  it('once closed it fails what was open, dials no more, and answers nothing', async () => {
    const played = createPlayedTransport();
    let dialled = 0;
    const { clock, client } = setUp(() => {
      dialled += 1;
      return played.transport;
    });
    await nextTurn();
    played.hello();
    const inFlight = failureOf(client.call('double', { value: 1 }));
    client.close();
    expect(await inFlight).toMatchObject({ code: 'disconnected' });
    expect(await failureOf(client.call('double', { value: 1 }))).toMatchObject({ code: 'disconnected' });
    clock.advance(60_000);
    expect(dialled).toBe(1);
  });

  it('tells which run of the engine answered', async () => {
    const played = createPlayedTransport();
    const { clock, client } = setUp(() => played.transport);
    const heard: unknown[] = [];
    client.onState((state, _reason, epoch) => heard.push([state, epoch]));
    await nextTurn();
    played.hello('e1');
    played.hangUp();
    clock.advance(1_000);
    await nextTurn();
    played.hello('e2');
    expect(heard).toEqual([
      ['connecting', undefined],
      ['open', 'e1'],
      ['connecting', 'e1'],
      ['open', 'e2'],
    ]);
  });

  it('a state listener that throws stops nothing', async () => {
    const played = createPlayedTransport();
    const { client, log } = setUp(() => played.transport);
    const heard: string[] = [];
    client.onState(() => {
      throw new Error('pane bug');
    });
    client.onState((state) => heard.push(state));
    await nextTurn();
    played.hello();
    expect(heard).toEqual(['connecting', 'open']);
    expect(log.lines.map(({ message }) => message)).toContain('a state listener failed');
  });

  it('may be closed by whoever hears that it is open', async () => {
    const played = createPlayedTransport();
    let dialled = 0;
    const { clock, client } = setUp(() => {
      dialled += 1;
      return played.transport;
    });
    client.watch('ticks', {}, { onItems: () => {} });
    client.onState((state) => state === 'open' && client.close());
    await nextTurn();
    played.hello();
    clock.advance(60_000);
    expect({ dialled, sent: played.sent }).toEqual({ dialled: 1, sent: [] });
  });
});
