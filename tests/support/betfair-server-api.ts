import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { World } from './betfair-server-world.ts';

/** What goes wrong with one answer. */
export type ApiFault =
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'rpc'; readonly code: number; readonly message: string }
  | { readonly kind: 'login'; readonly code: string }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'body'; readonly status: number; readonly body: string }
  | { readonly kind: 'reset' | 'silent' };

export type ApiRequest = {
  /** `login`, `certlogin`, `keepAlive`, or the JSON-RPC method. */
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly params: Record<string, unknown>;
};

export type ApiServer = {
  readonly port: number;
  readonly requests: readonly ApiRequest[];
  count(name: string): number;
  /** For the next requests of that name. */
  inject(name: string, ...faults: ApiFault[]): void;
  /** Every session ends. */
  endSessions(): void;
  isSession(token: string): boolean;
  setDelayed(delayed: boolean): void;
  close(): Promise<void>;
};

export type ApiServerOptions = {
  readonly world: World;
  readonly appKey: string;
  readonly username: string;
  readonly password: string;
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
};

type Row = Record<string, unknown>;
const POINTS: Readonly<Record<string, number>> = { EX_ALL_OFFERS: 17, EX_BEST_OFFERS: 5 };

export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { world } = options;
  const requests: ApiRequest[] = [];
  const faults = new Map<string, ApiFault[]>();
  const sessions = new Set<string>();
  let issued = 0;
  let delayed = false;

  const open = () => {
    issued += 1;
    const token = `session+token/${issued}=`;
    sessions.add(token);
    return token;
  };
  const exception = (code: string) => ({
    error: {
      code: -32_099,
      message: 'ANGX-0000',
      data: {
        APINGException: { requestUUID: 'x', errorCode: code, errorDetails: '' },
        exceptionname: 'APINGException',
      },
    },
  });

  const catalogue = (params: Row) => {
    const filter = (params['filter'] ?? {}) as Row;
    const window = (filter['marketStartTime'] ?? {}) as { from?: string; to?: string };
    const from = Date.parse(window.from ?? '1970-01-01');
    const to = Date.parse(window.to ?? '2999-01-01');
    const most = Number(params['maxResults']);
    const described = ((params['marketProjection'] ?? []) as string[]).includes('MARKET_DESCRIPTION');
    if (described && most > 200) return exception('TOO_MUCH_DATA');
    const oneOf = (name: string, value: string) => {
      const list = filter[name] as string[] | undefined;
      return list === undefined || list.includes(value);
    };
    const result = world.catalogue
      .filter((market) => {
        const start = Date.parse(market.marketStartTime);
        return (
          world.market(market.marketId)?.definition['status'] !== 'CLOSED' &&
          start >= from &&
          start <= to &&
          oneOf('eventTypeIds', market.eventType.id) &&
          oneOf('marketTypeCodes', market.description.marketType) &&
          oneOf('competitionIds', market.competition.id) &&
          oneOf('marketCountries', market.event.countryCode)
        );
      })
      .sort((one, other) => Date.parse(one.marketStartTime) - Date.parse(other.marketStartTime));
    return { result: result.slice(0, most) };
  };

  const books = (params: Row) => {
    const ids = params['marketIds'] as string[];
    const projection = (params['priceProjection'] ?? {}) as { priceData?: string[] };
    const points = (projection.priceData ?? []).reduce((sum, name) => sum + (POINTS[name] ?? 0), 0) || 2;
    if (points * ids.length > 200) return exception('TOO_MUCH_DATA');
    const prices = (id: string, selectionId: number, hc: number, kind: 'atb' | 'atl') =>
      world.ladder(id, selectionId, hc, kind).map(([price, size]) => ({ price, size }));
    const result = ids.flatMap((id) => {
      const market = world.market(id);
      if (market === undefined) return [];
      return [
        {
          marketId: id,
          isMarketDataDelayed: delayed,
          status: market.definition['status'],
          inplay: market.definition['inPlay'],
          runners: [...market.runners.values()].map((runner) => ({
            selectionId: runner.id,
            handicap: runner.hc,
            status: 'ACTIVE',
            ex: {
              availableToBack: prices(id, runner.id, runner.hc, 'atb'),
              availableToLay: prices(id, runner.id, runner.hc, 'atl'),
              tradedVolume: [],
            },
          })),
        },
      ];
    });
    return { result };
  };

  const METHODS: Readonly<Record<string, (params: Row) => object>> = {
    listEventTypes: () => ({ result: [{ eventType: { id: '1', name: 'Soccer' }, marketCount: 4 }] }),
    listCompetitions: () => ({
      result: [
        { competition: { id: '59', name: 'German Bundesliga' }, marketCount: 4, competitionRegion: 'DEU' },
      ],
    }),
    listMarketCatalogue: catalogue,
    listMarketBook: books,
    listCurrentOrders: () => ({ result: { currentOrders: [], moreAvailable: false } }),
  };

  const credentialsFit = (body: string) => {
    const form = new URLSearchParams(body);
    return form.get('username') === options.username && form.get('password') === options.password;
  };

  const keepAlive = (request: IncomingMessage, refused: string | null): object => {
    const token = String(request.headers['x-authentication']);
    return refused === null && sessions.has(token)
      ? { token, product: 'x', status: 'SUCCESS', error: '' }
      : { token: '', product: 'x', status: 'FAIL', error: refused ?? 'NO_SESSION' };
  };

  /** A new session, or the code of a refusal. */
  const identity = (
    name: string,
    request: IncomingMessage,
    body: string,
    fault: ApiFault | undefined,
  ): object => {
    const refused = fault?.kind === 'login' ? fault.code : null;
    if (name === 'keepAlive') return keepAlive(request, refused);
    const certified = name === 'certlogin';
    const mismatch = credentialsFit(body) ? null : 'INVALID_USERNAME_OR_PASSWORD';
    const uncertified = certified && !(request.socket as TLSSocket).authorized ? 'CERT_AUTH_REQUIRED' : null;
    const code = refused ?? uncertified ?? mismatch;
    if (certified)
      return code === null ? { sessionToken: open(), loginStatus: 'SUCCESS' } : { loginStatus: code };
    return code === null
      ? { token: open(), product: 'x', status: 'SUCCESS', error: '' }
      : { token: '', product: 'x', status: 'FAIL', error: code };
  };

  const rpc = (name: string, request: IncomingMessage, params: Row, fault: ApiFault | undefined): object => {
    if (fault?.kind === 'error') return exception(fault.code);
    if (fault?.kind === 'rpc') return { error: { code: fault.code, message: fault.message } };
    if (request.headers['x-application'] !== options.appKey) return exception('INVALID_APP_KEY');
    if (!sessions.has(String(request.headers['x-authentication'])))
      return exception('INVALID_SESSION_INFORMATION');
    return METHODS[name]?.(params) ?? { error: { code: -32_601, message: 'DSC-0021' } };
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const path = request.url ?? '';
    const isRpc = path === '/exchange/betting/json-rpc/v1';
    const call = isRpc ? (JSON.parse(body) as { id: number; method: string; params: Row }) : null;
    const name =
      call === null ? (path.split('/').at(-1) ?? '') : call.method.replace('SportsAPING/v1.0/', '');
    requests.push({ name, headers: request.headers, body, params: call?.params ?? {} });
    const fault = faults.get(name)?.shift();
    const json = { 'content-type': 'application/json' };
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') request.socket.destroy();
    else if (fault?.kind === 'html')
      response
        .writeHead(fault.status, { 'content-type': 'text/html' })
        .end('<html><body>Down for maintenance</body></html>');
    else if (fault?.kind === 'body') response.writeHead(fault.status, json).end(fault.body);
    else if (call !== null)
      response
        .writeHead(200, json)
        .end(JSON.stringify({ jsonrpc: '2.0', ...rpc(name, request, call.params, fault), id: call.id }));
    else response.writeHead(200, json).end(JSON.stringify(identity(name, request, body, fault)));
  };

  const listen = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => answer(request, response, body));
  };
  const server =
    options.tls === undefined
      ? createPlainServer(listen)
      : createTlsServer({ ...options.tls, requestCert: true, rejectUnauthorized: false }, listen);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    count: (name) => requests.filter((request) => request.name === name).length,
    inject: (name, ...more) => void faults.set(name, [...(faults.get(name) ?? []), ...more]),
    endSessions: () => sessions.clear(),
    isSession: (token) => sessions.has(token),
    setDelayed: (now) => {
      delayed = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
