import type { Clock } from '../../ports/clock.ts';
import type { SocketEnd, Sockets, TextSocket } from '../../ports/sockets.ts';
import { backoffMs } from '../backoff.ts';
import type { StreamSession, Venue } from './venue.ts';

/** One socket, kept open, and the contracts whose books come by it. */
export type StreamShard = {
  readonly contracts: ReadonlySet<string>;
  isLive(): boolean;
  /** What keeps it from being open; `null` while it is, or is being opened for the first time. */
  problem(): string | null;
  add(contracts: readonly string[]): void;
  remove(contracts: readonly string[]): void;
  session(): StreamSession | undefined;
  /** Closes and opens again at once: what it had is lost. */
  restart(reason: string): void;
  stop(): void;
};

export type ShardOptions = {
  readonly stream: NonNullable<Venue['stream']>;
  readonly name: string;
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly maximumBytes: number;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };
  readonly onText: (text: string) => void;
  /** The books of `contracts` no longer come. */
  readonly onLost: (contracts: readonly string[], reason: string) => void;
};

export function createStreamShard(options: ShardOptions): StreamShard {
  const { stream, name, sockets, clock, random, onText, onLost } = options;
  const contracts = new Set<string>();
  let socket: TextSocket | undefined;
  let session: StreamSession | undefined;
  let problem: string | null = null;
  let failures = 0;
  let heardAt = 0;
  let stopped = false;
  let cancelTimer = () => {};

  const lose = (reason: string) => {
    cancelTimer();
    const wasLive = session !== undefined;
    socket = undefined;
    session = undefined;
    problem = reason;
    failures += 1;
    if (wasLive) onLost([...contracts], reason);
    if (!stopped) cancelTimer = clock.after(backoffMs(failures, options.backoff, random), open);
  };

  const drop = (reason: string) => {
    const closing = socket;
    lose(reason);
    closing?.close();
  };

  const beat = () => {
    if (clock.monotonic() - heardAt > stream.silenceMs) {
      drop(`Nothing has come from ${name} for ${Math.round(stream.silenceMs / 1000)} s.`);
      return;
    }
    session?.beat();
    cancelTimer = clock.after(stream.heartbeatMs, beat);
  };

  /** `own` tells a late event of an earlier socket from one of this. */
  const listen = (own: { socket?: TextSocket }) => ({
    onOpen() {
      if (own.socket !== socket || socket === undefined) return;
      const current = socket;
      session = stream.open((text) => current.send(text));
      problem = null;
      heardAt = clock.monotonic();
      session.start([...contracts]);
      cancelTimer = clock.after(stream.heartbeatMs, beat);
    },
    onText(text: string) {
      if (own.socket !== socket || session === undefined) return;
      heardAt = clock.monotonic();
      failures = 0;
      onText(text);
      session?.heard(text);
    },
    onEnd(end: SocketEnd) {
      if (own.socket === socket && !stopped) lose(end.message);
    },
  });

  function open(): void {
    if (stopped) return;
    const { url, headers } = stream.address(clock.now());
    const own: { socket?: TextSocket } = {};
    const { timeoutMs, maximumBytes } = options;
    const to = { url, timeoutMs, maximumBytes, ...(headers === undefined ? {} : { headers }) };
    own.socket = sockets.webSocket(to, listen(own));
    socket = own.socket;
  }
  open();

  return {
    contracts,
    isLive: () => session !== undefined,
    problem: () => problem,
    add(added) {
      for (const id of added) contracts.add(id);
      session?.add(added);
    },
    remove(removed) {
      for (const id of removed) contracts.delete(id);
      session?.remove(removed);
    },
    session: () => session,
    restart(reason) {
      failures = 0;
      if (socket === undefined) {
        cancelTimer();
        open();
      } else drop(reason);
    },
    stop() {
      stopped = true;
      cancelTimer();
      const closing = socket;
      socket = undefined;
      session = undefined;
      closing?.close();
    },
  };
}
