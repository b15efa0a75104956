import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import WebSocketOfWs, { WebSocketServer } from 'ws';
import { messagePortTransport } from '../../shared/rpc/message-port-transport.ts';
import type { Transport } from '../../shared/rpc/types.ts';
import { webSocketTransport } from '../../shared/rpc/web-socket-transport.ts';

/** A real way to carry frames between two ends in this process. */
export type Carrier = {
  /** A new connection, seen from the client; its other end goes to the `accept` of the moment. */
  open(): Transport;
  /** Who is given the server's end of new connections. */
  accept: (transport: Transport) => void;
  /** Closes the server's end of every connection so far. */
  dropAll(): void;
  close(): Promise<void>;
};

const refuse = (): never => {
  throw new Error('nobody accepts connections');
};

async function messagePorts(): Promise<Carrier> {
  let ends: Transport[] = [];
  const carrier: Carrier = {
    accept: refuse,
    open() {
      const { port1, port2 } = new MessageChannel();
      const end = messagePortTransport(port1);
      ends.push(end);
      carrier.accept(end);
      return messagePortTransport(port2);
    },
    dropAll() {
      for (const end of ends) end.close();
      ends = [];
    },
    async close() {
      carrier.dropAll();
    },
  };
  return carrier;
}

async function webSockets(connect: (url: string) => Transport): Promise<Carrier> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  let ends: Transport[] = [];
  const carrier: Carrier = {
    accept: refuse,
    open: () => connect(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
    dropAll() {
      for (const end of ends) end.close();
      ends = [];
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('connection', (socket) => {
    const end = webSocketTransport(socket, { side: 'server' });
    ends.push(end);
    carrier.accept(end);
  });
  return carrier;
}

/** Everything the engine is reached over, by name. The browser's socket API is the one Node has as a global. */
export const carriers: Readonly<Record<string, () => Promise<Carrier>>> = {
  'message ports': messagePorts,
  'web sockets of a browser': () =>
    webSockets((url) => webSocketTransport(new WebSocket(url), { side: 'client' })),
  'web sockets of ws': () =>
    webSockets((url) => webSocketTransport(new WebSocketOfWs(url), { side: 'client' })),
};
