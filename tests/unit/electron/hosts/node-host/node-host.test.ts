import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { type NodeHost, startNodeHost } from '../../../../../electron/hosts/node-host.ts';
import { connect } from '../../../../../shared/rpc/connect.ts';
import { CLIENT_FRAME_BYTES } from '../../../../../shared/rpc/frames.ts';
import { serve } from '../../../../../shared/rpc/serve.ts';
import type { Transport } from '../../../../../shared/rpc/types.ts';
import { webSocketTransport } from '../../../../../shared/rpc/web-socket-transport.ts';
import { createBuiltRenderer } from '../../../../support/built-renderer.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { sampleContract, sampleImplementations } from '../../../../support/sample-contract.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

let renderer: ReturnType<typeof createBuiltRenderer>;
let log: ReturnType<typeof createSilentLog>;
let clock: ReturnType<typeof createManualClock>;
let served: Transport[];
let host: NodeHost;
const token = 'T'.repeat(43);

const start = (changed: Partial<Parameters<typeof startNodeHost>[0]> = {}) =>
  startNodeHost({
    port: 0,
    rendererRoot: renderer.root,
    serveTransport: (transport) => served.push(transport),
    log,
    version: '1.2.3',
    token,
    clock,
    ...changed,
  });

beforeEach(async () => {
  renderer = createBuiltRenderer();
  log = createSilentLog();
  clock = createManualClock();
  served = [];
  const started = await start();
  if (!started.ok) throw new Error(started.message);
  host = started;
});
afterEach(async () => {
  const closing = host.close();
  await vi.waitFor(async () => {
    clock.advance(1_000);
    await Promise.race([closing, Promise.reject(new Error('still closing'))]);
  });
  renderer.remove();
});

/** Sends the text as it is and returns the whole answer. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectSocket(host.port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
const request = (line: string, headers: Readonly<Record<string, string>> = {}) => {
  const all = { Host: `127.0.0.1:${host.port}`, Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return raw(`${[`${line} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
};
const statusOf = (answer: string) => Number(answer.split(' ', 2)[1]);
const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

const upgrade = (headers: Readonly<Record<string, string>> = {}, path = '/rpc') =>
  request(`GET ${path}`, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    Origin: `http://127.0.0.1:${host.port}`,
    'Sec-WebSocket-Protocol': `overround.v1, token.${token}`,
    ...headers,
  });
const openSocket = () =>
  new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['overround.v1', `token.${token}`], {
    origin: `http://127.0.0.1:${host.port}`,
  });
const closeCode = (socket: WebSocket) =>
  new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
const opened = (socket: WebSocket) =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

describe('files', () => {
  it('serves the page with every protection', async () => {
    const answer = await request('GET /');
    expect(statusOf(answer)).toBe(200);
    expect(bodyOf(answer)).toContain('<title>Overround</title>');
    const headers = answer.toLowerCase();
    for (const header of [
      'content-type: text/html; charset=utf-8',
      'cache-control: no-cache',
      'x-content-type-options: nosniff',
      'cross-origin-opener-policy: same-origin',
      'cross-origin-resource-policy: same-origin',
      'referrer-policy: no-referrer',
    ])
      expect(headers).toContain(header);
    const policy = /content-security-policy: (.*)\r/i.exec(answer)?.[1] ?? '';
    const directives = policy.split('; ');
    expect(directives).toContain("default-src 'none'");
    expect(directives).toContain("script-src 'self'");
    expect(directives).toContain("frame-ancestors 'none'");
    expect(directives).toContain("base-uri 'none'");
    expect(directives).toContain("form-action 'none'");
    expect(directives.find((each) => each.startsWith('connect-src'))).toContain(
      `ws://127.0.0.1:${host.port}`,
    );
    expect(policy).not.toContain('unsafe-eval');
  });

  it('lets hashed assets be kept for good, and others be asked for again', async () => {
    const hashed = await request('GET /assets/index-BQh3_x9c.js?v=1');
    expect(hashed).toMatch(/content-type: text\/javascript; charset=utf-8/i);
    expect(hashed).toMatch(/cache-control: public, max-age=31536000, immutable/i);
    expect(await request('GET /icon.svg')).toMatch(
      /content-type: image\/svg\+xml[\s\S]*cache-control: no-cache/i,
    );
    expect(statusOf(await request('GET /assets/empty.css'))).toBe(200);
  });

  it('answers HEAD with the size and no body', async () => {
    const answer = await request('HEAD /');
    expect(answer).toMatch(/content-length: 39/i);
    expect(bodyOf(answer)).toBe('');
  });

  it.each([
    '/../private.txt',
    '/assets/../../private.txt',
    '/%2e%2e/private.txt',
    '/..%2fprivate.txt',
    '/..\\private.txt',
    '//private.txt',
    '/link.txt',
    '/assets',
    '/assets/',
    '/index.html%00.js',
    'http://elsewhere/index.html',
    '*',
  ])('has nothing at %s', async (path) => {
    const answer = await request(`GET ${path}`);
    expect(statusOf(answer)).toBe(404);
    expect(bodyOf(answer)).toBe('Not found');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('refuses %s', async (method) => {
    const answer = await request(`${method} /`, { 'Content-Length': '0' });
    expect(statusOf(answer)).toBe(405);
    expect(answer).toMatch(/allow: GET, HEAD/i);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '[::1]:80', ''])(
    'refuses the Host %s, as of a page that rebinds its name',
    async (name) => {
      for (const path of ['/', '/healthz']) {
        const answer = await request(`GET ${path}`, { Host: name });
        expect(statusOf(answer)).toBe(403);
        expect(bodyOf(answer)).toBe('Forbidden');
      }
    },
  );

  it('is healthy without a token, and says nothing else', async () => {
    expect(bodyOf(await request('GET /healthz', { Host: `localhost:${host.port}` }))).toBe('ok');
  });
});

describe('the socket', () => {
  it('opens to our page with the token', async () => {
    const socket = openSocket();
    await opened(socket);
    expect(socket.protocol).toBe('overround.v1');
    expect(served).toHaveLength(1);
  });

  it.each([
    ['another Host', { Host: 'evil.example' }, 403],
    ['another Origin', { Origin: 'http://evil.example' }, 403],
    ['our address but another port as Origin', { Origin: 'http://127.0.0.1:1' }, 403],
    ['our other name as Origin', { Origin: 'http://localhost' }, 403],
    ['no token', { 'Sec-WebSocket-Protocol': 'overround.v1' }, 403],
    ['an empty token', { 'Sec-WebSocket-Protocol': 'overround.v1, token.' }, 403],
    ['a wrong token', { 'Sec-WebSocket-Protocol': `overround.v1, token.${'U'.repeat(43)}` }, 403],
    ['a longer token', { 'Sec-WebSocket-Protocol': `overround.v1, token.${token}x` }, 403],
    ['the token under another protocol', { 'Sec-WebSocket-Protocol': `overround.v2, token.${token}` }, 403],
  ])('refuses %s', async (_what, headers, status) => {
    expect(statusOf(await upgrade(headers))).toBe(status);
    expect(served).toEqual([]);
  });

  it('refuses what sends no Origin, and other paths', async () => {
    expect(statusOf(await upgrade({ Origin: '' }))).toBe(403);
    expect(statusOf(await upgrade({}, '/rpc2'))).toBe(404);
    expect(statusOf(await upgrade({}, `/rpc?token=${token}`))).toBe(404);
  });

  it('takes sixteen clients and refuses the next', async () => {
    const sockets = Array.from({ length: 16 }, openSocket);
    await Promise.all(sockets.map(opened));
    expect(statusOf(await upgrade())).toBe(503);
    const freed = closeCode(sockets[0] as WebSocket);
    sockets[0]?.close();
    await freed;
    const next = openSocket();
    await opened(next);
  });

  it('closes on a frame above the limit with 1009', async () => {
    const socket = openSocket();
    await opened(socket);
    const code = closeCode(socket);
    socket.send('x'.repeat(CLIENT_FRAME_BYTES + 1));
    expect(await code).toBe(1009);
    expect(log.lines.some(({ message }) => message === 'a client socket failed')).toBe(true);
  });

  it('drops a peer that answers no ping', async () => {
    const socket = openSocket();
    await opened(socket);
    socket.pause();
    const code = closeCode(socket);
    clock.advance(30_000);
    clock.advance(30_000);
    socket.resume();
    expect(await code).toBe(1006);
  });

  it('keeps a peer that answers', async () => {
    const socket = openSocket();
    await opened(socket);
    for (let beat = 0; beat < 3; beat += 1) {
      const pinged = new Promise((resolve) => socket.once('ping', resolve));
      clock.advance(30_000);
      await pinged;
      // The pong is on its way before this frame, so once this one is here it is too.
      const frames: unknown[] = [];
      served[0]?.onFrame((frame) => frames.push(frame));
      socket.send(JSON.stringify(beat));
      await vi.waitFor(() => expect(frames).toEqual([beat]));
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('carries the RPC from end to end', async () => {
    const server = serve(sampleContract, sampleImplementations, {
      engineVersion: '1.2.3',
      epoch: 'e',
      log,
      nextLogId: () => 'log-1',
    });
    await host.close();
    const started = await start({ serveTransport: (transport) => server.accept(transport) });
    if (!started.ok) throw new Error(started.message);
    host = started;
    const client = connect(sampleContract, () => webSocketTransport(openSocket(), { side: 'client' }), {
      log,
    });
    await expect(client.call('double', { value: 21 })).resolves.toBe(42);
    client.close();
    server.close();
  });
});

describe('starting and stopping', () => {
  it('puts the token in the fragment only, and in no log line', async () => {
    expect(host.url).toBe(`http://127.0.0.1:${host.port}/#token=${token}`);
    await upgrade({ Origin: 'http://evil.example' });
    expect(JSON.stringify(log.lines)).not.toContain(token);
  });

  it('makes a new token of 256 bits for each launch', async () => {
    const urls: string[] = [];
    for (let launch = 0; launch < 2; launch += 1) {
      const { rendererRoot, serveTransport } = { rendererRoot: renderer.root, serveTransport: () => {} };
      const other = await startNodeHost({ port: 0, rendererRoot, serveTransport, log, version: '1' });
      if (!other.ok) throw new Error(other.message);
      urls.push(other.url.split('#')[1] ?? '');
      await other.close();
    }
    for (const fragment of urls) expect(fragment).toMatch(/^token=[\w-]{43}$/);
    expect(urls[0]).not.toBe(urls[1]);
  });

  it('says which port is in use and what to do', async () => {
    const second = await start({ port: host.port });
    expect(second).toMatchObject({ ok: false, code: 'port-in-use' });
    if (!second.ok) expect(second.message).toMatch(new RegExp(`Port ${host.port} .*--port`));
  });

  it('refuses a port that is none', async () => {
    expect(await start({ port: 70_000 })).toMatchObject({ ok: false, code: 'port-refused' });
  });

  it('says how to build a renderer that is not there', async () => {
    const missing = await start({ rendererRoot: `${renderer.root}/nowhere` });
    expect(missing).toMatchObject({ ok: false, code: 'renderer-missing' });
    if (!missing.ok) expect(missing.message).toContain('npm run build');
  });

  it('closes clients with 1001, frees the port, and may be closed twice', async () => {
    const socket = openSocket();
    await opened(socket);
    const code = closeCode(socket);
    await Promise.all([host.close(), host.close()]);
    expect(await code).toBe(1001);
    const again = await start({ port: host.port });
    if (!again.ok) throw new Error(again.message);
    await again.close();
  });

  it('does not wait for a client that answers nothing', async () => {
    const socket = openSocket();
    await opened(socket);
    socket.pause();
    let closed = false;
    void host.close().then(() => {
      closed = true;
    });
    clock.advance(1_000);
    await vi.waitFor(() => expect(closed).toBe(true));
    socket.terminate();
  });
});
