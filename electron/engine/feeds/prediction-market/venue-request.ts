import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Http, HttpAnswer } from '../../ports/http.ts';
import type { Ask, Problem, Venue, VenueDecoder, VenueRequest } from './venue.ts';

const LONGEST_RETRY_AFTER_MS = 300_000;

function retryAfter(headers: Readonly<Record<string, string>>): { retryAfterMs?: number } {
  const seconds = Number(headers['retry-after']?.trim() || Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? { retryAfterMs: Math.min(seconds * 1_000, LONGEST_RETRY_AFTER_MS) }
    : {};
}

/** What an answer that is no 200 means. */
function answeredProblem(name: string, answer: Extract<HttpAnswer, { ok: true }>): Problem {
  const { status, headers } = answer;
  const say = (state: Problem['state'], message: string): Problem => ({
    state,
    message,
    status,
    ...retryAfter(headers),
  });
  if (status === 429)
    return say('degraded', `${name} asks for fewer requests. They are sent again later; poll less often.`);
  if (status === 401 || status === 403)
    return say(
      'failed',
      `${name} refuses access (${status}). Check the key, or whether it serves your country.`,
    );
  if (status >= 500) return say('degraded', `${name} is out of order (${status}). It is tried again.`);
  if (status >= 300 && status < 400)
    return say(
      'failed',
      `${name} answers from elsewhere (${status}), which is not followed. Check the address.`,
    );
  return say('degraded', `${name} does not accept the request (${status}).`);
}

const failedProblem = (name: string, answer: Extract<HttpAnswer, { ok: false }>): Problem => ({
  state: 'degraded',
  message:
    answer.code === 'too-large'
      ? `An answer of ${name} is too large to be true.`
      : `${name} could not be reached: ${answer.message}`,
});

export type VenueClient = {
  readonly ask: Ask;
  /** Milliseconds of the answers so far, newest last, at most 100. */
  latencies(): readonly number[];
  lastAnsweredAt(): EpochMs | null;
};

const LATENCIES_KEPT = 100;

/** Asks one thing after another, `spacingMs` apart, and hands what came to `deliver`. */
export function createVenueClient(options: {
  readonly venue: Venue;
  readonly http: Http;
  readonly clock: Clock;
  readonly decoder: VenueDecoder;
  readonly deliver: (channel: string, body: Uint8Array) => void;
  readonly signal: AbortSignal;
  readonly spacingMs: number;
  readonly timeoutMs: number;
  readonly maximumBytes: number;
}): VenueClient {
  const { venue, http, clock, decoder, deliver, signal, spacingMs, timeoutMs, maximumBytes } = options;
  const latencies: number[] = [];
  let lastAnsweredAt: EpochMs | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let lastSent = Number.NEGATIVE_INFINITY;

  const pause = async () => {
    const left = lastSent + spacingMs - clock.monotonic();
    if (left > 0) await new Promise<void>((resolve) => void clock.after(left, resolve));
    lastSent = clock.monotonic();
  };

  const send = (request: VenueRequest): Promise<HttpAnswer> => {
    const base = venue.apis[request.api ?? Object.keys(venue.apis)[0] ?? ''] ?? '';
    const url = new URL(`${base}${request.path}`);
    const method = request.body === undefined ? 'GET' : 'POST';
    const headers = {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...venue.headers(method, url.pathname, clock.now()),
    };
    const how = { timeoutMs, maximumBytes, headers, signal };
    return request.body === undefined ? http.get(url.href, how) : http.post(url.href, request.body, how);
  };

  const attempt = async (request: VenueRequest): Promise<Problem | null> => {
    if (signal.aborted) return STOPPED;
    await pause();
    const started = clock.monotonic();
    const answer = await send(request);
    if (signal.aborted) return STOPPED;
    if (!answer.ok) return failedProblem(venue.name, answer);
    if (answer.status !== 200) {
      if ((answer.status === 401 || answer.status === 403) && venue.refused()) return attempt(request);
      return answeredProblem(venue.name, answer);
    }
    lastAnsweredAt = clock.now();
    latencies.push(clock.monotonic() - started);
    if (latencies.length > LATENCIES_KEPT) latencies.shift();
    deliver(request.channel, answer.body);
    const fault = decoder.fault();
    return fault === null ? null : { state: 'degraded', message: `${venue.name}: ${fault}` };
  };

  return {
    ask(request) {
      const turn = queue.then(() => attempt(request));
      queue = turn.catch(() => undefined);
      return turn;
    },
    latencies: () => latencies,
    lastAnsweredAt: () => lastAnsweredAt,
  };
}

const STOPPED: Problem = { state: 'degraded', message: 'Stopped.' };
