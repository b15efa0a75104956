import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { ContractExchange } from '../prediction-market/contract-exchange.ts';
import type { Contract } from '../prediction-market/game.ts';
import { createRemembered } from '../prediction-market/remembered.ts';
import type { Tally } from '../prediction-market/tally.ts';
import { contractsOfMarket } from './contracts-of-market.ts';
import { gameOfEvent, type ReadGame } from './game-of-event.ts';
import { leagueById, POLYMARKET_LEAGUES, type PolymarketLeague } from './leagues.ts';
import {
  isWireEvent,
  isWireMarket,
  isWireSport,
  mismatch,
  type WireEvent,
  type WireMarket,
} from './messages.ts';

/** Events asked for at once; a page with fewer is the last. */
export const PAGE_SIZE = 100;

/** Reads what is on offer into games and contracts. */
export type Catalogue = {
  takeSports(value: unknown, at: EpochMs): string | null;
  /** A page of a league's events. Answers with a fault. */
  takeEvents(league: string, first: boolean, value: unknown, at: EpochMs): string | null;
  /** The series of a league as `/sports` told; `undefined` where it has none. */
  seriesOf(league: PolymarketLeague): string | undefined;
  /** Whether `/sports` told of any league we know. */
  knowsAny(): boolean;
  /** Events on the last page. */
  listed(): number;
  /** Whether the last page was full, so that another follows. */
  more(): boolean;
  /** A token that only mirrors a contract of ours. */
  isMirror(token: string): boolean;
};

export function createCatalogue(deps: {
  readonly exchange: ContractExchange;
  readonly tally: Tally;
}): Catalogue {
  const { exchange, tally } = deps;
  const sports = new Map<string, { readonly series: string; readonly ordering: string | undefined }>();
  const games = createRemembered<ReadGame>();
  const mirrors = createRemembered<true>();
  /** Contracts of each league, as the pages so far of this reading have them, and as the last whole one had. */
  const seen = new Map<string, Set<string>>();
  const listed = new Map<string, ReadonlySet<string>>();
  let more = false;
  let eventsListed = 0;

  const readGame = (
    event: WireEvent,
    markets: readonly WireMarket[],
    league: PolymarketLeague,
    at: EpochMs,
  ) => {
    // A game's contracts are spread over several events; the one with its winner says what game it is.
    const key = `${league.id} ${event.gameId}`;
    const told = markets.some(({ sportsMarketType: type }) => type === 'moneyline');
    if (!told) return games.get(key) ?? { reason: 'game-unknown', detail: 'Its game could not be read yet.' };
    const read = gameOfEvent(event, markets, league, sports.get(league.code)?.ordering);
    if ('game' in read) games.set(key, read, at);
    return read;
  };

  const marketsOf = (event: WireEvent, at: EpochMs): readonly WireMarket[] => {
    const markets: WireMarket[] = [];
    for (const market of event.markets ?? [])
      if (isWireMarket(market)) markets.push(market);
      else tally.refuse(`malformed-market: ${mismatch(isWireMarket)}`, market, at);
    return markets;
  };

  const takeEvent = (part: unknown, league: PolymarketLeague, at: EpochMs) => {
    if (!isWireEvent(part)) return tally.refuse(`malformed-event: ${mismatch(isWireEvent)}`, part, at);
    const markets = marketsOf(part, at);
    const about = part.title ?? part.id;
    const refuseAll = (reason: string, detail: string) =>
      tally.refuse(reason, `${about}: ${detail}`, at, Math.max(1, markets.length));
    if (part.gameId === undefined || part.gameId === null || part.gameId === '')
      return refuseAll('no-game', 'It is not about one game.');
    const game = readGame(part, markets, league, at);
    if ('reason' in game) return refuseAll(game.reason, game.detail);

    const contracts: Contract[] = [];
    const unsupported = new Map<string, number>();
    for (const market of markets) {
      const read = contractsOfMarket(market, game, league);
      if (!('reason' in read)) {
        contracts.push(...read.contracts);
        for (const token of read.mirrors) mirrors.set(token, true, at);
      } else if (read.reason === 'unsupported-contract')
        unsupported.set(read.detail, (unsupported.get(read.detail) ?? 0) + 1);
      else tally.refuse(read.reason, `${about}: ${read.detail}`, at);
    }
    // Props come by the dozen: one line an event and type, every contract counted.
    for (const [type, times] of unsupported)
      tally.refuse('unsupported-contract', `${about}: ${type}`, at, times);
    for (const { id } of contracts) seen.get(league.id)?.add(id);
    const refused = exchange.offer(game.game, contracts, at);
    for (const { id } of refused)
      tally.refuse(
        'conflicting-contract',
        `${about}: ${id} is a selection that another contract already is.`,
        at,
      );
    tally.count('used', contracts.length - refused.length);
  };

  const closeUnlisted = (league: string, at: EpochMs) => {
    const now = seen.get(league);
    if (now === undefined) return;
    for (const id of listed.get(league) ?? []) if (!now.has(id)) exchange.setStatus(id, 'closed', at);
    listed.set(league, now);
    seen.delete(league);
  };

  return {
    takeSports(value, at) {
      if (!Array.isArray(value)) {
        tally.refuse('not-sports', value, at);
        return 'A list of sports was expected.';
      }
      const known = value.filter((sport) => isWireSport(sport));
      if (known.length === 0) {
        tally.refuse('not-sports', value, at);
        return 'A list of sports was expected.';
      }
      tally.count('used');
      for (const { sport, series, ordering } of known)
        sports.set(sport, { series: String(series ?? ''), ordering: ordering ?? undefined });
      return null;
    },
    takeEvents(id, first, value, at) {
      more = false;
      eventsListed = 0;
      const league = leagueById(id);
      if (!Array.isArray(value) || league === undefined) {
        tally.refuse('not-events', value, at);
        return 'A list of events was expected.';
      }
      if (first) {
        // What a reading that broke off had found is missed by the next one that does not.
        const found = seen.get(id);
        if (found !== undefined) listed.set(id, new Set([...(listed.get(id) ?? []), ...found]));
        seen.set(id, new Set());
      }
      // Winners first: the other events of a page may be of their games.
      const isMain = (event: unknown) =>
        isWireEvent(event) &&
        (event.markets ?? []).some(
          (market) => isWireMarket(market) && market.sportsMarketType === 'moneyline',
        );
      const main = value.filter((event) => isMain(event));
      for (const event of [...main, ...value.filter((other) => !main.includes(other))])
        takeEvent(event, league, at);
      eventsListed = value.length;
      more = value.length >= PAGE_SIZE;
      if (!more) closeUnlisted(id, at);
      games.age(at);
      mirrors.age(at);
      return null;
    },
    seriesOf: (league) => sports.get(league.code)?.series || undefined,
    knowsAny: () => POLYMARKET_LEAGUES.some(({ code }) => sports.has(code)),
    listed: () => eventsListed,
    more: () => more,
    isMirror: (token) => mirrors.get(token) === true,
  };
}
