/** Polymarket: outcome tokens of games, by the Gamma and CLOB APIs. Net of fees, as an exchange with back and lay ladders. */
import type { SourceValues } from '../../../../shared/contract/sources.ts';
import { type LeagueStanding, listingOf, listingResult } from '../prediction-market/listing.ts';
import { createStreamingSource, type Pace } from '../prediction-market/streaming-source.ts';
import { runSteps, type Step, tryGet, trySocket } from '../prediction-market/test-steps.ts';
import {
  ADDRESS_FIELD,
  addressProblem,
  leaguesField,
  READING_FIELDS,
  readVenueForm,
} from '../prediction-market/venue-form.ts';
import type { Source } from '../source.ts';
import type { SourceKind, SourcePorts, TestPorts } from '../source-kind.ts';
import {
  createPolymarketDecoder,
  POLYMARKET_ID,
  type PolymarketDecoder,
  type PolymarketReading,
} from './decoder.ts';
import { leagueById, POLYMARKET_LEAGUES, type PolymarketLeague } from './leagues.ts';
import { createPolymarketVenue, type PolymarketVenueOptions, STREAM_PATH } from './venue.ts';

type Server = Pick<PolymarketVenueOptions, 'gamma' | 'clob' | 'socket'>;
const SERVER: Server = {
  gamma: 'https://gamma-api.polymarket.com',
  clob: 'https://clob.polymarket.com',
  socket: 'wss://ws-subscriptions-clob.polymarket.com',
};

export type PolymarketSettings = PolymarketReading & {
  readonly server: Server;
  readonly leagues: readonly PolymarketLeague[];
  readonly pace: Pace;
  readonly limits?: Pick<PolymarketVenueOptions, 'contractsPerSocket' | 'heartbeatMs' | 'silenceMs'>;
};

function settingsOf(values: SourceValues): PolymarketSettings {
  const { local, ...form } = readVenueForm(values, leagueById);
  return {
    ...form,
    server: local === undefined ? SERVER : { gamma: local.http, clob: local.http, socket: local.socket },
  };
}

/** Polymarket with settings in milliseconds; `polymarketKind` makes them of the user's. */
export function createPolymarket(ports: SourcePorts, settings: PolymarketSettings): Source {
  let decoder: PolymarketDecoder | undefined;
  return createStreamingSource({
    id: POLYMARKET_ID,
    name: 'Polymarket',
    ports,
    pace: settings.pace,
    decoder(sink) {
      decoder = createPolymarketDecoder(settings, sink);
      return decoder;
    },
    venue: () =>
      createPolymarketVenue({
        ...settings.server,
        ...settings.limits,
        leagues: settings.leagues,
        cursor: () => decoder?.cursor() ?? null,
        listed: () => decoder?.listed() ?? 0,
        seriesOf: (league) => decoder?.seriesOf(league),
        knowsAny: () => decoder?.knowsAny() ?? false,
      }),
    facts: () => [{ label: 'Fees', value: 'in the prices', tone: 'plain' }],
  });
}

async function testPolymarket(ports: TestPorts, values: SourceValues, signal: AbortSignal) {
  const { server, leagues, pace } = settingsOf(values);
  const { http, sockets, clock } = ports;
  const plain = { accept: 'application/json' };
  const series = new Map<unknown, string>();
  const catalogue: Step = {
    name: 'Reach the catalogue',
    run: () =>
      tryGet(http, `${server.gamma}/sports`, plain, signal, (value) => {
        if (!Array.isArray(value))
          return { ok: false, message: 'It answered something else than its sports.' };
        for (const sport of value as readonly (Readonly<Record<string, unknown>> | null)[])
          series.set(sport?.['sport'], String(sport?.['series'] ?? ''));
        return { ok: true, message: 'It is there.' };
      }),
  };
  const games: Step = {
    name: 'Find games',
    async run() {
      const knowsAny = POLYMARKET_LEAGUES.some(({ code }) => series.has(code));
      const standings = new Map<string, LeagueStanding>();
      for (const { label, code } of leagues) {
        const id = series.get(code) ?? '';
        standings.set(label, knowsAny ? 'quiet' : 'unknown');
        if (id === '') continue;
        const query = new URLSearchParams({ series_id: id, active: 'true', closed: 'false', limit: '1' });
        const asked = await tryGet(http, `${server.gamma}/events?${query}`, plain, signal, (value) => {
          if (!Array.isArray(value)) return { ok: false, message: 'It gave no list of events.' };
          if (value.length > 0) standings.set(label, 'playing');
          return { ok: true, message: '' };
        });
        if (!asked.ok) return asked;
      }
      return listingResult(listingOf(standings), 'Polymarket', pace.catalogueMs);
    },
  };
  const books: Step = {
    name: 'Reach the order books',
    run: () =>
      tryGet(http, `${server.clob}/time`, plain, signal, (value) => ({
        ok: Number.isFinite(Number(value)),
        message: Number.isFinite(Number(value))
          ? 'They are there.'
          : 'It answered something else than its time.',
      })),
  };
  const stream: Step = {
    name: 'Open the stream',
    run: () => trySocket(sockets, { url: `${server.socket}${STREAM_PATH}` }, signal),
  };
  return runSteps(clock, [catalogue, games, books, stream]);
}

export const polymarketKind: SourceKind = {
  id: POLYMARKET_ID,
  name: 'Polymarket',
  description:
    'Outcome tokens of games, streamed with full depth. Public and free to read; prices are shown after the fee for taking them. Not served from every country.',
  account: 'polymarket.com',
  fields: [leaguesField(POLYMARKET_LEAGUES, 'tokens'), ...READING_FIELDS, ADDRESS_FIELD],
  secrets: [],
  check: addressProblem,
  open: (ports, values) => createPolymarket(ports, settingsOf(values)),
  decoder: (values, sink) => createPolymarketDecoder(settingsOf(values), sink),
  test: testPolymarket,
};
