import { type LeagueStanding, listingOf } from '../prediction-market/listing.ts';
import type { Ask, Problem, Venue } from '../prediction-market/venue.ts';
import { CHANNELS } from './decoder.ts';
import type { KalshiLeague } from './leagues.ts';
import { type KalshiKey, signedHeaders } from './signature.ts';
import { createStreamSession } from './stream-session.ts';

const API_PATH = '/trade-api/v2';
export const STREAM_PATH = '/trade-api/ws/v2';
const MOST_PAGES = 50;
const BOOKS_AT_ONCE = 100;
const HEARTBEAT_MS = 15_000;
const SILENCE_MS = 40_000;

export type KalshiVenueOptions = {
  /** Origins: `https://api.elections.kalshi.com`, `wss://api.elections.kalshi.com`. */
  readonly http: string;
  readonly socket: string;
  readonly key: KalshiKey | undefined;
  readonly leagues: readonly KalshiLeague[];
  /** Of the last answer the decoder took. */
  readonly cursor: () => string | null;
  /** Events on the last page the decoder took. */
  readonly listed: () => number;
  readonly contractsPerSocket?: number;
  readonly heartbeatMs?: number;
  readonly silenceMs?: number;
};

/**
 * Kalshi's Trade API v2. Reading needs no key in practice, though the reference asks for one on order books: a key is used
 * where there is one, and left out where it is refused. The stream needs one for every channel.
 */
export function createKalshiVenue(options: KalshiVenueOptions): Venue {
  const { key, leagues, cursor, listed } = options;
  let signing = key !== undefined;
  /** `/markets/orderbooks` is refused to some; then each book is asked for by itself. */
  let oneByOne = false;
  const standings = new Map<string, LeagueStanding>();

  const pages = async (ask: Ask, series: string, found: () => void): Promise<Problem | null> => {
    let next: string | null = null;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = new URLSearchParams({
        series_ticker: series,
        status: 'open',
        with_nested_markets: 'true',
        with_milestones: 'true',
        limit: '200',
        ...(next === null ? {} : { cursor: next }),
      });
      const problem = await ask({
        channel: CHANNELS.events(series, page),
        path: `${API_PATH}/events?${query}`,
      });
      if (problem !== null) return problem;
      if (listed() > 0) found();
      next = cursor();
      if (next === null) return null;
    }
    return null;
  };

  const singleBooks = async (ask: Ask, tickers: readonly string[]): Promise<Problem | null> => {
    let worst: Problem | null = null;
    for (const ticker of tickers) {
      const path = `${API_PATH}/markets/${encodeURIComponent(ticker)}/orderbook`;
      worst = (await ask({ channel: CHANNELS.book(ticker), path })) ?? worst;
    }
    return worst;
  };

  return {
    name: 'Kalshi',
    apis: { trade: options.http },
    async catalogue(ask) {
      const status = await ask({ channel: CHANNELS.status, path: `${API_PATH}/exchange/status` });
      if (status !== null) return status;
      let worst: Problem | null = null;
      // The winner's series comes first: its events say which game the others are about.
      for (const league of leagues) {
        let standing: LeagueStanding = 'unknown';
        let problem: Problem | null = null;
        for (const series of [league.series.winner, league.series.spread, league.series.total]) {
          if (series === undefined) continue;
          const about = await ask({ channel: CHANNELS.series(series), path: `${API_PATH}/series/${series}` });
          // A series the exchange does not have is no fault of the others.
          if (about?.status === 404) continue;
          if (about === null && standing === 'unknown') standing = 'quiet';
          const found = () => {
            standing = 'playing';
          };
          problem = about ?? (await pages(ask, series, found)) ?? problem;
        }
        // What could not be asked stands as it did.
        if (problem === null) standings.set(league.label, standing);
        worst = problem ?? worst;
      }
      return worst;
    },
    listing: () => listingOf(standings),
    async books(ask, contracts) {
      let worst: Problem | null = null;
      for (let from = 0; from < contracts.length; from += BOOKS_AT_ONCE) {
        const batch = contracts.slice(from, from + BOOKS_AT_ONCE);
        if (!oneByOne) {
          // Repeated, not with commas: a list is taken for one unknown ticker.
          const query = batch.map((ticker) => `tickers=${encodeURIComponent(ticker)}`).join('&');
          const problem = await ask({
            channel: CHANNELS.books,
            path: `${API_PATH}/markets/orderbooks?${query}`,
          });
          oneByOne = problem !== null && [401, 403, 404].includes(problem.status ?? 0);
          if (!oneByOne) worst = problem ?? worst;
        }
        if (oneByOne) worst = (await singleBooks(ask, batch)) ?? worst;
      }
      return worst;
    },
    stream:
      key === undefined
        ? null
        : {
            contractsPerSocket: options.contractsPerSocket ?? 1_000,
            heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
            silenceMs: options.silenceMs ?? SILENCE_MS,
            address: (now) => ({
              url: `${options.socket}${STREAM_PATH}`,
              headers: signedHeaders(key, 'GET', STREAM_PATH, now),
            }),
            open: createStreamSession,
          },
    headers: (method, path, now) =>
      signing && key !== undefined ? signedHeaders(key, method, path, now) : {},
    refused() {
      const again = signing;
      signing = false;
      return again;
    },
  };
}
