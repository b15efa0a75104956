import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { WebSocket } from 'ws';
import type { ByteStream, SocketEnd, Sockets, TextSocket } from '../../engine/ports/sockets.ts';
import { isCertificateError, isLoopback, networkMessage } from './network-message.ts';

const NOT_ALLOWED: SocketEnd = {
  code: 'refused',
  message: 'The address is not allowed: use TLS, or this machine (127.0.0.1) only.',
};
const UNSENDABLE: SocketEnd = {
  code: 'refused',
  message: 'A key holds characters that no request can carry, such as a line break. Enter it again, alone.',
};
const timedOut = (ms: number): SocketEnd => ({
  code: 'timeout',
  message: `The server did not open the connection within ${ms / 1000} s.`,
});
const failed = (error: unknown): SocketEnd => ({
  code: isCertificateError(error) ? 'certificate' : 'network',
  message: networkMessage(error),
});
const CLOSED: SocketEnd = { code: 'closed', message: 'The server closed the connection.' };

/** Tells the first end, and none after the owner has closed it. */
function createEnding(onEnd: (end: SocketEnd) => void) {
  let over = false;
  return {
    isOver: () => over,
    tell(end: SocketEnd) {
      if (over) return;
      over = true;
      onEnd(end);
    },
    close() {
      over = true;
    },
  };
}

const NOTHING: ByteStream & TextSocket = { send: () => {}, close: () => {} };

/** Refuses once the caller has what it asked for: an end is never told before `connect` has returned. */
function refuse(onEnd: (end: SocketEnd) => void, why = NOT_ALLOWED): typeof NOTHING {
  queueMicrotask(() => onEnd(why));
  return NOTHING;
}

const openSocket: Sockets['connect'] = (to, told) => {
  const { host, port, timeoutMs, authority } = to;
  if (to.plain === true && !isLoopback(host)) return refuse(told.onEnd);
  const ending = createEnding(told.onEnd);
  const socket: Socket =
    to.plain === true
      ? connectPlain({ host, port, noDelay: true })
      : connectTls({
          host,
          port,
          servername: isLoopback(host) ? 'localhost' : host,
          ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }),
        });
  socket.setNoDelay(true);
  const stop = (end: SocketEnd) => {
    clearTimeout(timer);
    socket.destroy();
    ending.tell(end);
  };
  const timer = setTimeout(() => stop(timedOut(timeoutMs)), timeoutMs);
  socket.once(to.plain === true ? 'connect' : 'secureConnect', () => {
    clearTimeout(timer);
    if (!ending.isOver()) told.onOpen();
  });
  socket.on('data', (bytes: Uint8Array) => {
    if (!ending.isOver()) told.onData(bytes);
  });
  socket.on('error', (error) => stop(failed(error)));
  socket.on('close', () => stop(CLOSED));
  return {
    send: (text) => void socket.write(text),
    close() {
      ending.close();
      clearTimeout(timer);
      socket.end();
      socket.destroySoon();
    },
  };
};

const allowedSocketUrl = (text: string): URL | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const allowed = url.protocol === 'wss:' || (url.protocol === 'ws:' && isLoopback(url.hostname));
  return allowed ? url : undefined;
};

const openWebSocket: Sockets['webSocket'] = ({ url, timeoutMs, maximumBytes, headers }, told) => {
  const address = allowedSocketUrl(url);
  if (address === undefined) return refuse(told.onEnd);
  const ending = createEnding(told.onEnd);
  let socket: WebSocket;
  try {
    socket = new WebSocket(address, {
      handshakeTimeout: timeoutMs,
      maxPayload: maximumBytes,
      perMessageDeflate: true,
      followRedirects: false,
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    });
  } catch {
    // Node refuses a header before anything is sent.
    return refuse(told.onEnd, UNSENDABLE);
  }
  socket.on('open', () => {
    if (!ending.isOver()) told.onOpen();
  });
  socket.on('message', (data) => {
    if (!ending.isOver()) told.onText(String(data));
  });
  socket.on('unexpected-response', (request, response) => {
    request.destroy();
    ending.tell({
      code: 'refused',
      message: `The server refused the connection (HTTP ${response.statusCode}).`,
    });
  });
  socket.on('error', (error) => {
    const tooLarge = 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    ending.tell(
      tooLarge
        ? { code: 'too-large', message: `A message is larger than the ${maximumBytes} bytes allowed for it.` }
        : error.message === 'Opening handshake has timed out'
          ? timedOut(timeoutMs)
          : failed(error),
    );
  });
  socket.on('close', (code) =>
    ending.tell({ code: 'closed', message: `The server closed the connection (${code}).` }),
  );
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close() {
      ending.close();
      // A handshake that is cut short is reported as an error, which nobody waits for any more.
      if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
      else socket.close(1000);
    },
  };
};

/** Sockets of this machine: remote ones by TLS with verified certificates only. No message carries an address. */
export const createNodeSockets = (): Sockets => ({ connect: openSocket, webSocket: openWebSocket });
