import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { ContractExchange } from '../prediction-market/contract-exchange.ts';
import type { Contract } from '../prediction-market/game.ts';
import { createRemembered } from '../prediction-market/remembered.ts';
import type { Tally } from '../prediction-market/tally.ts';
import { contractFee, type FeeTerms, GENERAL_TERMS } from './fees.ts';
import { gameOfEvent, type ReadGame } from './game-of-event.ts';
import { SERIES, type SeriesPlace } from './leagues.ts';
import {
  isWireEvent,
  isWireMarket,
  isWireMilestone,
  isWireSeries,
  mismatch,
  type WireEvent,
  type WireMarket,
  type WireMilestone,
} from './messages.ts';
import { roleOfMarket, statusOf } from './role-of-market.ts';
import { type EventTicker, marketSuffix, readEventTicker } from './ticker.ts';

/** Reads what is on offer into games and contracts. */
export type Catalogue = {
  takeSeries(value: unknown, at: EpochMs): string | null;
  /** A page of a series' events; `first` and last pages tell which contracts are gone. Answers with a fault. */
  takeEvents(series: string, first: boolean, value: unknown, at: EpochMs): string | null;
  /** The next page of the last answer. */
  cursor(): string | null;
  /** Events on the last page. */
  listed(): number;
  /** An event's fees were changed (`null`: are its series' again). */
  changeFees(event: string, terms: FeeTerms | null, at: EpochMs): void;
};

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

export function createCatalogue(deps: {
  readonly exchange: ContractExchange;
  readonly tally: Tally;
  readonly orderContracts: number;
}): Catalogue {
  const { exchange, tally, orderContracts } = deps;
  const terms = new Map<string, FeeTerms>();
  const games = createRemembered<ReadGame>();
  const milestones = createRemembered<readonly WireMilestone[]>();
  /** Contracts by series, as the pages so far of this reading have them. */
  const seen = new Map<string, Set<string>>();
  let cursor: string | null = null;
  let eventsListed = 0;

  const gameKey = ({ league }: SeriesPlace, { game }: EventTicker) => `${league.id} ${game}`;

  const takeMilestones = (list: unknown, at: EpochMs) => {
    if (!Array.isArray(list)) return;
    const named = new Map<string, WireMilestone[]>();
    for (const milestone of list) {
      if (!isWireMilestone(milestone)) continue;
      const tickers = [
        ...(milestone.primary_event_tickers ?? []),
        ...(milestone.related_event_tickers ?? []),
      ];
      for (const ticker of new Set(tickers)) named.set(ticker, [...(named.get(ticker) ?? []), milestone]);
    }
    for (const [ticker, own] of named) milestones.set(ticker, own, at);
  };

  const feesOf = (event: WireEvent, series: string): FeeTerms => {
    const general = terms.get(series) ?? GENERAL_TERMS;
    return {
      type: event.fee_type_override ?? general.type,
      multiplier: event.fee_multiplier_override ?? general.multiplier,
    };
  };

  const readGame = (
    event: WireEvent,
    ticker: EventTicker,
    place: SeriesPlace,
    markets: readonly WireMarket[],
    at: EpochMs,
  ): ReadGame | { readonly reason: string; readonly detail: string } => {
    const key = gameKey(place, ticker);
    if (place.subject !== 'winner')
      return games.get(key) ?? { reason: 'game-unknown', detail: 'Its game could not be read.' };
    const own = milestones.get(event.event_ticker) ?? [];
    const read = gameOfEvent(event, ticker, markets, own, place.league);
    if ('game' in read) games.set(key, read, at);
    return read;
  };

  const takeEvent = (part: unknown, series: string, place: SeriesPlace, at: EpochMs) => {
    if (!isWireEvent(part)) return tally.refuse(`malformed-event: ${mismatch(isWireEvent)}`, part, at);
    const list = part.markets ?? [];
    const markets: WireMarket[] = [];
    for (const market of list)
      if (isWireMarket(market)) markets.push(market);
      else tally.refuse(`malformed-market: ${mismatch(isWireMarket)}`, market, at);
    for (const { ticker } of markets) seen.get(series)?.add(ticker);
    const refuseAll = (reason: string, detail: string) =>
      tally.refuse(reason, `${part.event_ticker}: ${detail}`, at, Math.max(1, markets.length));
    const ticker = readEventTicker(part.event_ticker);
    if (ticker === undefined) return refuseAll('ticker-unclear', 'Its ticker has no date and sides.');
    const read = readGame(part, ticker, place, markets, at);
    if ('reason' in read) return refuseAll(read.reason, read.detail);
    const fee = contractFee(feesOf(part, series), orderContracts);
    if (fee === undefined)
      return refuseAll('fee-unknown', 'Its fee is of a type whose formula is not known.');

    const contracts: Contract[] = [];
    for (const market of markets) {
      const suffix = marketSuffix(market.ticker, part.event_ticker);
      const role =
        suffix === undefined
          ? { reason: 'ticker-unclear', detail: 'It is not of its event.' }
          : roleOfMarket(place.subject, market, suffix, read, place.league);
      if ('reason' in role) tally.refuse(role.reason, `${market.ticker}: ${role.detail}`, at);
      else contracts.push({ id: market.ticker, role, fee, status: statusOf(market.status) });
    }
    const refused = exchange.offer(read.game, contracts, at);
    for (const { id } of refused)
      tally.refuse('conflicting-contract', `${id}: another contract already is its selection.`, at);
    tally.count('used', contracts.length - refused.length);
  };

  const closeUnlisted = (series: string, at: EpochMs) => {
    const listed = seen.get(series);
    if (listed === undefined) return;
    for (const id of exchange.open())
      if (id.startsWith(`${series}-`) && !listed.has(id)) exchange.setStatus(id, 'closed', at);
    seen.delete(series);
  };

  return {
    takeSeries(value, at) {
      const series = own(value, 'series');
      if (!isWireSeries(series)) {
        tally.refuse('malformed-series', value, at);
        return 'A series was expected.';
      }
      tally.count('used');
      terms.set(series.ticker, {
        type: series.fee_type ?? GENERAL_TERMS.type,
        multiplier: series.fee_multiplier ?? GENERAL_TERMS.multiplier,
      });
      return null;
    },
    takeEvents(series, first, value, at) {
      cursor = null;
      eventsListed = 0;
      const events = own(value, 'events');
      const place = SERIES.get(series);
      if (!Array.isArray(events) || place === undefined) {
        tally.refuse('not-events', value, at);
        return 'A list of events was expected.';
      }
      takeMilestones(own(value, 'milestones'), at);
      if (first) seen.set(series, new Set());
      eventsListed = events.length;
      for (const event of events) takeEvent(event, series, place, at);
      const next = own(value, 'cursor');
      cursor = typeof next === 'string' && next !== '' ? next : null;
      if (cursor === null) closeUnlisted(series, at);
      games.age(at);
      milestones.age(at);
      return null;
    },
    cursor: () => cursor,
    listed: () => eventsListed,
    changeFees(event, changed, at) {
      const series = event.split('-')[0] ?? '';
      const fee = contractFee(changed ?? terms.get(series) ?? GENERAL_TERMS, orderContracts);
      for (const id of exchange.open()) {
        if (!id.startsWith(`${event}-`)) continue;
        if (fee === undefined) exchange.setStatus(id, 'suspended', at);
        else exchange.setFee(id, fee, at);
      }
    },
  };
}
