import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Http } from '../../ports/http.ts';
import { answeredProblem, localProblem, type Problem } from './error-table.ts';
import { parseJson } from './json.ts';
import { createRedactor } from './redact.ts';

/** What the headers of an answer say of credits; only what is readable. */
export type Meter = {
  /** `x-requests-last`: what this call cost. */
  readonly last?: number;
  /** `x-requests-used` and `x-requests-remaining`: of the whole key, by whoever used it. */
  readonly used?: number;
  readonly remaining?: number;
};

/** What was asked and what it took; since the client was made. */
export type ClientStatistics = {
  readonly requests: number;
  /** Answers that brought something new. */
  readonly parsed: number;
  /** Answers that did not: a 304, or the same bytes as last time. */
  readonly unchanged: number;
};

export type Answer =
  | {
      readonly kind: 'payload';
      /** Without the key, should the server repeat it. */
      readonly body: Uint8Array;
      readonly meter: Meter;
      readonly elapsedMs: number;
      accept(): void;
    }
  | { readonly kind: 'unchanged'; readonly meter: Meter; readonly elapsedMs: number }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      readonly meter: Meter;
      /** Whether the server refused it, so that it cost nothing; else it may have been charged. */
      readonly refused: boolean;
    }
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
   * path and parameters: the same answer again is `unchanged`.
   */
  get(path: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
  statistics(): ClientStatistics;
  redact(text: string): string;
};

const LESS_THAN = 0x3c;
const OPEN_BRACE = 0x7b;
/** Errors are shorter; odds that are shorter are soon read twice. */
const LONGEST_ERROR_BYTES = 4_096;
/** Answers whose fingerprint is kept; hundreds of events come and go in a month. */
const MOST_REMEMBERED = 1_000;
const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

function firstByte(body: Uint8Array): number | undefined {
  const bom = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  return body.subarray(bom).find((byte) => !isWhitespace(byte));
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

/** Credits are whole and few: the largest plan has 15 million. Anything else in a header is nonsense. */
const MOST_CREDITS = 1_000_000_000;
const creditsOf = (text: string | undefined): number | undefined => {
  const value = numberOf(text);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= MOST_CREDITS
    ? value
    : undefined;
};

function meterOf(headers: Readonly<Record<string, string>>): Meter {
  const last = creditsOf(headers['x-requests-last']);
  const used = creditsOf(headers['x-requests-used']);
  const remaining = creditsOf(headers['x-requests-remaining']);
  return {
    ...(last === undefined ? {} : { last }),
    ...(used === undefined ? {} : { used }),
    ...(remaining === undefined ? {} : { remaining }),
  };
}

/** RFC 9110 Retry-After in seconds; the date form is not used by the API and is ignored. */
function retryAfter(headers: Readonly<Record<string, string>>): { retryAfterMs?: number } {
  const seconds = numberOf(headers['retry-after']);
  return seconds === undefined || seconds < 0 ? {} : { retryAfterMs: Math.min(seconds, 3_600) * 1_000 };
}

type Remembered = { readonly etag: string | undefined; readonly digest: string };

export function createOddsApiClient(options: ClientOptions): OddsApiClient {
  const { http, clock, baseUrl, apiKey, timeoutMs, maximumBytes } = options;
  const { text: redact, bytes: withoutKey } = createRedactor(apiKey);
  const remembered = new Map<string, Remembered>();
  const counted = { requests: 0, parsed: 0, unchanged: 0 };

  const remember = (request: string, entry: Remembered) => {
    remembered.delete(request);
    remembered.set(request, entry);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= MOST_REMEMBERED) break;
      remembered.delete(oldest);
    }
  };

  const failed = (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Problem => {
    const { code, message } = errorOf(parseJson(body)?.value);
    return { ...answeredProblem(status, code, redact(message)), ...retryAfter(headers) };
  };

  /** The API has been seen to answer errors with 200. */
  const disguised = (body: Uint8Array): Problem | undefined => {
    if (body.length > LONGEST_ERROR_BYTES || firstByte(body) !== OPEN_BRACE) return undefined;
    const { code, message } = errorOf(parseJson(body)?.value);
    return code === '' ? undefined : answeredProblem(200, code, redact(message));
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
        const problem = localProblem(answer.code, redact(answer.message));
        return { kind: 'problem', problem, meter: {}, refused: false };
      }
      const { status, headers, body } = answer;
      const meter = meterOf(headers);
      const elapsedMs = clock.monotonic() - started;
      if (status === 304 && known !== undefined) {
        counted.unchanged += 1;
        return { kind: 'unchanged', meter, elapsedMs };
      }
      if (status !== 200)
        return { kind: 'problem', problem: failed(status, headers, body), meter, refused: true };

      const digest = createHash('sha256').update(body).digest('base64');
      if (known?.digest === digest) {
        counted.unchanged += 1;
        remember(request, { etag: headers['etag'], digest });
        return { kind: 'unchanged', meter, elapsedMs };
      }
      const problem = firstByte(body) === LESS_THAN ? localProblem('html') : disguised(body);
      if (problem !== undefined) return { kind: 'problem', problem, meter, refused: problem.code !== 'html' };
      // An empty body would read as "unchanged"; it is an answer that was cut off.
      if (body.length === 0)
        return { kind: 'problem', problem: localProblem('invalid-json'), meter, refused: false };
      counted.parsed += 1;
      return {
        kind: 'payload',
        body: withoutKey(body),
        meter,
        elapsedMs,
        accept: () => remember(request, { etag: headers['etag'], digest }),
      };
    },
    statistics: () => ({ ...counted }),
    redact,
  };
}
