import { type LeagueStanding, listingOf } from '../prediction-market/listing.ts';
import type { Ask, Problem, StreamSession, Venue } from '../prediction-market/venue.ts';
import { PAGE_SIZE } from './catalogue.ts';
import { CHANNELS } from './decoder.ts';
import type { PolymarketLeague } from './leagues.ts';

export const STREAM_PATH = '/ws/market';
const MOST_PAGES = 50;
const BOOKS_AT_ONCE = 100;
const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 30_000;
/** Public projects report 500 assets as the most of a socket. */
const TOKENS_PER_SOCKET = 500;

export type PolymarketVenueOptions = {
  /** Origins of the Gamma API, the CLOB API and the market channel. */
  readonly gamma: string;
  readonly clob: string;
  readonly socket: string;
  readonly leagues: readonly PolymarketLeague[];
  /** Whether another page follows the last answer the decoder took. */
  readonly cursor: () => string | null;
  readonly seriesOf: (league: PolymarketLeague) => string | undefined;
  readonly knowsAny: () => boolean;
  /** Events on the last page the decoder took. */
  readonly listed: () => number;
  readonly contractsPerSocket?: number;
  readonly heartbeatMs?: number;
  readonly silenceMs?: number;
};

/** Commands of one socket: subscriptions to tokens, and the text PING, which the server answers with PONG. */
function openSession(send: (text: string) => void): StreamSession {
  const tell = (message: object) => send(JSON.stringify(message));
  return {
    start: (tokens) => tell({ assets_ids: tokens, type: 'market', custom_feature_enabled: true }),
    add: (tokens) => tell({ assets_ids: tokens, operation: 'subscribe', custom_feature_enabled: true }),
    remove: (tokens) => tell({ assets_ids: tokens, operation: 'unsubscribe' }),
    beat: () => send('PING'),
    // Messages carry no numbers and books can't be asked for here.
    refresh: () => false,
    resync: () => false,
    heard: () => {},
  };
}

/** Polymarket's Gamma and CLOB APIs. All of it is public. */
export function createPolymarketVenue(options: PolymarketVenueOptions): Venue {
  const { leagues, cursor, seriesOf, knowsAny, listed } = options;
  let oneByOne = false;
  const standings = new Map<string, LeagueStanding>();

  const pages = async (ask: Ask, league: PolymarketLeague, series: string): Promise<Problem | null> => {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = new URLSearchParams({
        series_id: series,
        active: 'true',
        closed: 'false',
        limit: String(PAGE_SIZE),
        offset: String((page - 1) * PAGE_SIZE),
      });
      const problem = await ask({
        channel: CHANNELS.events(league.id, page),
        path: `/events?${query}`,
        api: 'gamma',
      });
      if (problem !== null) return problem;
      if (page === 1) standings.set(league.label, listed() === 0 ? 'quiet' : 'playing');
      if (cursor() === null) return null;
    }
    return null;
  };

  const singleBooks = async (ask: Ask, tokens: readonly string[]): Promise<Problem | null> => {
    let worst: Problem | null = null;
    for (const token of tokens) {
      const problem = await ask({
        channel: CHANNELS.book(token),
        path: `/book?token_id=${token}`,
        api: 'clob',
      });
      // A token without a book has nothing to say.
      if (problem?.status !== 404) worst = problem ?? worst;
    }
    return worst;
  };

  return {
    name: 'Polymarket',
    apis: { gamma: options.gamma, clob: options.clob },
    async catalogue(ask) {
      const sports = await ask({ channel: CHANNELS.sports, path: '/sports', api: 'gamma' });
      if (sports !== null) return sports;
      let worst: Problem | null = null;
      for (const league of leagues) {
        const series = seriesOf(league);
        // A league comes and goes with its season; where none is there at all, they are called otherwise.
        if (series === undefined) standings.set(league.label, knowsAny() ? 'quiet' : 'unknown');
        else worst = (await pages(ask, league, series)) ?? worst;
      }
      return worst;
    },
    listing: () => listingOf(standings),
    async books(ask, contracts) {
      let worst: Problem | null = null;
      for (let from = 0; from < contracts.length; from += BOOKS_AT_ONCE) {
        const batch = contracts.slice(from, from + BOOKS_AT_ONCE);
        if (!oneByOne) {
          const body = JSON.stringify(batch.map((token) => ({ token_id: token })));
          const problem = await ask({ channel: CHANNELS.books, path: '/books', api: 'clob', body });
          oneByOne = problem !== null && [404, 405].includes(problem.status ?? 0);
          if (!oneByOne) worst = problem ?? worst;
        }
        if (oneByOne) worst = (await singleBooks(ask, batch)) ?? worst;
      }
      return worst;
    },
    stream: {
      contractsPerSocket: options.contractsPerSocket ?? TOKENS_PER_SOCKET,
      heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
      silenceMs: options.silenceMs ?? SILENCE_MS,
      address: () => ({ url: `${options.socket}${STREAM_PATH}` }),
      open: openSession,
    },
    headers: () => ({}),
    refused: () => false,
  };
}
