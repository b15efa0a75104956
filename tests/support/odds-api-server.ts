/**
 * The Odds API v4 on this machine: sports, events, odds, event odds and markets, scores, participants and historical
 * snapshots, with key checks, parameters, credits, quota headers, gzip, ETag and error bodies, serving given payloads,
 * with faults injected request by request. By hand:
 *
 *   node tests/support/odds-api-server.ts [--port N] [--key KEY] [--live] --payload soccer_epl=FILE [--scores soccer_epl=FILE] ...
 *
 * Without payloads it serves small made-up ones. `--live` moves all times so that the newest price is of now and the
 * first event starts in half an hour. The key is `test-key-5f3a9c01d2` unless given. Prices come in the
 * `oddsFormat` asked for, whichever the file was recorded in.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { asLive } from './live-times.ts';
import {
  type Fault,
  inFormat,
  MESSAGES,
  type Quota,
  type SeenRequest,
  type ServedBookmaker,
} from './odds-api-faults.ts';
import {
  footballPayload,
  soccerPayload,
  soccerScores,
  sportsPayload,
  TEST_KEY,
} from './odds-api-payloads.ts';

export type { Fault, Quota } from './odds-api-faults.ts';

export type OddsApiServerOptions = {
  readonly port?: number;
  readonly key?: string;
  readonly sports?: readonly unknown[];
  /** /odds payloads by sport key. */
  readonly odds?: Readonly<Record<string, unknown>>;
  readonly scores?: Readonly<Record<string, unknown>>;
  /** Additional bookmakers' markets by event id, for /events/{id}/odds. */
  readonly eventOdds?: Readonly<Record<string, readonly ServedBookmaker[]>>;
  readonly participants?: Readonly<Record<string, unknown>>;
  readonly credits?: number;
  readonly etag?: boolean;
  /** What the quota headers say instead of the truth. */
  readonly headers?: (truth: Quota) => Record<string, string>;
  /** Told of a request that is left without an answer, so that nobody has to wait out its time. */
  readonly onSilence?: (path: string) => void;
};

export type OddsApiServer = {
  /** With /v4, as the source's `baseUrl` wants it. */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** Credits truly spent so far. */
  readonly spent: () => number;
  /** A new month: all credits are there again. */
  renew(): void;
  /** Requests being answered now, and the most there have been at once. */
  readonly load: () => { readonly now: number; readonly most: number };
  setOdds(sport: string, payload: unknown): void;
  setScores(sport: string, payload: unknown): void;
  /** The next request whose path contains `match` meets `fault`; several are met in turn. */
  inject(fault: Fault, match?: string): void;
  /** Holds answers back until the returned function is called. */
  hold(): () => void;
  close(): Promise<void>;
};

const ODDS_MARKETS = ['h2h', 'h2h_lay', 'spreads', 'totals', 'outrights', 'outrights_lay'];
const HTML = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>';

type ServedEvent = { readonly id: string; readonly bookmakers?: unknown };
type Reply = { readonly status: number; readonly body: string; readonly cost: number };
const errorReply = (status: number, code: string | undefined): Reply => ({
  status,
  cost: 0,
  body: JSON.stringify(
    code === undefined
      ? { message: 'Something went wrong' }
      : { message: MESSAGES[code] ?? code, error_code: code, details_url: 'https://example.invalid/errors' },
  ),
});

export async function startOddsApiServer(options: OddsApiServerOptions = {}): Promise<OddsApiServer> {
  const key = options.key ?? TEST_KEY;
  const sports = options.sports ?? sportsPayload;
  const odds = new Map(Object.entries(options.odds ?? {}));
  const scores = new Map(Object.entries(options.scores ?? {}));
  const requests: SeenRequest[] = [];
  const faults: { readonly fault: Fault; readonly match: string }[] = [];
  const held: (() => void)[] = [];
  let holding = false;
  let used = 0;
  let now = 0;
  let most = 0;
  const total = options.credits ?? 100_000;

  const regionsOf = (query: URLSearchParams): number =>
    query.get('bookmakers')
      ? Math.ceil((query.get('bookmakers') ?? '').split(',').length / 10)
      : (query.get('regions') ?? '').split(',').length;

  const oddsReply = (sport: string, query: URLSearchParams): Reply => {
    if (!query.get('regions') && !query.get('bookmakers')) return errorReply(422, 'MISSING_REGION');
    const markets = (query.get('markets') ?? 'h2h').split(',');
    if (markets.some((market) => !ODDS_MARKETS.includes(market))) return errorReply(422, 'INVALID_MARKET');
    if (!['decimal', 'american', null].includes(query.get('oddsFormat')))
      return errorReply(422, 'INVALID_ODDS_FORMAT');
    const payload = odds.get(sport);
    if (payload === undefined) return errorReply(404, 'UNKNOWN_SPORT');
    const regions = regionsOf(query);
    const empty = Array.isArray(payload) && payload.length === 0;
    const format = query.get('oddsFormat') === 'american' ? 'american' : 'decimal';
    return {
      status: 200,
      body: JSON.stringify(inFormat(payload, format)),
      cost: empty ? 0 : markets.length * regions,
    };
  };
  const scoresReply = (sport: string, query: URLSearchParams): Reply => {
    const days = query.get('daysFrom');
    if (days !== null && !['1', '2', '3'].includes(days)) return errorReply(422, 'INVALID_SCORES_DAYS_FROM');
    if (!odds.has(sport) && !scores.has(sport)) return errorReply(404, 'UNKNOWN_SPORT');
    return { status: 200, body: JSON.stringify(scores.get(sport) ?? []), cost: days === null ? 1 : 2 };
  };
  const eventsOf = (sport: string): readonly ServedEvent[] => {
    const payload = odds.get(sport);
    return Array.isArray(payload) ? payload : [];
  };
  const json = (value: unknown, cost: number): Reply => ({ status: 200, body: JSON.stringify(value), cost });
  const eventsReply = (sport: string): Reply =>
    odds.has(sport)
      ? json(
          eventsOf(sport).map(({ bookmakers: _, ...event }) => event),
          0,
        )
      : errorReply(404, 'UNKNOWN_SPORT');
  const eventReply = (sport: string, id: string, what: string, query: URLSearchParams): Reply => {
    const event = eventsOf(sport).find((item) => item.id === id);
    if (event === undefined) return errorReply(404, 'EVENT_NOT_FOUND');
    if (!query.get('regions') && !query.get('bookmakers')) return errorReply(422, 'MISSING_REGION');
    const served = options.eventOdds?.[id] ?? [];
    if (what === 'markets') return json({ ...event, bookmakers: served }, 1);
    const asked = new Set((query.get('markets') ?? 'h2h').split(','));
    const bookmakers = served
      .map((book) => ({ ...book, markets: book.markets.filter(({ key: market }) => asked.has(market)) }))
      .filter(({ markets }) => markets.length > 0);
    const unique = new Set(bookmakers.flatMap(({ markets }) => markets.map(({ key: market }) => market)));
    return json({ ...event, bookmakers }, unique.size * regionsOf(query));
  };
  const SNAPSHOT_MS = 300_000;
  const historicalReply = (rest: string, query: URLSearchParams): Reply => {
    const date = query.get('date');
    if (date === null) return errorReply(422, 'MISSING_HISTORICAL_TIMESTAMP');
    const at = Date.parse(date);
    if (Number.isNaN(at)) return errorReply(422, 'INVALID_HISTORICAL_TIMESTAMP');
    const inner = replyAt(rest, query);
    if (inner.status !== 200) return inner;
    const taken = Math.floor(at / SNAPSHOT_MS) * SNAPSHOT_MS;
    const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
    const body = {
      timestamp: iso(taken),
      previous_timestamp: iso(taken - SNAPSHOT_MS),
      next_timestamp: iso(taken + SNAPSHOT_MS),
      data: JSON.parse(inner.body) as unknown,
    };
    return json(body, inner.cost === 0 ? 1 : inner.cost * 10);
  };
  const replyAt = (path: string, query: URLSearchParams): Reply => {
    const [, sport = '', rest = ''] = /^\/sports\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const name = decodeURIComponent(sport);
    const [, id = '', what = ''] = /^events\/([^/]+)\/(odds|markets)$/.exec(rest) ?? [];
    if (what !== '') return eventReply(name, id, what, query);
    switch (rest) {
      case 'odds':
        return oddsReply(name, query);
      case 'scores':
        return scoresReply(name, query);
      case 'events':
        return eventsReply(name);
      case 'participants':
        return json(options.participants?.[name] ?? [], 1);
      default:
        return { status: 404, body: 'Not Found', cost: 0 };
    }
  };
  const replyTo = (url: URL): Reply => {
    const given = url.searchParams.get('apiKey');
    if (given === null || given === '') return errorReply(401, 'MISSING_KEY');
    if (given !== key) return errorReply(401, 'INVALID_KEY');
    const path = url.pathname.replace(/^\/v4/, '');
    if (path === '/sports') return json(sports, 0);
    const reply = path.startsWith('/historical/')
      ? historicalReply(path.slice('/historical'.length), url.searchParams)
      : replyAt(path, url.searchParams);
    return reply.cost > 0 && used + reply.cost > total ? errorReply(401, 'OUT_OF_USAGE_CREDITS') : reply;
  };

  const quota = (cost: number) => {
    used += cost;
    const truth: Quota = { remaining: Math.max(0, total - used), used, last: cost };
    const lie = options.headers?.(truth);
    return (
      lie ?? {
        'x-requests-remaining': String(truth.remaining),
        'x-requests-used': String(truth.used),
        'x-requests-last': String(truth.last),
      }
    );
  };
  const send = (request: IncomingMessage, response: ServerResponse, reply: Reply) => {
    const headers: Record<string, string> = { 'content-type': 'application/json', ...quota(reply.cost) };
    const etag = `"${createHash('sha256').update(reply.body).digest('hex').slice(0, 32)}"`;
    if (options.etag !== false && reply.status === 200) {
      headers['etag'] = etag;
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304, headers).end();
        return;
      }
    }
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
      response.writeHead(reply.status, headers).end(reply.body);
      return;
    }
    response.writeHead(reply.status, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(reply.body));
  };

  const misbehave = (
    request: IncomingMessage,
    response: ServerResponse,
    fault: Fault,
    reply: Reply,
  ): void => {
    const json = { 'content-type': 'application/json' };
    switch (fault.kind) {
      case 'error': {
        for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
        send(request, response, errorReply(fault.status, fault.code));
        return;
      }
      case 'html':
        response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' }).end(HTML);
        return;
      case 'body':
        response.writeHead(fault.status ?? 200, json).end(fault.body);
        return;
      case 'truncated-json':
        used += reply.cost;
        response.writeHead(200, json).end(reply.body.slice(0, Math.floor(reply.body.length / 2)));
        return;
      case 'truncated-http':
        response.writeHead(200, { ...json, 'content-length': String(Buffer.byteLength(reply.body) + 100) });
        response.write(reply.body, () => response.destroy());
        return;
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'bad-gzip':
        response
          .writeHead(200, { ...json, 'content-encoding': 'gzip' })
          .end(gzipSync(reply.body).fill(7, 12, 40));
        return;
      case 'huge':
        response
          .writeHead(200, { ...json, 'content-encoding': 'gzip' })
          .end(gzipSync(JSON.stringify(['x'.repeat(fault.bytes)])));
        return;
      case 'silent':
        if (fault.charged === true) used += reply.cost;
        options.onSilence?.(request.url ?? '');
        return;
      case 'redirect':
        response.writeHead(302, { location: fault.to }).end();
        return;
    }
  };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push({
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
    });
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => {
      now -= 1;
    });
    const respond = () => {
      const place = faults.findIndex(({ match }) => url.pathname.includes(match));
      const [found] = place < 0 ? [] : faults.splice(place, 1);
      const reply = replyTo(url);
      if (found === undefined) send(request, response, reply);
      else misbehave(request, response, found.fault, reply);
    };
    if (holding) held.push(respond);
    else respond();
  };

  const server: Server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v4`,
    requests,
    spent: () => used,
    renew() {
      used = 0;
    },
    load: () => ({ now, most }),
    setOdds: (sport, payload) => void odds.set(sport, payload),
    setScores: (sport, payload) => void scores.set(sport, payload),
    inject: (fault, match = '') => void faults.push({ fault, match }),
    hold() {
      holding = true;
      return () => {
        holding = false;
        for (const respond of held.splice(0)) respond();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readPayloads(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const [sport = '', ...path] = pair.split('=');
      if (path.length === 0) throw new Error(`Expected SPORT=FILE, got "${pair}".`);
      return [sport, JSON.stringify(JSON.parse(readFileSync(path.join('='), 'utf8')))];
    }),
  );
}

/** How often a live payload's times are moved on. */
const LIVE_REFRESH_MS = 5_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      key: { type: 'string' },
      live: { type: 'boolean' },
      payload: { type: 'string', multiple: true },
      scores: { type: 'string', multiple: true },
    },
  });
  const odds = readPayloads(values.payload ?? []);
  const scores = readPayloads(values.scores ?? []);
  if (odds.size === 0) {
    odds
      .set('soccer_epl', JSON.stringify(soccerPayload))
      .set('americanfootball_nfl', JSON.stringify(footballPayload));
    scores.set('soccer_epl', JSON.stringify(soccerScores));
  }
  const opened = Date.now();
  const payload = (json: string): unknown =>
    values.live ? asLive(json, opened, Date.now()) : JSON.parse(json);
  const server = await startOddsApiServer({
    port: Number(values.port ?? 0),
    ...(values.key === undefined ? {} : { key: values.key }),
    sports: [...odds.keys()].map((sport) => ({ ...sportsPayload[0], key: sport, title: sport })),
    odds: Object.fromEntries([...odds].map(([sport, json]) => [sport, payload(json)])),
    scores: Object.fromEntries([...scores].map(([sport, json]) => [sport, JSON.parse(json)])),
    credits: 1_000_000,
  });
  if (values.live)
    setInterval(() => {
      for (const [sport, json] of odds) server.setOdds(sport, payload(json));
    }, LIVE_REFRESH_MS);
  console.log(
    `The Odds API stand-in: ${server.baseUrl} (key ${values.key ?? TEST_KEY}, sports ${[...odds.keys()].join(',')})`,
  );
}

if (import.meta.main) await main();
