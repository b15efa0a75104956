import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SocketEnd } from '../../../../../electron/engine/ports/sockets.ts';
import { createNodeSockets } from '../../../../../electron/hosts/node-ports/sockets.ts';

const sockets = createNodeSockets();
const portOf = (server: { address(): unknown }) => (server.address() as { port: number }).port;

describe('byte streams', () => {
  let server: Server;
  let received = '';
  beforeEach(async () => {
    received = '';
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received += chunk;
        // A TLS client's hello begins with 0x16.
        if (received.includes('bye') || received.startsWith('\x16')) socket.end('last words');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => void server.close());

  const open = (over: Partial<Parameters<typeof sockets.connect>[0]> = {}) => {
    const told = { opened: vi.fn(), text: '', ends: [] as SocketEnd[] };
    const stream = sockets.connect(
      { host: '127.0.0.1', port: over.port ?? portOf(server), timeoutMs: 2_000, plain: true, ...over },
      {
        onOpen: told.opened,
        onData: (bytes) => {
          told.text += new TextDecoder().decode(bytes);
        },
        onEnd: (end) => void told.ends.push(end),
      },
    );
    return { stream, told };
  };

  it('sends what was queued before it was open, and tells the end once', async () => {
    const { stream, told } = open();
    stream.send('hello ');
    stream.send('bye');
    await vi.waitFor(() => expect(told.ends).toHaveLength(1));
    expect(received).toBe('hello bye');
    expect(told).toMatchObject({ text: 'last words', ends: [{ code: 'closed' }] });
    expect(told.opened).toHaveBeenCalledOnce();
  });

  it('tells nothing more once it was closed', async () => {
    const { stream, told } = open();
    await vi.waitFor(() => expect(told.opened).toHaveBeenCalled());
    stream.close();
    stream.close();
    stream.send('too late');
    await new Promise((resolve) => server.close(resolve));
    expect(told.ends).toEqual([]);
  });

  it('says what is wrong with a server that does not speak TLS or is not there', async () => {
    const speaking = open({ plain: false });
    speaking.stream.send('bye');
    await vi.waitFor(() => expect(speaking.told.ends).toHaveLength(1));
    expect(speaking.told.opened).not.toHaveBeenCalled();
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const nobody = open({ port });
    await vi.waitFor(() => expect(nobody.told.ends).toHaveLength(1));
    expect(nobody.told.ends[0]).toMatchObject({ code: 'network' });
    expect(nobody.told.ends[0]?.message).toContain('refused');
  });

  it('refuses to leave this machine without TLS', async () => {
    const { told } = open({ host: 'exchange.example' });
    await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'refused' }]));
  });
});

describe('WebSockets', () => {
  let server: WebSocketServer;
  let clients: WebSocket[];
  let asked: unknown;
  beforeEach(async () => {
    clients = [];
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket, request) => {
      asked = request.headers['x-key'];
      clients.push(socket);
      socket.on('message', (data) => socket.send(`you said ${String(data)}`));
    });
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => {
    for (const client of clients) client.terminate();
    server.close();
  });

  const open = (url = `ws://127.0.0.1:${portOf(server)}/`, maximumBytes = 1_000, key = 'k') => {
    const told = { opened: vi.fn(), texts: [] as string[], ends: [] as SocketEnd[] };
    const socket = sockets.webSocket(
      { url, timeoutMs: 2_000, maximumBytes, headers: { 'x-key': key } },
      {
        onOpen: told.opened,
        onText: (text) => void told.texts.push(text),
        onEnd: (end) => void told.ends.push(end),
      },
    );
    return { socket, told };
  };

  it('carries texts both ways with its headers', async () => {
    const { socket, told } = open();
    socket.send('dropped before it is open');
    await vi.waitFor(() => expect(told.opened).toHaveBeenCalled());
    socket.send('hello');
    await vi.waitFor(() => expect(told.texts).toEqual(['you said hello']));
    expect(asked).toBe('k');
    socket.close();
    await vi.waitFor(() => expect(server.clients.size).toBe(0));
    expect(told.ends).toEqual([]);
  });

  it('tells how the server ended it', async () => {
    const { told } = open();
    await vi.waitFor(() => expect(clients).toHaveLength(1));
    clients[0]?.close(1012);
    await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'closed' }]));
    expect(told.ends[0]?.message).toContain('1012');
  });

  it('ends on a message larger than allowed', async () => {
    const { told } = open();
    await vi.waitFor(() => expect(clients).toHaveLength(1));
    clients[0]?.send('x'.repeat(2_000));
    await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'too-large' }]));
  });

  it.each(['S3CRET\nkey', 'S3CRET\0', '“S3CRET”', 'S3CRET😀'])(
    'refuses a key that no header can carry: %j',
    async (key) => {
      const { socket, told } = open(undefined, undefined, key);
      expect(told.ends).toEqual([]);
      await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'refused' }]));
      expect(told.ends[0]?.message).toContain('Enter it again');
      expect(told.ends[0]?.message).not.toContain('S3CRET');
      socket.close();
    },
  );

  it('refuses ws to another machine', async () => {
    const { told } = open('ws://exchange.example/');
    await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'refused' }]));
  });
});
