/** Polymarket: outcome tokens of games, by the Gamma and CLOB APIs. Net of fees, as an exchange with back and lay ladders. */
import type { SourceValues } from '../../../../shared/contract/sources.ts';
import { type LeagueStanding, listingOf, listingResult } from '../prediction-market/listing.ts';
import { localServer, NOT_LOCAL } from '../prediction-market/server-address.ts';
import { createStreamingSource, type Pace, USUAL_PACE } from '../prediction-market/streaming-source.ts';
import { runSteps, type Step, tryGet, trySocket } from '../prediction-market/test-steps.ts';
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

const numberOf = (value: SourceValues[string] | undefined, usual: number): number =>
  typeof value === 'number' ? value : usual;
const textOf = (value: SourceValues[string] | undefined): string =>
  typeof value === 'string' ? value.trim() : '';

function settingsOf(values: SourceValues): PolymarketSettings {
  const local = localServer(textOf(values['address']));
  const leagues = values['leagues'];
  return {
    server: local === undefined ? SERVER : { gamma: local.http, clob: local.http, socket: local.socket },
    leagues: (Array.isArray(leagues) ? leagues : []).flatMap((id) => leagueById(id) ?? []),
    depth: numberOf(values['depth'], 10),
    pace: { ...USUAL_PACE, pollMs: numberOf(values['pollSeconds'], 10) * 1000 },
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
  account: 'none needed: polymarket.com',
  fields: [
    {
      name: 'leagues',
      label: 'Leagues',
      help: 'Games whose tokens are read.',
      type: 'list',
      default: ['NFL', 'NBA', 'EPL'],
      choices: POLYMARKET_LEAGUES.map(({ id, label }) => ({ value: id, label })),
      least: 1,
    },
    {
      name: 'depth',
      label: 'Ladder levels',
      help: 'Most prices kept on each side of a selection.',
      type: 'number',
      default: 10,
      least: 1,
      most: 100,
      integer: true,
    },
    {
      name: 'pollSeconds',
      label: 'Poll every (seconds)',
      help: 'How often books are asked for while no stream brings them.',
      type: 'number',
      default: 10,
      least: 2,
      most: 600,
      integer: true,
    },
    {
      name: 'address',
      label: 'Server of your own',
      help: 'Empty for the real one. A stand-in on this machine, as http://127.0.0.1:8080.',
      type: 'text',
      default: '',
      mostCharacters: 200,
    },
  ],
  secrets: [],
  check(values) {
    const address = textOf(values['address']);
    return address === '' || localServer(address) !== undefined ? null : NOT_LOCAL;
  },
  open: (ports, values) => createPolymarket(ports, settingsOf(values)),
  decoder: (values, sink) => createPolymarketDecoder(settingsOf(values), sink),
  test: testPolymarket,
};
