/** Kalshi: event contracts on games, by the Trade API v2. Net of its fees, as an exchange with back and lay ladders. */
import type { SourceField, SourceValues } from '../../../../shared/contract/sources.ts';
import { type LeagueStanding, listingOf, listingResult } from '../prediction-market/listing.ts';
import { createStreamingSource, type Pace } from '../prediction-market/streaming-source.ts';
import { runSteps, type Step, tryGet, trySocket } from '../prediction-market/test-steps.ts';
import type { VenueDecoder } from '../prediction-market/venue.ts';
import {
  ADDRESS_FIELD,
  addressProblem,
  leaguesField,
  numberIn,
  READING_FIELDS,
  readVenueForm,
  textIn,
} from '../prediction-market/venue-form.ts';
import type { Source } from '../source.ts';
import type { SourceKind, SourcePorts, TestPorts } from '../source-kind.ts';
import { createKalshiDecoder, KALSHI_ID, type KalshiReading } from './decoder.ts';
import { KALSHI_LEAGUES, type KalshiLeague, leagueById } from './leagues.ts';
import { type KalshiKey, readKey, signedHeaders } from './signature.ts';
import { createKalshiVenue, type KalshiVenueOptions, STREAM_PATH } from './venue.ts';

/** Names of its secrets. */
const KEY_ID = 'kalshi-key-id';
const PRIVATE_KEY = 'kalshi-private-key';

type Server = { readonly http: string; readonly socket: string };
/** The reference names two sets of hosts for the same exchange; a demo one plays with made-up money. */
const SERVERS: Readonly<Record<string, Server>> = {
  elections: { http: 'https://api.elections.kalshi.com', socket: 'wss://api.elections.kalshi.com' },
  external: { http: 'https://external-api.kalshi.com', socket: 'wss://external-api-ws.kalshi.com' },
  demo: { http: 'https://demo-api.kalshi.co', socket: 'wss://demo-api.kalshi.co' },
};

export type KalshiSettings = KalshiReading & {
  readonly server: Server;
  readonly leagues: readonly KalshiLeague[];
  readonly pace: Pace;
  readonly limits?: Pick<KalshiVenueOptions, 'contractsPerSocket' | 'heartbeatMs' | 'silenceMs'>;
};

const ORDER_CONTRACTS = {
  name: 'orderContracts',
  label: 'Contracts in a usual order',
  help: "An order's fee is rounded up to a cent; prices spread that over so many contracts.",
  type: 'number',
  default: 100,
  least: 1,
  most: 1_000_000,
  integer: true,
} as const satisfies SourceField;

function settingsOf(values: SourceValues): KalshiSettings {
  const { local, ...form } = readVenueForm(values, leagueById);
  const server = local ?? SERVERS[textIn(values, 'server')] ?? SERVERS['elections'];
  return { ...form, server: server as Server, orderContracts: numberIn(values, ORDER_CONTRACTS) };
}

/** The key as given: `undefined` without one, a sentence where it is of no use. */
function keyOf(secrets: Pick<SourcePorts['secrets'], 'get'>): KalshiKey | undefined | string {
  const [id, pem] = [secrets.get(KEY_ID) ?? '', secrets.get(PRIVATE_KEY) ?? ''];
  return id === '' && pem === '' ? undefined : readKey(id, pem);
}

/** Kalshi with settings in milliseconds; `kalshiKind` makes them of the user's. */
export function createKalshi(ports: SourcePorts, settings: KalshiSettings): Source {
  let decoder: VenueDecoder | undefined;
  let keyed = false;
  return createStreamingSource({
    id: KALSHI_ID,
    name: 'Kalshi',
    ports,
    pace: settings.pace,
    decoder(sink) {
      decoder = createKalshiDecoder(settings, sink);
      return decoder;
    },
    venue() {
      const key = keyOf(ports.secrets);
      if (typeof key === 'string') return key;
      keyed = key !== undefined;
      const { server, leagues, limits } = settings;
      return createKalshiVenue({
        ...server,
        ...limits,
        key,
        leagues,
        cursor: () => decoder?.cursor() ?? null,
        listed: () => decoder?.listed() ?? 0,
      });
    },
    facts: () => [
      keyed
        ? { label: 'Key', value: 'given', tone: 'plain' }
        : { label: 'Key', value: 'none: books are polled, not streamed', tone: 'warn' },
      { label: 'Fees', value: 'in the prices', tone: 'plain' },
    ],
  });
}

async function testKalshi(ports: TestPorts, values: SourceValues, signal: AbortSignal) {
  const { server, leagues, pace } = settingsOf(values);
  const { http, sockets, clock } = ports;
  const get = (path: string, say: Parameters<typeof tryGet>[4], sayOf?: Parameters<typeof tryGet>[5]) =>
    tryGet(http, `${server.http}/trade-api/v2${path}`, { accept: 'application/json' }, signal, say, sayOf);
  const reach: Step = {
    name: 'Reach the exchange',
    run: () =>
      get('/exchange/status', (value) => {
        const { trading_active: trading } = value as { readonly trading_active?: unknown };
        return typeof trading === 'boolean'
          ? { ok: true, message: trading ? 'It is open.' : 'It is there, and closed for trading now.' }
          : { ok: false, message: 'It answered something else than its status.' };
      }),
  };
  const offers: Step = {
    name: 'Find games',
    async run() {
      const standings = new Map<string, LeagueStanding>();
      const stands = (label: string, standing: LeagueStanding) => {
        standings.set(label, standing);
        return { ok: true, message: '' };
      };
      for (const { label, series } of leagues) {
        const winner = series.winner ?? '';
        const known = await get(
          `/series/${winner}`,
          () => stands(label, 'quiet'),
          (status) => (status === 404 ? stands(label, 'unknown') : null),
        );
        if (!known.ok) return known;
        if (standings.get(label) === 'unknown') continue;
        const games = await get(`/events?series_ticker=${winner}&status=open&limit=1`, (value) => {
          const { events } = value as { readonly events?: unknown };
          if (!Array.isArray(events)) return { ok: false, message: 'It gave no list of events.' };
          return stands(label, events.length > 0 ? 'playing' : 'quiet');
        });
        if (!games.ok) return games;
      }
      return listingResult(listingOf(standings), 'Kalshi', pace.catalogueMs);
    },
  };
  const stream: Step = {
    name: 'Open the stream with the key',
    run: async () => {
      const key = keyOf(ports.secrets);
      if (key === undefined) return { ok: true, message: 'No key is given: books will be polled.' };
      if (typeof key === 'string') return { ok: false, message: key };
      const headers = signedHeaders(key, 'GET', STREAM_PATH, clock.now());
      return trySocket(sockets, { url: `${server.socket}${STREAM_PATH}`, headers }, signal);
    },
  };
  return runSteps(clock, [reach, offers, stream]);
}

export const kalshiKind: SourceKind = {
  id: KALSHI_ID,
  name: 'Kalshi',
  description:
    'Event contracts on games, streamed with full depth. Free to read; prices are shown after the fee for taking them. Without a key books are polled.',
  account: 'kalshi.com/account/profile',
  fields: [
    leaguesField(KALSHI_LEAGUES, 'contracts'),
    ...READING_FIELDS,
    ORDER_CONTRACTS,
    {
      name: 'server',
      label: 'Server',
      help: 'Kalshi names two sets of addresses for the same exchange; the demo plays with made-up money.',
      type: 'choice',
      default: 'elections',
      choices: [
        { value: 'elections', label: 'api.elections.kalshi.com' },
        { value: 'external', label: 'external-api.kalshi.com' },
        { value: 'demo', label: 'demo-api.kalshi.co' },
      ],
    },
    ADDRESS_FIELD,
  ],
  secrets: [
    {
      name: KEY_ID,
      label: 'Key id',
      help: 'Of an API key with read access. Without one books are polled.',
      multiline: false,
      optional: true,
    },
    {
      name: PRIVATE_KEY,
      label: 'Private key',
      help: 'The RSA key that came with it, whole, from -----BEGIN to END-----.',
      multiline: true,
      optional: true,
    },
  ],
  check: addressProblem,
  checkSecrets: (secrets) => {
    const key = keyOf(secrets);
    return typeof key === 'string' ? key : null;
  },
  open: (ports, values) => createKalshi(ports, settingsOf(values)),
  decoder: (values, sink) => createKalshiDecoder(settingsOf(values), sink),
  test: testKalshi,
};
