import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Http } from '../../ports/http.ts';
import { answeredProblem, localProblem, type Problem } from './error-table.ts';
import { createRedactor } from './redact.ts';

export type Credits = { readonly lastCost: number; readonly used: number; readonly remaining: number };

/** What was asked and what it took; since the client was made. */
export type ClientStatistics = {
  readonly requests: number;
  /** Answers that reached JSON.parse. */
  readonly parsed: number;
  /** Answers that did not: a 304, or the same bytes as last time. */
  readonly unchanged: number;
};

export type Answer =
  | { readonly kind: 'payload'; readonly value: unknown; readonly elapsedMs: number; accept(): void }
  | { readonly kind: 'unchanged'; readonly elapsedMs: number }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'aborted' };

export type ClientOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly maximumBytes: number;
};

/** One key's way to the API. */
export type OddsApiClient = {
  /**
   * GETs `path` (below the base URL) with the key added. Never throws. An accepted payload is remembered by its
   * path and parameters: the same answer again is `unchanged` and is not parsed.
   */
  get(path: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
  credits(): Credits | null;
  statistics(): ClientStatistics;
  redact(text: string): string;
};

const LESS_THAN = 0x3c;
const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

function looksLikeHtml(body: Uint8Array): boolean {
  const bom = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  const first = body.subarray(bom).find((byte) => !isWhitespace(byte));
  return first === LESS_THAN;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(body)) };
  } catch {
    return undefined;
  }
}

/** `error_code` and `message` of an error body; empty where it has none. */
function errorOf(value: unknown): { readonly code: string; readonly message: string } {
  if (typeof value !== 'object' || value === null) return { code: '', message: '' };
  const { error_code: code, message } = value as Record<string, unknown>;
  return {
    code: typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code) ? code : '',
    message: typeof message === 'string' ? message : '',
  };
}

const numberOf = (text: string | undefined): number | undefined => {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/** RFC 9110 Retry-After in seconds; the date form is not used by the API and is ignored. */
function retryAfter(headers: Readonly<Record<string, string>>): { retryAfterMs?: number } {
  const seconds = numberOf(headers['retry-after']);
  return seconds === undefined || seconds < 0 ? {} : { retryAfterMs: Math.min(seconds, 3_600) * 1_000 };
}

type Remembered = { readonly etag: string | undefined; readonly digest: string };

export function createOddsApiClient(options: ClientOptions): OddsApiClient {
  const { http, clock, baseUrl, apiKey, timeoutMs, maximumBytes } = options;
  const redact = createRedactor(apiKey);
  const remembered = new Map<string, Remembered>();
  const counted = { requests: 0, parsed: 0, unchanged: 0 };
  let credits: Credits | null = null;

  const readCredits = (headers: Readonly<Record<string, string>>) => {
    const remaining = numberOf(headers['x-requests-remaining']) ?? credits?.remaining;
    const used = numberOf(headers['x-requests-used']) ?? credits?.used;
    const lastCost = numberOf(headers['x-requests-last']) ?? 0;
    if (remaining !== undefined && used !== undefined) credits = { lastCost, used, remaining };
  };

  const failed = (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Problem => {
    if (looksLikeHtml(body) && status < 300) return localProblem('html');
    const { code, message } = errorOf(parse(body)?.value);
    return { ...answeredProblem(status, code, redact(message)), ...retryAfter(headers) };
  };

  return {
    async get(path, parameters, signal) {
      const query = new URLSearchParams(parameters);
      const request = `${path}?${query}`;
      query.set('apiKey', apiKey);
      const known = remembered.get(request);
      counted.requests += 1;
      const started = clock.monotonic();
      const answer = await http.get(`${baseUrl}${path}?${query}`, {
        timeoutMs,
        maximumBytes,
        headers: {
          accept: 'application/json',
          ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
        },
        signal,
      });
      if (!answer.ok) {
        if (answer.code === 'aborted') return { kind: 'aborted' };
        return { kind: 'problem', problem: localProblem(answer.code, redact(answer.message)) };
      }
      const { status, headers, body } = answer;
      readCredits(headers);
      const elapsed = () => clock.monotonic() - started;
      if (status === 304 && known !== undefined) {
        counted.unchanged += 1;
        return { kind: 'unchanged', elapsedMs: elapsed() };
      }
      if (status !== 200) return { kind: 'problem', problem: failed(status, headers, body) };

      const digest = createHash('sha256').update(body).digest('base64');
      if (known?.digest === digest) {
        counted.unchanged += 1;
        remembered.set(request, { etag: headers['etag'], digest });
        return { kind: 'unchanged', elapsedMs: elapsed() };
      }
      if (looksLikeHtml(body)) return { kind: 'problem', problem: localProblem('html') };
      counted.parsed += 1;
      const parsed = parse(body);
      if (parsed === undefined) return { kind: 'problem', problem: localProblem('invalid-json') };
      const { code, message } = errorOf(parsed.value);
      if (code !== '') return { kind: 'problem', problem: answeredProblem(status, code, redact(message)) };
      return {
        kind: 'payload',
        value: parsed.value,
        elapsedMs: elapsed(),
        accept: () => void remembered.set(request, { etag: headers['etag'], digest }),
      };
    },
    credits: () => credits,
    statistics: () => ({ ...counted }),
    redact,
  };
}
