/**
 * HTTP and WebSocket on this machine, with faults at any answer or message: what the stand-ins for prediction markets
 * share.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export type HttpFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'html' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'half' }
  | { readonly kind: 'reset' };

/** What happens to one message instead of its being sent. */
export type SocketFault =
  | 'close'
  | 'reset'
  | 'silence'
  | 'drop'
  | 'duplicate'
  | 'garbage'
  | 'wrong'
  | 'altered'
  | 'empty-object'
  | 'huge'
  | 'binary';

export const HTTP_FAULTS: readonly HttpFault[] = [
  { kind: 'status', status: 429, retryAfter: '0' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 403 },
  { kind: 'html' },
  { kind: 'garbage' },
  { kind: 'wrong' },
  { kind: 'half' },
  { kind: 'reset' },
];
export const SOCKET_FAULTS: readonly SocketFault[] = [
  'close',
  'reset',
  'silence',
  'drop',
  'duplicate',
  'garbage',
  'wrong',
  'altered',
  'empty-object',
  'huge',
  'binary',
];

export type Peer = {
  /** Sends, or meets the fault that waits for this message. */
  send(message: unknown): void;
  close(): void;
};

export type VenueRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
export type VenueAnswer = { readonly status: number; readonly body: unknown };

export type VenueServer = {
  readonly address: string;
  readonly requests: readonly VenueRequest[];
  /** Sockets opened so far. */
  opened(): number;
  /** Sockets open now. */
  open(): number;
  /** Messages sent, over all sockets. */
  sent(): number;
  injectHttp(fault: HttpFault, match?: string): void;
  /** The `index`-th message from now on (from 0) meets `fault`. */
  injectSocket(fault: SocketFault, index: number): void;
  /** Faults of messages that have not come yet. */
  waiting(): number;
  /** Refuses the next `times` sockets with `status`. */
  refuseSockets(times: number, status?: number): void;
  closeSockets(): void;
  close(): Promise<void>;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

function misbehave(fault: HttpFault, response: ServerResponse, body: string): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'status':
      response
        .writeHead(
          fault.status,
          fault.retryAfter === undefined ? json : { ...json, 'retry-after': fault.retryAfter },
        )
        .end('{"error":{"code":"fault","message":"fault"}}');
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
      return;
    case 'garbage':
      response.writeHead(200, json).end('}{ "no": json');
      return;
    case 'wrong':
      response.writeHead(200, json).end('{"unexpected":[1,2,{"three":null}]}');
      return;
    case 'half':
      response.writeHead(200, json).end(body.slice(0, Math.floor(body.length / 2)));
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
  }
}

/** Carries a fault out; `send` is the plain way. */
function misdeliver(fault: SocketFault, socket: WebSocket, text: string, send: (text: string) => void): void {
  switch (fault) {
    case 'close':
      socket.close(1011);
      return;
    case 'reset':
      socket.terminate();
      return;
    case 'silence':
    case 'drop':
      return;
    case 'duplicate':
      send(text);
      send(text);
      return;
    case 'garbage':
      send('}{ "no": json');
      return;
    case 'wrong':
      // The same message with every number changed to nonsense.
      send(text.replaceAll(/"\d*\.\d+"/g, '"-7.123456789"'));
      return;
    case 'altered':
      // Still a good message, of another size.
      send(
        text.replace(
          /("(?:size|delta_fp)":"-?)(\d+)/,
          (_, before: string, size: string) => `${before}${Number(size) + 7}`,
        ),
      );
      return;
    case 'empty-object':
      send('{}');
      return;
    case 'huge':
      send(JSON.stringify({ filler: 'x'.repeat(9_000_000) }));
      return;
    case 'binary':
      socket.send(Buffer.from([0xff, 0x00, 0xfe, 0x80]));
      return;
  }
}

export async function startVenueServer(options: {
  readonly answer: (request: VenueRequest) => VenueAnswer;
  /** A socket was opened: answers with what takes its messages and its end. */
  readonly connect: (
    peer: Peer,
    request: IncomingMessage,
  ) => { readonly onText: (text: string) => void; readonly onEnd: () => void };
  /** Whether the handshake is let in. */
  readonly admit?: (request: IncomingMessage) => boolean;
}): Promise<VenueServer> {
  const requests: VenueRequest[] = [];
  const httpFaults: { readonly fault: HttpFault; readonly match: string }[] = [];
  const socketFaults = new Map<number, SocketFault>();
  let sent = 0;
  let opened = 0;
  let refusals: { times: number; status: number } = { times: 0, status: 401 };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const asked = { method: request.method ?? '', url, headers: request.headers, body };
      requests.push(asked);
      const { status, body: answer } = options.answer(asked);
      const text = JSON.stringify(answer);
      const place = httpFaults.findIndex(({ match }) => url.pathname.includes(match));
      const [found] = place < 0 ? [] : httpFaults.splice(place, 1);
      if (found !== undefined) misbehave(found.fault, response, text);
      else response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  const sockets = new WebSocketServer({
    server,
    verifyClient: ({ req }, done) => {
      if (refusals.times > 0) {
        refusals = { ...refusals, times: refusals.times - 1 };
        done(false, refusals.status);
      } else done(options.admit?.(req) ?? true, 401);
    },
  });
  sockets.on('connection', (socket, request) => {
    opened += 1;
    let silent = false;
    const plain = (text: string) => {
      if (!silent && socket.readyState === socket.OPEN) socket.send(text);
    };
    const send = (message: unknown) => {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      const fault = socketFaults.get(sent);
      socketFaults.delete(sent);
      sent += 1;
      if (fault === undefined) plain(text);
      else misdeliver(fault, socket, text, plain);
      if (fault === 'silence') silent = true;
    };
    const handlers = options.connect({ send, close: () => socket.close() }, request);
    socket.on('message', (data) => handlers.onText(String(data)));
    socket.on('close', () => handlers.onEnd());
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    opened: () => opened,
    open: () => sockets.clients.size,
    sent: () => sent,
    injectHttp: (fault, match = '') => void httpFaults.push({ fault, match }),
    injectSocket: (fault, index) => void socketFaults.set(sent + index, fault),
    waiting: () => socketFaults.size + httpFaults.length,
    refuseSockets: (times, status = 401) => {
      refusals = { times, status };
    },
    closeSockets() {
      for (const socket of sockets.clients) socket.close(1012);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
