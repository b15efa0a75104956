import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import type { Change, World } from './betfair-server-world.ts';

/** What goes wrong with one message the stream sends. */
export type StreamFault =
  | { readonly kind: 'close-before' | 'close-after' | 'partial-line' | 'silence' | 'garbage' | 'wrong-id' }
  | { readonly kind: 'merged' | 'split' | 'drip' | 'late' | 'conflated' | 'malformed-part' }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'error'; readonly code: string; readonly closed: boolean };

export type StreamServer = {
  readonly port: number;
  /** Messages sent over all connections. */
  sent(): number;
  /** The kind of each message sent: `connection`, `status`, `SUB_IMAGE`, `mcm`... */
  readonly kinds: readonly string[];
  readonly received: readonly Record<string, unknown>[];
  connections(): number;
  /** The fault that befalls message number `index`, counted over all connections. */
  faultAt(index: number, fault: StreamFault): void;
  /** Happens to the market, and is told to whoever subscribed. */
  publish(marketId: string, change: Change): void;
  /** What may be subscribed to; `SUBSCRIPTION_LIMIT_EXCEEDED` beyond. */
  setLimit(markets: number): void;
  setConnectionsAvailable(count: number): void;
  /** What the server grants, whatever is asked. */
  setConflation(ms: number): void;
  /** Orders the account has, as `oc` of an image. */
  setOrders(markets: readonly object[]): void;
  /** Clocks given out before are not known any more. */
  forgetClocks(): void;
  dropAll(): void;
  close(): Promise<void>;
};

export type StreamServerOptions = {
  readonly world: World;
  readonly clock: Clock;
  readonly isSession: (token: string) => boolean;
  readonly onSessionOver: () => void;
  readonly appKey: string;
  /** Certificate and key as PEM; without TLS where there are none. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly heartbeatMs: number;
};

type Subscription = { readonly id: number; readonly markets: ReadonlySet<string>; readonly criteria: string };
type Connection = {
  readonly socket: Socket;
  authenticated: boolean;
  silent: boolean;
  held: string;
  markets: Subscription | null;
  orders: number | null;
  stopHeartbeat: () => void;
};

const SESSION_CODES: readonly string[] = ['NO_SESSION', 'INVALID_SESSION_INFORMATION'];
const kindOf = (message: Record<string, unknown>): string =>
  message['op'] === 'mcm' ? String(message['ct'] ?? 'mcm') : String(message['op']);

export async function startStreamServer(options: StreamServerOptions): Promise<StreamServer> {
  const { world, clock } = options;
  const live = new Set<Connection>();
  const faults = new Map<number, StreamFault>();
  const received: Record<string, unknown>[] = [];
  const kinds: string[] = [];
  let sent = 0;
  let opened = 0;
  let limit = 200;
  let connectionsAvailable = 9;
  let conflateMs: number | null = null;
  let epoch = 1;
  let orders: readonly object[] = [];

  const clk = () => `c${world.log.length}`;
  const initialClk = (criteria: string) => `i${epoch}-${Buffer.from(criteria).toString('base64url').length}`;

  const end = (connection: Connection) => {
    live.delete(connection);
    connection.stopHeartbeat();
    connection.socket.destroy();
  };

  const write = (connection: Connection, text: string) => {
    const all = connection.held + text;
    connection.held = '';
    if (!connection.silent) connection.socket.write(all);
  };

  const misbehave = (connection: Connection, fault: StreamFault, message: Record<string, unknown>) => {
    const line = `${JSON.stringify(message)}\r\n`;
    const bytes = Buffer.from(line);
    switch (fault.kind) {
      case 'close-before':
        end(connection);
        return;
      case 'close-after':
        connection.socket.write(line, () => end(connection));
        live.delete(connection);
        return;
      case 'partial-line':
        connection.socket.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => end(connection));
        live.delete(connection);
        return;
      case 'silence':
        connection.silent = true;
        return;
      case 'garbage':
        write(connection, `${line.slice(0, Math.floor(line.length * 0.7))}\r\n`);
        return;
      case 'malformed-part':
        write(connection, `${JSON.stringify({ ...message, mc: [{ id: '1.101', rc: [{ id: {} }] }] })}\r\n`);
        return;
      case 'wrong-id':
        write(connection, `${JSON.stringify({ ...message, id: 4_711 })}\r\n`);
        return;
      case 'merged':
        connection.held += line;
        clock.after(50, () => {
          if (live.has(connection) && connection.held !== '') write(connection, '');
        });
        return;
      case 'split': {
        // Within the first character of two bytes, or anywhere.
        const wide = bytes.findIndex((byte) => byte >= 0xc0);
        const at = wide < 0 ? Math.floor(bytes.length / 3) : wide + 1;
        connection.socket.write(bytes.subarray(0, at));
        setImmediate(() => connection.socket.write(bytes.subarray(at)));
        return;
      }
      case 'drip':
        for (let at = 0; at < bytes.length; at += 64) connection.socket.write(bytes.subarray(at, at + 64));
        return;
      case 'late':
        write(connection, `${JSON.stringify({ ...message, status: 503 })}\r\n`);
        return;
      case 'conflated': {
        const changes = (message['mc'] as object[] | undefined)?.map((change) => ({ ...change, con: true }));
        write(connection, `${JSON.stringify({ ...message, ...(changes ? { mc: changes } : {}) })}\r\n`);
        return;
      }
      case 'huge':
        write(connection, `${'x'.repeat(fault.bytes)}\r\n`);
        return;
      case 'error': {
        if (SESSION_CODES.includes(fault.code)) options.onSessionOver();
        const id = connection.markets?.id ?? 1;
        const failure = {
          op: 'status',
          id,
          statusCode: 'FAILURE',
          errorCode: fault.code,
          errorMessage: 'injected',
          connectionClosed: fault.closed,
        };
        connection.socket.write(`${JSON.stringify(failure)}\r\n`, () => {
          if (fault.closed) end(connection);
        });
        if (fault.closed) live.delete(connection);
      }
    }
  };

  const send = (connection: Connection, message: Record<string, unknown>) => {
    const index = sent;
    sent += 1;
    kinds.push(kindOf(message));
    const fault = faults.get(index);
    if (fault === undefined) write(connection, `${JSON.stringify(message)}\r\n`);
    else {
      faults.delete(index);
      misbehave(connection, fault, message);
    }
  };

  const status = (
    connection: Connection,
    id: unknown,
    code: string | null,
    closed = false,
    more: object = {},
  ) => {
    send(connection, {
      op: 'status',
      id,
      statusCode: code === null ? 'SUCCESS' : 'FAILURE',
      ...(code === null ? {} : { errorCode: code, errorMessage: code }),
      connectionClosed: closed,
      ...more,
    });
    if (closed) connection.socket.end();
  };

  const beat = (connection: Connection) => {
    connection.stopHeartbeat();
    connection.stopHeartbeat = clock.every(options.heartbeatMs, () => {
      if (!live.has(connection)) return;
      const base = { clk: clk(), pt: clock.now(), ct: 'HEARTBEAT' };
      if (connection.markets !== null) send(connection, { op: 'mcm', id: connection.markets.id, ...base });
      if (connection.orders !== null && live.has(connection))
        send(connection, { op: 'ocm', id: connection.orders, ...base });
    });
  };

  const changesSince = (position: number, subscription: Subscription) =>
    world.log
      .slice(position)
      .filter(({ id }) => subscription.markets.has(id))
      .map(({ id, change }) => ({ id, ...change }));

  /** The first change alone, the rest together: every image comes in segments. */
  const sendImage = (
    connection: Connection,
    subscription: Subscription,
    ct: string,
    changes: readonly object[],
  ) => {
    const granted = conflateMs ?? 0;
    const envelope = { op: 'mcm', id: subscription.id, ct, pt: clock.now() };
    const whole = {
      initialClk: initialClk(subscription.criteria),
      clk: clk(),
      heartbeatMs: options.heartbeatMs,
      conflateMs: granted,
    };
    if (changes.length < 2) {
      send(connection, { ...envelope, ...whole, mc: changes });
      return;
    }
    const [first, ...rest] = changes;
    send(connection, { ...envelope, segmentType: 'SEG_START', mc: [first] });
    if (live.has(connection)) send(connection, { ...envelope, ...whole, segmentType: 'SEG_END', mc: rest });
  };

  const subscribeMarkets = (connection: Connection, message: Record<string, unknown>) => {
    const filter = message['marketFilter'] as { marketIds?: string[] };
    const ids = filter.marketIds ?? [];
    if (ids.length > limit) {
      status(connection, message['id'], 'SUBSCRIPTION_LIMIT_EXCEEDED', false);
      return;
    }
    const { id: _id, initialClk: givenInitial, clk: givenClk, ...criteria } = message;
    const subscription = {
      id: Number(message['id']),
      markets: new Set(ids),
      criteria: JSON.stringify(criteria),
    };
    if (givenClk !== undefined && givenInitial !== initialClk(subscription.criteria)) {
      status(connection, message['id'], 'INVALID_CLOCK', false);
      return;
    }
    connection.markets = subscription;
    status(connection, message['id'], null);
    if (!live.has(connection)) return;
    const images = ids.flatMap((id) => world.image(id) ?? []);
    if (givenClk === undefined) sendImage(connection, subscription, 'SUB_IMAGE', images);
    else
      sendImage(
        connection,
        subscription,
        'RESUB_DELTA',
        changesSince(Number(String(givenClk).slice(1)), subscription),
      );
    beat(connection);
  };

  const subscribeOrders = (connection: Connection, message: Record<string, unknown>) => {
    connection.orders = Number(message['id']);
    status(connection, message['id'], null);
    if (!live.has(connection)) return;
    send(connection, {
      op: 'ocm',
      id: connection.orders,
      initialClk: 'o1',
      clk: 'o1',
      conflateMs: 0,
      heartbeatMs: options.heartbeatMs,
      pt: clock.now(),
      ct: 'SUB_IMAGE',
      oc: orders,
    });
  };

  const authenticate = (connection: Connection, message: Record<string, unknown>) => {
    if (message['appKey'] !== options.appKey) status(connection, message['id'], 'INVALID_APP_KEY', true);
    else if (!options.isSession(String(message['session'])))
      status(connection, message['id'], 'INVALID_SESSION_INFORMATION', true);
    else if (connectionsAvailable <= 0)
      status(connection, message['id'], 'MAX_CONNECTION_LIMIT_EXCEEDED', true);
    else {
      connection.authenticated = true;
      status(connection, message['id'], null, false, { connectionsAvailable });
    }
  };

  const take = (connection: Connection, message: Record<string, unknown>) => {
    received.push(message);
    if (message['op'] === 'authentication') authenticate(connection, message);
    else if (!connection.authenticated) status(connection, message['id'], 'NO_SESSION', true);
    else if (message['op'] === 'marketSubscription') subscribeMarkets(connection, message);
    else if (message['op'] === 'orderSubscription') subscribeOrders(connection, message);
    else status(connection, message['id'], 'INVALID_REQUEST', false);
  };

  const accept = (socket: Socket) => {
    opened += 1;
    const connection: Connection = {
      socket,
      authenticated: false,
      silent: false,
      held: '',
      markets: null,
      orders: null,
      stopHeartbeat: () => undefined,
    };
    live.add(connection);
    let text = '';
    socket.setNoDelay(true);
    socket.on('error', () => end(connection));
    socket.on('close', () => end(connection));
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      const lines = text.split('\r\n');
      text = lines.pop() ?? '';
      for (const line of lines) if (live.has(connection)) take(connection, JSON.parse(line));
    });
    send(connection, { op: 'connection', connectionId: `002-${opened}-ü` });
  };

  const server: Server =
    options.tls === undefined ? createPlainServer(accept) : createTlsServer(options.tls, accept);
  // A client that doesn't trust us hangs up in the middle of the handshake.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    sent: () => sent,
    kinds,
    received,
    connections: () => opened,
    faultAt: (index, fault) => void faults.set(index, fault),
    publish(marketId, change) {
      world.publish(marketId, change);
      for (const connection of [...live]) {
        const { markets } = connection;
        if (markets?.markets.has(marketId))
          send(connection, {
            op: 'mcm',
            id: markets.id,
            clk: clk(),
            pt: clock.now(),
            mc: [{ id: marketId, ...change }],
          });
      }
    },
    setLimit: (markets) => {
      limit = markets;
    },
    setConnectionsAvailable: (count) => {
      connectionsAvailable = count;
    },
    setConflation: (ms) => {
      conflateMs = ms;
    },
    setOrders: (markets) => {
      orders = markets;
    },
    forgetClocks: () => {
      epoch += 1;
    },
    dropAll() {
      for (const connection of [...live]) end(connection);
    },
    close: () =>
      new Promise((resolve) => {
        for (const connection of [...live]) end(connection);
        server.close(() => resolve());
      }),
  };
}
