import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHttp, type NodeHttp } from '../../../../../electron/hosts/node-ports/http.ts';

const SECRET = 'secret-4711';
const limits = { timeoutMs: 5_000, maximumBytes: 1_000_000 };
const text = (body: Uint8Array) => new TextDecoder().decode(body);

describe('createHttp', () => {
  let http: NodeHttp;
  let server: Server;
  let respond: RequestListener;
  let url: string;
  let sockets: number;

  beforeEach(async () => {
    http = createHttp();
    sockets = 0;
    server = createServer((request, response) => respond(request, response));
    server.on('connection', () => {
      sockets += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data?apiKey=${SECRET}`;
  });
  afterEach(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const get = (options: Partial<Parameters<NodeHttp['get']>[1]> = {}) =>
    http.get(url, { ...limits, ...options });

  it.each([
    ['gzip', gzipSync('price')],
    ['x-gzip', gzipSync('price')],
    ['br', brotliCompressSync('price')],
    ['deflate', deflateSync('price')],
    ['deflate, gzip', gzipSync(deflateSync('price'))],
    ['identity', Buffer.from('price')],
  ])('decodes %s', async (encoding, body) => {
    respond = (_, response) =>
      response.writeHead(200, { 'content-encoding': encoding, 'X-Used': '7' }).end(body);
    const answer = await get();
    expect(answer).toMatchObject({ ok: true, status: 200, headers: { 'x-used': '7' } });
    expect(answer.ok && text(answer.body)).toBe('price');
  });

  it.each(['S3CRET\nkey', 'S3CRET€'])('answers that a key can not be sent: %j', async (key) => {
    const answer = await get({ headers: { 'x-application': key } });
    expect(answer).toMatchObject({ ok: false, code: 'network' });
    const message = answer.ok ? '' : answer.message;
    expect(message).toContain('Enter the key again');
    expect(message).not.toContain('S3CRET');
  });

  it('has its connections left after many requests that can not be sent', async () => {
    for (let times = 0; times < 20; times += 1) await get({ headers: { 'x-application': 'a\nb' } });
    respond = (_, response) => response.end('price');
    const answer = await get({ headers: { 'x-application': 'a' } });
    expect(answer.ok && text(answer.body)).toBe('price');
  });

  it('posts a body once, and is told the answer', async () => {
    const seen: string[] = [];
    respond = (request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.headers['content-type']} ${body}`);
        response.destroy();
      });
    };
    const headers = { 'content-type': 'application/json' };
    expect(await http.post(url, '{"a":1}', { ...limits, headers })).toMatchObject({
      ok: false,
      code: 'network',
    });
    expect(seen).toEqual(['POST application/json {"a":1}']);
  });

  it('asks for compression and passes headers on', async () => {
    const seen = vi.fn();
    respond = (request, response) => {
      seen(request.headers['accept-encoding'], request.headers['if-none-match']);
      response.end();
    };
    await get({ headers: { 'if-none-match': '"a"' } });
    expect(seen).toHaveBeenCalledWith('gzip, br, deflate', '"a"');
  });

  it('keeps its connection for the next request', async () => {
    await http.close();
    http = createHttp({ connections: 1 });
    respond = (_, response) => response.end('x'.repeat(50_000));
    for (let turn = 0; turn < 5; turn += 1) await get();
    expect(sockets).toBe(1);
  });

  it('stops a small answer that decompresses beyond the cap', async () => {
    respond = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)));
    expect(await get()).toMatchObject({ ok: false, code: 'too-large' });
  });

  it('stops an uncompressed answer beyond the cap', async () => {
    respond = (_, response) => response.end(Buffer.alloc(1_000_001));
    expect(await get()).toMatchObject({ ok: false, code: 'too-large' });
    respond = (_, response) => response.end(Buffer.alloc(1_000_000));
    expect(await get()).toMatchObject({ ok: true });
  });

  it.each<[string, RequestListener]>([
    ['damaged gzip', (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all')],
    [
      'cut-off gzip',
      (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('price').subarray(0, 15)),
    ],
    ['an unknown encoding', (_, r) => r.writeHead(200, { 'content-encoding': 'zstd9' }).end('x')],
    [
      'fewer bytes than promised',
      (_, r) => r.writeHead(200, { 'content-length': '100' }).write('x', () => r.destroy()),
    ],
    ['a reset', (request) => request.socket.resetAndDestroy()],
  ])('answers %s with a network failure', async (_, listener) => {
    respond = listener;
    const answer = await get();
    expect(answer).toMatchObject({ ok: false, code: 'network' });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('gives up on a silent server, before and after the headers', async () => {
    respond = () => undefined;
    expect(await get({ timeoutMs: 30 })).toMatchObject({ ok: false, code: 'timeout' });
    respond = (_, response) => response.writeHead(200).write('{');
    expect(await get({ timeoutMs: 30 })).toMatchObject({ ok: false, code: 'timeout' });
  });

  it('can be cancelled before, while waiting, and while reading', async () => {
    respond = () => undefined;
    expect(await get({ signal: AbortSignal.abort() })).toMatchObject({ ok: false, code: 'aborted' });
    const waiting = new AbortController();
    respond = () => waiting.abort();
    expect(await get({ signal: waiting.signal })).toMatchObject({ ok: false, code: 'aborted' });
    const reading = new AbortController();
    respond = (_, response) => response.writeHead(200).write('{', () => reading.abort());
    expect(await get({ signal: reading.signal })).toMatchObject({ ok: false, code: 'aborted' });
  });

  it('does not follow redirects', async () => {
    const paths: (string | undefined)[] = [];
    respond = (request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    expect(await get()).toMatchObject({ ok: true, status: 302 });
    expect(paths).toHaveLength(1);
  });

  it('passes 304 without a body on', async () => {
    respond = (_, response) => response.writeHead(304, { etag: '"a"', 'content-encoding': 'gzip' }).end();
    expect(await get()).toMatchObject({ ok: true, status: 304 });
  });

  it.each([
    `http://example.com/?apiKey=${SECRET}`,
    `http://127.0.0.1.example.com/?apiKey=${SECRET}`,
    `ftp://127.0.0.1/${SECRET}`,
    `file:///${SECRET}`,
    `not a url ${SECRET}`,
  ])('refuses %s without showing it', async (address) => {
    const answer = await http.get(address, limits);
    expect(answer).toMatchObject({ ok: false, code: 'network' });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('says that nothing listens', async () => {
    const address = url;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const answer = await http.get(address, limits);
    expect(answer).toMatchObject({ ok: false, code: 'network', message: expect.stringContaining('refused') });
    server.listen(0, '127.0.0.1');
  });
});
