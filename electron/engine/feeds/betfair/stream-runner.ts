import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ByteStream, SocketEnd, Sockets } from '../../ports/sockets.ts';
import { createBackoff } from '../backoff.ts';
import type { Addresses } from './addresses.ts';
import { betfairProblem } from './api-errors.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { Problem } from './problem.ts';
import type { Session } from './session.ts';
import { advance, type StreamEffect, type StreamEvent, type StreamState } from './stream-machine.ts';
import {
  type Criteria,
  HEARTBEAT_MS,
  marketSubscription,
  orderSubscription,
  sameCriteria,
} from './subscription.ts';
import { createSubscriptionClock, type StreamMessage } from './wire/index.ts';

/** What a line of the stream was to the decoder. */
export type LineTaken =
  | { readonly ok: true; readonly message: StreamMessage; readonly wholesome: boolean }
  | { readonly ok: false };

/** What the runner tells, in the order it happens; the source makes payloads of it. */
export type StreamTold = {
  readonly onLine: (line: Uint8Array) => LineTaken;
  readonly onSubscribed: (id: number, criteria: Criteria, resumed: boolean) => void;
  readonly onLost: (problem: Problem) => void;
  readonly onLive: () => void;
  /** Betfair allows fewer markets than were asked for: what to ask for instead. */
  readonly onTooMany: (asked: number) => Criteria;
};

export type StreamFacts = {
  readonly state: StreamState;
  readonly connectionsAvailable: number | null;
  /** As the server grants them; `null` before it has. */
  readonly heartbeatMs: number | null;
  readonly conflateMs: number | null;
  readonly markets: number;
  readonly retryInMs: number | null;
  readonly reconnects: number;
  /** Whether a lost stream could be resumed where it stands. */
  readonly canResume: boolean;
};

export type StreamRunner = {
  /** Streams these markets from now on; `null`: none. */
  want(criteria: Criteria | null): void;
  /** As `want`, with whole images of all of them, though they have been streamed all along. */
  wantAnew(criteria: Criteria | null): void;
  /** Anything but `live`: prices have to come some other way. */
  isLive(): boolean;
  facts(): StreamFacts;
  stop(): void;
};

const CONNECT_TIMEOUT_MS = 10_000;
/** To be greeted, authenticated, and to see the first of an image. Betfair itself gives up after 15 s. */
const STAGE_TIMEOUT_MS = 14_000;
/** Without a word for so many heartbeats the connection is dead. */
const MISSED_HEARTBEATS = 2;
const GRACE_MS = 500;
const MAXIMUM_LINE_BYTES = 32_000_000;
/** Until the other connections of the account time out. */
const CONNECTIONS_WAIT_MS = 15_000;
/** A connection that held so long was a good one: the next loss waits the least again. */
const STEADY_MS = 10_000;

const brokenBy = ({ code, message }: SocketEnd): Problem => ({
  code,
  remedy: 'again',
  message: `The Betfair stream was lost: ${message}`,
});
const SILENT: Problem = {
  code: 'silent',
  remedy: 'again',
  message: 'The Betfair stream fell silent: its heartbeats stopped.',
};
const STALLED: Problem = {
  code: 'stalled',
  remedy: 'again',
  message: 'The Betfair stream did not answer in time.',
};
const DAMAGED: Problem = {
  code: 'damaged',
  remedy: 'again',
  message: 'The Betfair stream sent something unreadable; it starts afresh.',
};

export function createStreamRunner(deps: {
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly session: Session;
  readonly appKey: string;
  readonly addresses: Addresses;
  readonly told: StreamTold;
}): StreamRunner {
  const { sockets, clock, log, session, appKey, addresses, told } = deps;
  const backoff = createBackoff(deps.random);
  const clocks = createSubscriptionClock();
  let state: StreamState = { at: 'off' };
  let wanted: Criteria | null = null;
  /** Of the clocks, and of the changes that come. */
  let subscribed: Criteria | null = null;
  let socket: ByteStream | undefined;
  /** Distinguishes connections: what an abandoned one still tells is not heard. */
  let connection = 0;
  let cancelWatch: () => void = () => undefined;
  let cancelRetry: () => void = () => undefined;
  let heartbeatMs: number | null = null;
  let conflateMs: number | null = null;
  let connectionsAvailable: number | null = null;
  let liveSince: number | null = null;
  let retryAt: number | null = null;
  let reconnects = 0;
  let token: string | undefined;

  const canResume = () =>
    wanted !== null && sameCriteria(subscribed, wanted) && clocks.resumePoint() !== null;

  const watch = (ms: number, problem: Problem) => {
    cancelWatch();
    cancelWatch = clock.after(ms, () => feed({ kind: 'broken', problem, damaged: false }));
  };
  const watchFor = () => {
    if (state.at === 'live') watch((heartbeatMs ?? HEARTBEAT_MS) * MISSED_HEARTBEATS + GRACE_MS, SILENT);
    else if (state.at !== 'connecting') watch(STAGE_TIMEOUT_MS, STALLED);
  };

  const send = (message: object) => socket?.send(`${JSON.stringify(message)}\r\n`);

  /** A session first: without one the connection would only time out. */
  const open = async () => {
    connection += 1;
    const mine = connection;
    const opened = await session.token();
    if (mine !== connection || state.at !== 'connecting') return;
    if (!opened.ok) {
      feed({ kind: 'no-session', problem: opened.problem });
      return;
    }
    token = opened.token;
    connect(mine);
  };

  const connect = (mine: number) => {
    const splitter = createLineSplitter(MAXIMUM_LINE_BYTES);
    const isMine = () => mine === connection;
    connectionsAvailable = null;
    socket = sockets.connect(
      {
        ...addresses.stream,
        timeoutMs: CONNECT_TIMEOUT_MS,
        ...(addresses.authority === undefined ? {} : { authority: addresses.authority }),
      },
      {
        onOpen: () => {
          if (isMine()) feed({ kind: 'opened' });
        },
        onData: (bytes) => {
          if (!isMine()) return;
          const whole = splitter.take(bytes, (line) => {
            if (isMine()) takeLine(line);
          });
          if (!whole && isMine()) feed({ kind: 'broken', problem: DAMAGED, damaged: true });
        },
        onEnd: (end) => {
          if (isMine()) feed({ kind: 'broken', problem: brokenBy(end), damaged: false });
        },
      },
    );
  };

  const takeStatus = (message: Extract<StreamMessage, { op: 'status' }>) => {
    connectionsAvailable = message.connectionsAvailable ?? connectionsAvailable;
    const id = message.id ?? null;
    if (message.statusCode === 'SUCCESS') {
      feed({ kind: 'succeeded', id });
      return;
    }
    const problem = betfairProblem(message.errorCode ?? 'UNEXPECTED_ERROR');
    log.warn('The Betfair stream refused a request', {
      code: problem.code,
      closed: message.connectionClosed,
    });
    feed({ kind: 'refused', id, problem, closed: message.connectionClosed });
  };

  const takeChange = (message: Extract<StreamMessage, { op: 'mcm' }>, wholesome: boolean) => {
    if (state.at !== 'subscribing' && state.at !== 'live') return;
    const id = message.id ?? null;
    if (id !== null && id !== state.markets) {
      // Late news of a subscription that was replaced; or of one that was never made: then something is amiss.
      if (id > state.last) feed({ kind: 'broken', problem: DAMAGED, damaged: true });
      return;
    }
    if (!wholesome) {
      // A part could not be read: without it the book would be wrong from here on.
      feed({ kind: 'broken', problem: DAMAGED, damaged: true });
      return;
    }
    // Only this subscription's messages prove that its prices are current: not orders, not single bytes.
    watchFor();
    heartbeatMs = message.heartbeatMs ?? heartbeatMs;
    conflateMs = message.conflateMs ?? conflateMs;
    const complete = message.segment === undefined || message.segment === 'SEG_END';
    clocks.take(message);
    const image = complete && (message.ct === 'SUB_IMAGE' || message.ct === 'RESUB_DELTA');
    feed({ kind: 'changed', id, image });
  };

  const takeLine = (line: Uint8Array) => {
    const taken = told.onLine(line);
    if (!taken.ok) {
      feed({ kind: 'broken', problem: DAMAGED, damaged: true });
      return;
    }
    const { message } = taken;
    if (message.op === 'connection') {
      log.info('Connected to the Betfair stream', { connection: message.connectionId ?? '' });
      feed({ kind: 'greeted' });
    } else if (message.op === 'status') takeStatus(message);
    else if (message.op === 'mcm') takeChange(message, taken.wholesome);
  };

  const subscribe = (markets: number, orders: number) => {
    if (wanted === null) return;
    const resumed = canResume() ? clocks.resumePoint() : null;
    if (resumed === null) clocks.reset();
    subscribed = wanted;
    told.onSubscribed(markets, wanted, resumed !== null);
    send(marketSubscription(markets, wanted, resumed));
    send(orderSubscription(orders));
  };

  const run = (effect: StreamEffect) => {
    switch (effect.do) {
      case 'open':
        void open();
        return;
      case 'authenticate':
        send({ op: 'authentication', id: effect.id, appKey, session: token ?? '' });
        return;
      case 'subscribe':
        subscribe(effect.markets, effect.orders);
        return;
      case 'close':
        connection += 1;
        socket?.close();
        socket = undefined;
        return;
      case 'wait': {
        if (liveSince !== null && clock.now() - liveSince >= STEADY_MS) backoff.reset();
        liveSince = null;
        reconnects += 1;
        const least =
          state.at === 'waiting' && state.problem.code === 'MAX_CONNECTION_LIMIT_EXCEEDED'
            ? CONNECTIONS_WAIT_MS
            : 0;
        const ms = Math.max(least, backoff.next());
        retryAt = clock.now() + ms;
        cancelRetry();
        cancelRetry = clock.after(ms, () => {
          retryAt = null;
          feed({ kind: 'retry-due' });
        });
        return;
      }
      case 'forget-clocks':
        clocks.reset();
        return;
      case 'expire-session':
        if (token !== undefined) session.expire(token);
        token = undefined;
        return;
      case 'want-fewer':
        wanted = told.onTooMany(wanted?.marketIds.length ?? 0);
        return;
      case 'tell-lost':
        log.warn('The Betfair stream is not live', { code: effect.problem.code });
        told.onLost(effect.problem);
        return;
      case 'tell-live':
        liveSince = clock.now();
        told.onLive();
        return;
    }
  };

  const feed = (event: StreamEvent) => {
    const step = advance(state, event, canResume());
    const moved = step.state.at !== state.at;
    state = step.state;
    for (const effect of step.effects) run(effect);
    const isOpen = state.at !== 'off' && state.at !== 'waiting' && state.at !== 'stuck';
    if (!isOpen) cancelWatch();
    else if (moved || step.effects.length > 0) watchFor();
  };

  const want = (criteria: Criteria | null) => {
    if (criteria === null) {
      wanted = null;
      cancelRetry();
      retryAt = null;
      feed({ kind: 'unwanted' });
      return;
    }
    if (sameCriteria(wanted, criteria)) return;
    wanted = criteria;
    feed({ kind: 'wanted' });
  };

  return {
    want,
    wantAnew(criteria) {
      clocks.reset();
      wanted = null;
      want(criteria);
    },
    isLive: () => state.at === 'live',
    facts: () => ({
      state,
      connectionsAvailable,
      heartbeatMs,
      conflateMs,
      markets: state.at === 'live' ? (subscribed?.marketIds.length ?? 0) : 0,
      retryInMs: retryAt === null ? null : Math.max(0, retryAt - clock.now()),
      reconnects,
      canResume: canResume(),
    }),
    stop() {
      wanted = null;
      cancelRetry();
      feed({ kind: 'unwanted' });
      cancelWatch();
    },
  };
}
