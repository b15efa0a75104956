import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLIENT_FRAME_BYTES } from '../../../shared/rpc/frames.ts';
import type { Transport } from '../../../shared/rpc/types.ts';
import { webSocketTransport } from '../../../shared/rpc/web-socket-transport.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Log } from '../../engine/ports/log.ts';
import { isAuthorised, isOurHost, isOurOrigin, SUBPROTOCOL } from './access.ts';

const RPC_PATH = '/rpc';
const MAXIMUM_SOCKETS = 16;
/** A peer that answers no ping between two beats is gone (a laptop asleep behind a tunnel sends no close). */
const HEARTBEAT_MS = 30_000;
/** How long a peer may take to answer the close. */
const CLOSE_MS = 1_000;
/** Close codes of RFC 6455. */
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

export interface RpcSockets {
  /** For the server's `upgrade` event: opens `/rpc` to our own page with the token, refuses everything else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye (1001) to every client; resolves when all are gone. */
  close(): Promise<void>;
}

export function createRpcSockets(options: {
  readonly port: () => number;
  readonly token: string;
  readonly serveTransport: (transport: Transport) => void;
  readonly clock: Pick<Clock, 'after' | 'every'>;
  readonly log: Log;
}): RpcSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: CLIENT_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const alive = new WeakSet<WebSocket>();
  let closing = false;

  const stopHeartbeat = options.clock.every(HEARTBEAT_MS, () => {
    for (const socket of server.clients) {
      if (alive.delete(socket)) socket.ping();
      else socket.terminate();
    }
  });

  const serve = (socket: WebSocket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', (error) =>
      options.log.warn('a client socket failed', { error: String(error.message) }),
    );
    try {
      options.serveTransport(webSocketTransport(socket, { side: 'server' }));
    } catch (error) {
      options.log.error('a client could not be served', { error: String(error) });
      socket.close(INTERNAL_ERROR);
    }
  };

  const refusal = (
    request: IncomingMessage,
  ): { readonly status: string; readonly why: string } | undefined => {
    const { host, origin } = request.headers;
    if (!isOurHost(host, options.port())) return { status: '403 Forbidden', why: 'its Host is not ours' };
    if (!isOurOrigin(origin, host)) return { status: '403 Forbidden', why: 'its Origin is not ours' };
    if (request.url !== RPC_PATH) return { status: '404 Not Found', why: 'there is no such path' };
    if (!isAuthorised(request.headers['sec-websocket-protocol'], options.token))
      return { status: '403 Forbidden', why: 'it has no valid token' };
    if (closing || server.clients.size >= MAXIMUM_SOCKETS)
      return { status: '503 Service Unavailable', why: `${server.clients.size} clients are connected` };
    return undefined;
  };

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refused = refusal(request);
      if (!refused) return server.handleUpgrade(request, socket, head, serve);
      options.log.warn('a socket was refused', { why: refused.why });
      socket.end(`HTTP/1.1 ${refused.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
    },
    async close() {
      closing = true;
      stopHeartbeat();
      const sockets = [...server.clients];
      const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets) socket.close(GOING_AWAY, 'The engine is stopping.');
      const cancel = options.clock.after(CLOSE_MS, () => {
        for (const socket of sockets) socket.terminate();
      });
      await Promise.all(gone);
      cancel();
      server.close();
    },
  };
}
