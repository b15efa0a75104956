import type { OperationError } from '../contract/errors.ts';
import { type ClientFrame, check, PROTOCOL, type ServerFrame, serverFrame } from './frames.ts';
import type { RpcLog } from './rpc-log.ts';
import type { After } from './timers.ts';
import { FrameTooLarge } from './transport-error.ts';
import type { ConnectionState, Transport } from './types.ts';

/** How long to wait before the nth reconnect: `firstMs` doubled each time up to `maximumMs`, halved at random. */
export type Backoff = { readonly firstMs: number; readonly maximumMs: number };

export type LinkOptions = {
  readonly after: After;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: RpcLog;
  readonly backoff: Backoff;
  /** How long an engine may take to greet. */
  readonly helloMs: number;
};

export type LinkHandlers = {
  /** The engine has greeted; frames may be sent. */
  onOpen(): void;
  onFrame(frame: Exclude<ServerFrame, { kind: 'hello' }>): void;
  /** Every id opened on the lost connection is void. Not called for a connection that never greeted. */
  onLost(): void;
  /** It will never connect again; `error` says why. */
  onEnded(error: OperationError): void;
  onState(state: ConnectionState, reason?: string): void;
};

/** A connection that comes back: one transport at a time, with hello, backoff and a check on every frame. */
export interface Link {
  readonly state: ConnectionState;
  /** The run of the engine that greeted last. */
  readonly epoch: string | undefined;
  /** `unsendable`: this frame can never be sent; otherwise it was sent or the connection is gone. */
  send(frame: ClientFrame): { readonly ok: true } | { readonly ok: false; readonly problem: string };
  /** Ends this connection and tries another, as after a malformed frame. */
  reset(problem: string): void;
  start(): void;
  close(): void;
}

/** A connection that held this long is taken to be good: the next backoff starts small again. */
const STABLE_MS = 5_000;

export function createLink(
  openTransport: () => Transport | Promise<Transport>,
  handlers: LinkHandlers,
  options: LinkOptions,
): Link {
  let state: ConnectionState = 'connecting';
  let epoch: string | undefined;
  let transport: Transport | undefined;
  /** Counts attempts, so that what an earlier one still delivers is ignored. */
  let attempt = 0;
  let failures = 0;
  let cancelTimer = () => {};

  const become = (next: ConnectionState, reason?: string) => {
    if (next === state) return;
    state = next;
    handlers.onState(next, reason);
  };
  const schedule = (ms: number, task: () => void) => {
    cancelTimer();
    cancelTimer = options.after(ms, task);
  };

  const dial = async () => {
    const mine = ++attempt;
    schedule(options.helloMs, () => retry(mine, `no hello within ${options.helloMs} ms`));
    try {
      const opened = await openTransport();
      if (mine !== attempt) return opened.close();
      transport = opened;
      opened.onClose(() => retry(mine, 'the connection closed'));
      opened.onFrame((raw) => mine === attempt && receive(mine, raw));
    } catch (error) {
      retry(mine, `it could not be opened: ${String(error)}`);
    }
  };

  const retry = (mine: number, problem: string) => {
    if (mine !== attempt) return;
    const wasOpen = hangUp();
    const ceiling = Math.min(
      options.backoff.maximumMs,
      options.backoff.firstMs * 2 ** Math.min(failures, 30),
    );
    failures += 1;
    schedule(ceiling / 2 + (ceiling / 2) * options.random(), () => void dial());
    if (!wasOpen) return;
    options.log.warn('the connection to the engine was lost', { problem });
    become('connecting');
    handlers.onLost();
  };

  const hangUp = (): boolean => {
    const wasOpen = state === 'open';
    attempt += 1;
    cancelTimer();
    const old = transport;
    transport = undefined;
    old?.close();
    return wasOpen;
  };

  const end = (error: OperationError) => {
    if (state === 'closed') return;
    hangUp();
    become('closed', error.message);
    handlers.onEnded(error);
  };

  const receive = (mine: number, raw: unknown) => {
    const frame = check(serverFrame, raw);
    if (!frame.ok) return breakOff(mine, frame.problem);
    if (frame.value.kind !== 'hello') {
      if (state !== 'open') return breakOff(mine, `${frame.value.kind} came before hello`);
      return handlers.onFrame(frame.value);
    }
    if (state === 'open') return breakOff(mine, 'a second hello');
    const { protocol, engine } = frame.value;
    if (protocol !== PROTOCOL)
      return end({
        code: 'unavailable',
        message: `The engine (version ${engine}) speaks protocol ${protocol} and this window protocol ${PROTOCOL}. Update the older one and restart both.`,
      });
    schedule(STABLE_MS, () => {
      failures = 0;
    });
    epoch = frame.value.epoch;
    become('open');
    handlers.onOpen();
  };

  const breakOff = (mine: number, problem: string) => {
    options.log.warn('the engine broke the protocol; the connection is closed', { problem });
    retry(mine, problem);
  };

  return {
    get state() {
      return state;
    },
    get epoch() {
      return epoch;
    },
    send(frame) {
      if (state !== 'open' || !transport) return { ok: true };
      try {
        transport.send(frame);
      } catch (error) {
        return {
          ok: false,
          problem: error instanceof FrameTooLarge ? error.message : `It cannot be sent: ${String(error)}`,
        };
      }
      return { ok: true };
    },
    reset: (problem) => breakOff(attempt, problem),
    start: () => void dial(),
    close: () => end({ code: 'disconnected', message: 'The client was closed.' }),
  };
}
