import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { OperationFailure } from '../../shared/contract/errors.ts';
import type { Client } from '../../shared/rpc/types.ts';
import { carriers } from '../support/rpc-carriers.ts';
import { rpcSession } from '../support/rpc-session.ts';
import { aborted, type SampleContract, type Tick } from '../support/sample-contract.ts';

describe.each(Object.entries(carriers))('streams over %s', (_name, createCarrier) => {
  const session = rpcSession(createCarrier);
  const { startServer, startClient, speak } = session;

  /** Collects a stream; `items` grows as they come. */
  const collect = (client: Client<SampleContract>, name: 'ticks' | 'lines', count = 0, credit?: number) => {
    const seen = {
      items: [] as Tick[],
      resets: 0,
      done: false,
      error: undefined as string | undefined,
      cancel: () => {},
    };
    const handlers = {
      onItems: (items: readonly Tick[]) => void seen.items.push(...items),
      onReset: () => {
        seen.resets += 1;
        seen.items.length = 0;
      },
      onDone: () => {
        seen.done = true;
      },
      onFail: (error: { readonly code: string }) => {
        seen.error = error.code;
      },
      ...(credit === undefined ? {} : { credit }),
    };
    seen.cancel =
      name === 'ticks' ? client.watch('ticks', {}, handlers) : client.watch('lines', { count }, handlers);
    return seen;
  };

  it('delivers every item of a lossless stream in order, then done', async () => {
    startServer();
    const seen = collect(startClient(), 'lines', 450);
    await vi.waitFor(() => expect(seen.done).toBe(true));
    expect(seen.items.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
  });

  it('pages a backlog longer than the limit through a slow consumer', async () => {
    startServer({
      lines: async ({ count }, emit, { drained }) => {
        for (let sequence = 1; sequence <= count; sequence += 1) {
          emit({ key: 'line', sequence });
          if (sequence % 400 === 0) await drained?.();
        }
      },
    });
    const seen = collect(startClient(), 'lines', 3000, 7);
    await vi.waitFor(() => expect(seen.done).toBe(true), { timeout: 10_000 });
    expect(seen.items.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
  });

  it('fails a lossless stream loudly once its limit waits, and stops the implementation', async () => {
    let stopped = false;
    startServer({
      lines: async ({ count }, emit, { signal }) => {
        for (let sequence = 1; sequence <= count; sequence += 1) emit({ key: 'line', sequence });
        await aborted(signal);
        stopped = true;
      },
    });
    const seen = collect(startClient(), 'lines', 600, 10);
    await vi.waitFor(() => expect(seen.error).toBe('overflow'));
    expect(seen.items.length).toBeLessThanOrEqual(10);
    await vi.waitFor(() => expect(stopped).toBe(true));
  });

  it('fails the stream on an item that does not fit', async () => {
    startServer({
      ticks: async (_, emit, { signal }) => {
        emit({ key: 'a', sequence: 1 });
        emit({ key: 'b', sequence: 1.5 });
        await aborted(signal);
      },
    });
    const seen = collect(startClient(), 'ticks');
    await vi.waitFor(() => expect(seen.error).toBe('internal'));
    expect(session.log.lines.some(({ fields }) => fields['logId'] === 'log-1')).toBe(true);
  });

  it('sends what was emitted before a failure, then the failure', async () => {
    startServer({
      lines: async (_, emit) => {
        emit({ key: 'line', sequence: 1 });
        throw new OperationFailure({ code: 'unavailable', message: 'The source is down.' });
      },
    });
    const seen = collect(startClient(), 'lines');
    await vi.waitFor(() => expect(seen.error).toBe('unavailable'));
    expect(seen.items).toHaveLength(1);
  });

  it('cancels: aborts the implementation and delivers nothing more', async () => {
    let stopped = false;
    let emitMore = () => {};
    startServer({
      ticks: async (_, emit, { signal }) => {
        emit({ key: 'a', sequence: 1 });
        emitMore = () => emit({ key: 'a', sequence: 2 });
        await aborted(signal);
        stopped = true;
      },
    });
    const seen = collect(startClient(), 'ticks');
    await vi.waitFor(() => expect(seen.items).toHaveLength(1));
    seen.cancel();
    await vi.waitFor(() => expect(stopped).toBe(true));
    emitMore();
    await nextTurn();
    expect(seen.items).toHaveLength(1);
  });

  it('sends nothing of a cancelled stream, though items waited and more are emitted', async () => {
    let emitMore = () => {};
    const server = startServer({
      ticks: async (_, emit, { signal }) => {
        for (const key of ['a', 'b', 'c']) emit({ key, sequence: 1 });
        emitMore = () => emit({ key: 'd', sequence: 2 });
        await aborted(signal);
      },
    });
    const { transport, frames } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    transport.send({ kind: 'open', id: 1, operation: 'ticks', input: {}, credit: 1 });
    await vi.waitFor(() => expect(frames).toHaveLength(2));
    expect(server.waitingItems).toBe(2);
    transport.send({ kind: 'cancel', id: 1 });
    transport.send({ kind: 'credit', id: 1, items: 10 });
    await vi.waitFor(() => expect(frames).toHaveLength(3));
    emitMore();
    expect(server.waitingItems).toBe(0);
    transport.send({ kind: 'open', id: 2, operation: 'double', input: { value: 1 }, credit: 0 });
    await vi.waitFor(() => expect(frames).toHaveLength(4));
    expect(frames.slice(1)).toMatchObject([
      { kind: 'items', id: 1, items: [{ key: 'a' }] },
      { kind: 'fail', id: 1, error: { code: 'cancelled' } },
      { kind: 'done', id: 2, result: 2 },
    ]);
  });

  it('sends a slow consumer the newest of 180,000 items, at most one waiting per key', async () => {
    const total = 180_000;
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const newest = new Map<string, number>();
    let mostWaiting = 0;
    const server = startServer({
      ticks: async (_, emit) => {
        for (let sequence = 1; sequence <= total; sequence += 1) {
          const key = keys[sequence % keys.length] ?? '';
          emit({ key, sequence });
          newest.set(key, sequence);
          if (sequence % 500 !== 0) continue;
          mostWaiting = Math.max(mostWaiting, server.waitingItems);
          await nextTurn();
        }
      },
    });
    const taken: Tick[] = [];
    const stale: Tick[] = [];
    let emittedAtLastCredit = new Map<string, number>();
    let done = false;
    startClient().watch(
      'ticks',
      {},
      {
        credit: 1,
        async onItems(items) {
          // What is sent after a credit is at least as new as what had been emitted when it was given.
          for (const item of items)
            if (item.sequence < (emittedAtLastCredit.get(item.key) ?? 0)) stale.push(item);
          taken.push(...items);
          await delay(20);
          emittedAtLastCredit = new Map(newest);
        },
        onDone: () => {
          done = true;
        },
      },
    );
    await vi.waitFor(() => expect(done).toBe(true), { timeout: 30_000 });
    expect(stale).toEqual([]);
    expect(mostWaiting).toBeGreaterThan(0);
    expect(mostWaiting).toBeLessThanOrEqual(keys.length);
    expect(taken.length).toBeLessThan(total / 100);
    for (const key of keys) {
      const sequences = taken.filter((item) => item.key === key).map((item) => item.sequence);
      expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
      expect(sequences.at(-1)).toBe(newest.get(key));
    }
  }, 40_000);

  it('reopens streams against a new engine, telling them to forget first', async () => {
    startServer();
    const client = startClient();
    const states: string[] = [];
    client.onState((state) => states.push(state));
    const seen = collect(client, 'ticks');
    await vi.waitFor(() => expect(seen.items).toEqual([{ key: 'a', sequence: 1 }]));
    startServer(
      {
        ticks: async (_, emit, { signal }) => {
          emit({ key: 'z', sequence: 9 });
          await aborted(signal);
        },
      },
      'epoch-2',
    );
    session.carrier.dropAll();
    await vi.waitFor(() => expect(seen.items).toEqual([{ key: 'z', sequence: 9 }]));
    expect(seen.resets).toBe(1);
    expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
  });

  it('forgets and reopens on a reconnect to the same engine too', async () => {
    startServer();
    const seen = collect(startClient(), 'ticks');
    await vi.waitFor(() => expect(seen.items).toHaveLength(1));
    session.carrier.dropAll();
    await vi.waitFor(() => expect(seen.resets).toBe(1));
    await vi.waitFor(() => expect(seen.items).toEqual([{ key: 'a', sequence: 1 }]));
  });
});
