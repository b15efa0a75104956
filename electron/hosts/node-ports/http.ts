import { createHash } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Readable, Transform } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, request } from 'undici';
import type { Http, HttpAnswer, HttpOptions } from '../../engine/ports/http.ts';
import { codeOf, isLoopback, networkMessage } from './network-message.ts';

type Failure = Extract<HttpAnswer, { ok: false }>;
const failure = (code: Failure['code'], message: string): Failure => ({ ok: false, code, message });

/** Content-Encoding to the stream that undoes it. `x-gzip` is RFC 9110's old name. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

function networkFailure(error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return failure('timeout', 'The server did not answer in time.');
  return failure('network', networkMessage(error));
}

/** The URL when it may be asked: https, or http to this machine only, so that no key crosses a network in the clear. */
function allowedUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return allowed ? url : undefined;
}

type BodyResult = { readonly ok: true; readonly body: Uint8Array } | Failure;

/** The decoders of a Content-Encoding header, in the order to apply; `undefined` when one is unknown. */
function decodersFor(encoding: string): readonly Transform[] | undefined {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const makers = names.map((name) => (Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined));
  if (makers.length > 2 || makers.includes(undefined)) return undefined;
  return makers.reverse().flatMap((make) => (make === undefined ? [] : [make()]));
}

/** Reads and decodes `source`, stopping at the first byte over `maximumBytes` on either side of the decoders. */
function readBody(
  source: Readable,
  decoders: readonly Transform[],
  maximumBytes: number,
): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let arrived = 0;
    let settled = false;
    const settle = (result: BodyResult) => {
      if (settled) return;
      settled = true;
      resolve(result);
      if (result.ok) return;
      // A stream that is destroyed early reports it as an error: nobody waits for that any more.
      for (const stream of [source, ...decoders]) stream.on('error', () => undefined).destroy();
    };
    const tooLarge = () =>
      settle(failure('too-large', `The answer is larger than the ${maximumBytes} bytes allowed for it.`));

    source.on('error', (error) => settle(networkFailure(error)));
    source.on('data', (chunk: Uint8Array) => {
      arrived += chunk.byteLength;
      if (arrived > maximumBytes) tooLarge();
    });
    let last: Readable = source;
    for (const decoder of decoders) {
      decoder.on('error', () =>
        settle(failure('network', 'The compressed answer is damaged or was cut off before its end.')),
      );
      last = last.pipe(decoder);
    }
    last.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size > maximumBytes) tooLarge();
      else chunks.push(chunk);
    });
    last.on('end', () => settle({ ok: true, body: Buffer.concat(chunks) }));
    last.on('close', () =>
      settle(failure('network', 'The connection broke before the answer was complete.')),
    );
  });
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

export type NodeHttpOptions = {
  /** Sockets kept per server; requests beyond them wait. */
  readonly connections?: number;
  /** How long an idle socket is kept for the next request, when the server does not say. */
  readonly keepAliveMs?: number;
};

/** An `Http` on this machine's sockets, and the function that closes them. */
export type NodeHttp = Http & { close(): Promise<void> };

const NOT_ALLOWED = 'The address is not allowed: use https, or http to this machine (127.0.0.1) only.';
const UNSENDABLE =
  'The request holds characters that none can carry, such as a line break in a key. Enter the key again, alone.';
const CANCELLED = 'The request was cancelled.';

/** Told before undici is asked: its pool counts what it refuses itself as busy for ever, and has no place left soon. */
function isSendable(headers: Readonly<Record<string, string>> = {}): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Agents by who we are and whom we trust: a connection made with a certificate serves nobody else. */
function createAgents({ connections = 8, keepAliveMs = 90_000 }: NodeHttpOptions) {
  const agents = new Map<string, Agent>();
  return {
    of({ identity, authority }: Pick<HttpOptions, 'identity' | 'authority'>): Agent {
      const key =
        identity === undefined && authority === undefined
          ? ''
          : createHash('sha256')
              .update(JSON.stringify([identity, authority]))
              .digest('base64');
      const known = agents.get(key);
      if (known !== undefined) return known;
      const agent = new Agent({
        connections,
        keepAliveTimeout: keepAliveMs,
        allowH2: false,
        pipelining: 1,
        connect: {
          ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.key }),
          ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }),
        },
      });
      agents.set(key, agent);
      return agent;
    },
    close: async () => void (await Promise.all([...agents.values()].map((agent) => agent.destroy()))),
  };
}

/**
 * `Http` over undici: HTTP/1.1 keep-alive, gzip, br and deflate decoded under a size cap, certificates checked,
 * redirects not followed (a 3xx is the answer). Remote servers by https only. Never throws; no message carries the URL.
 * A request is sent once: nothing is tried again by itself.
 */
export function createHttp(options: NodeHttpOptions = {}): NodeHttp {
  const agents = createAgents(options);

  const send = async (
    what: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body: string | null },
    asked: HttpOptions,
  ): Promise<HttpAnswer> => {
    const { timeoutMs, maximumBytes, headers, signal } = asked;
    const url = allowedUrl(what.url);
    if (url === undefined) return failure('network', NOT_ALLOWED);
    if (!isSendable(headers)) return failure('network', UNSENDABLE);
    if (signal?.aborted) return failure('aborted', CANCELLED);

    const started = performance.now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const limits = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]);
    const explain = (otherwise: () => Failure): Failure => {
      if (signal?.aborted) return failure('aborted', CANCELLED);
      if (deadline.signal.aborted)
        return failure('timeout', `The server did not answer within ${timeoutMs / 1000} s.`);
      return otherwise();
    };
    try {
      const answer = await request(url, {
        dispatcher: agents.of(asked),
        method: what.method,
        body: what.body,
        headers: { 'accept-encoding': 'gzip, br, deflate', ...headers },
        signal: limits,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const answerHeaders = flatHeaders(answer.headers);
      const encoding = answerHeaders['content-encoding'] ?? '';
      const decoders = answer.statusCode === 304 ? [] : decodersFor(encoding);
      if (decoders === undefined) {
        answer.body.on('error', () => undefined).destroy();
        return failure('network', 'The answer is compressed in a way that was not asked for.');
      }
      const read = await readBody(answer.body, decoders, maximumBytes);
      if (!read.ok) return read.code === 'too-large' ? read : explain(() => read);
      return {
        ok: true,
        status: answer.statusCode,
        headers: answerHeaders,
        body: read.body,
        elapsedMs: performance.now() - started,
      };
    } catch (error) {
      return explain(() => networkFailure(error));
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    get: (url, asked) => send({ method: 'GET', url, body: null }, asked),
    post: (url, body, asked) => send({ method: 'POST', url, body }, asked),
    close: agents.close,
  };
}
