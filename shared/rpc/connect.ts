import { type OperationError, OperationFailure } from '../contract/errors.ts';
import type { Contract } from '../contract/operation.ts';
import { createClientCalls } from './client-calls.ts';
import { createClientWatches } from './client-watches.ts';
import { type Backoff, createLink, type Link } from './link.ts';
import { operationTable, type TableCall, type TableStream } from './operation-table.ts';
import type { RpcLog } from './rpc-log.ts';
import { type After, realAfter } from './timers.ts';
import type { Client, ConnectionState, Transport, WatchHandlers } from './types.ts';

export type ConnectOptions = {
  readonly log: RpcLog;
  readonly after?: After;
  /** Uniform in [0, 1); spreads the reconnects of many clients. */
  readonly random?: () => number;
  readonly backoff?: Backoff;
  /** How long a call may wait for a connection before it fails with `disconnected`. */
  readonly waitMs?: number;
  /** How long an engine may take to greet. */
  readonly helloMs?: number;
};

type StateListener = (state: ConnectionState, reason?: string, epoch?: string) => void;

/**
 * A client of the engine behind `openTransport`, which is asked for a new transport whenever there is none. Starts
 * connecting at once. An engine of another protocol closes it for good: calls and streams fail with `unavailable`.
 */
export function connect<C extends Contract>(
  contract: C,
  openTransport: () => Transport | Promise<Transport>,
  options: ConnectOptions,
): Client<C> {
  const table = operationTable(contract);
  const after = options.after ?? realAfter;
  const listeners = new Set<StateListener>();
  let ended: OperationError | undefined;
  let lastId = 0;
  const nextId = () => ++lastId;
  const theLink = (): Link => link;
  const tell = (listener: StateListener, state: ConnectionState, reason?: string) => {
    try {
      listener(state, reason, link.epoch);
    } catch (error) {
      options.log.error('a state listener failed', { error: String(error) });
    }
  };

  const calls = createClientCalls(theLink, nextId, {
    after,
    waitMs: options.waitMs ?? 10_000,
    log: options.log,
  });
  const watches = createClientWatches(theLink, nextId, options.log);

  const link = createLink(
    openTransport,
    {
      onOpen() {
        watches.onOpen();
        calls.onOpen();
      },
      onFrame(frame) {
        switch (frame.kind) {
          case 'items':
            return watches.onItems(frame.id, frame.items);
          case 'done':
            if (!calls.onDone(frame.id, frame.result)) watches.onDone(frame.id);
            return;
          case 'fail':
            if (!calls.onFail(frame.id, frame.error)) watches.onFail(frame.id, frame.error);
            return;
        }
      },
      onLost: calls.onLost,
      onEnded(error) {
        ended = error;
        calls.onEnded(error);
        watches.onEnded(error);
      },
      onState(state, reason) {
        for (const listener of [...listeners]) tell(listener, state, reason);
      },
    },
    {
      after,
      random: options.random ?? Math.random,
      log: options.log,
      backoff: options.backoff ?? { firstMs: 250, maximumMs: 10_000 },
      helloMs: options.helloMs ?? 10_000,
    },
  );
  link.start();

  const find = <K extends 'call' | 'stream'>(name: string, kind: K) => {
    const operation = table.get(name);
    if (operation?.kind !== kind) throw new TypeError(`The contract has no ${kind} named ${name}.`);
    return operation as K extends 'call' ? TableCall : TableStream;
  };

  const client: Client<Contract> = {
    call(name: string, input: unknown, { signal } = {}) {
      if (ended) return Promise.reject(new OperationFailure(ended));
      return calls.call(name, find(name, 'call'), input, signal) as Promise<never>;
    },
    watch(name: string, input: unknown, handlers) {
      const operation = find(name, 'stream');
      if (!ended) return watches.watch(name, operation, input, handlers as WatchHandlers<unknown>);
      const error = ended;
      queueMicrotask(() => handlers.onFail?.(error));
      return () => {};
    },
    onState(listener) {
      listeners.add(listener);
      tell(listener, link.state, ended?.message);
      return () => listeners.delete(listener);
    },
    close() {
      watches.clear();
      link.close();
    },
  };
  return client as unknown as Client<C>;
}
