import type { Book, BookStanding, Market, MarketStatus } from '../../../../shared/domain/catalogue.ts';
import type { ContractFee } from '../../../../shared/domain/prediction-fees.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, EventId, MarketId, SourceId } from '../../../../shared/domain/units.ts';
import type { FeedSink } from '../source.ts';
import { type ContractBook, createContractBook } from './contract-book.ts';
import { laddersOf } from './contract-quotes.ts';
import { type Contract, type Game, marketIdOf, marketOf, selectionIdOf, sportingEvent } from './game.ts';

/** A contract as the cache holds it. */
export type TrackedContract = {
  readonly id: string;
  readonly marketId: MarketId;
  contract: Contract;
  readonly book: ContractBook;
  /** `waiting`: no book has come yet. `out`: what stands can't be relied on any more. */
  step: 'waiting' | 'in' | 'out';
  /** Its book comes by a stream that has not been lost since. */
  streamed: boolean;
  /** When the exchange says that the book last changed. */
  sourceTime: EpochMs;
};

type TrackedGame = { game: Game; status: 'scheduled' | 'live'; readonly markets: Set<MarketId> };
type TrackedMarket = {
  readonly game: TrackedGame;
  market: Market;
  readonly contracts: Set<TrackedContract>;
  standing: BookStanding['state'];
};

export type ContractExchange = {
  /**
   * A game with contracts on it, new or changed. Answers with those that were refused because another contract already is
   * the same selection.
   */
  offer(game: Game, contracts: readonly Contract[], at: EpochMs): readonly Contract[];
  contract(id: string): TrackedContract | undefined;
  /** Contracts that can be traded, or will be again. */
  open(): readonly string[];
  /** Those of them whose books no stream brings. */
  unstreamed(): readonly string[];
  setStatus(id: string, status: MarketStatus, at: EpochMs): void;
  setFee(id: string, fee: ContractFee, at: EpochMs): void;
  /** The whole exchange stands still, or moves again. */
  setTrading(active: boolean, at: EpochMs): void;
  /** The book of `tracked` is as it is now: tells its ladders, and that they can be relied on. */
  tell(tracked: TrackedContract, at: EpochMs): void;
  /**
   * Its book is not what the exchange has: flagged until a whole book comes. `streamed`: changes of it still come, so that
   * it need not be polled.
   */
  fallOut(tracked: TrackedContract, reason: string, at: EpochMs, streamed?: boolean): void;
  /** Ids of contracts whose book is flagged. */
  fallen(): readonly string[];
};

const NONE: readonly string[] = [];

export function createContractExchange(options: {
  readonly sourceId: SourceId;
  readonly book: Book;
  readonly sink: FeedSink;
  /** Most levels of a ladder. */
  readonly depth: number;
}): ContractExchange {
  const { sourceId, book, sink, depth } = options;
  const games = new Map<EventId, TrackedGame>();
  const markets = new Map<MarketId, TrackedMarket>();
  const contracts = new Map<string, TrackedContract>();
  const out = new Set<TrackedContract>();
  let trading = true;
  let introduced = false;

  const introduce = () => {
    if (!introduced) sink({ kind: 'books', books: [book] });
    introduced = true;
  };

  const statusOf = ({ contracts: members }: TrackedMarket): MarketStatus => {
    const all = [...members].map(({ contract }) => contract.status);
    if (all.every((status) => status === 'closed')) return 'closed';
    return trading && all.every((status) => status === 'open') ? 'open' : 'suspended';
  };

  const refreshStatus = (tracked: TrackedMarket, at: EpochMs) => {
    const status = statusOf(tracked);
    if (status === tracked.market.status) return;
    tracked.market = { ...tracked.market, status };
    sink({ kind: 'market-status', marketId: tracked.market.id, status, at });
    if (status === 'closed') forget(tracked);
  };

  /** Nothing more comes of a closed market; a game goes with its last one. */
  const forget = ({ game, market, contracts: members }: TrackedMarket) => {
    for (const member of members) {
      contracts.delete(member.id);
      out.delete(member);
    }
    markets.delete(market.id);
    game.markets.delete(market.id);
    if (game.markets.size === 0) games.delete(game.game.id);
  };

  const refreshStanding = (tracked: TrackedMarket, reason: string, at: EpochMs) => {
    const fallen = [...tracked.contracts].some((member) => out.has(member));
    const state = fallen ? 'unreliable' : 'open';
    if (state === tracked.standing) return;
    tracked.standing = state;
    const standing: BookStanding = { state, reason: fallen ? reason : '' };
    sink({ kind: 'book-standing', marketId: tracked.market.id, bookId: book.id, standing, at });
  };

  /** Keeps the contract; false where it would be a selection another contract already is. */
  const keep = (game: TrackedGame, contract: Contract, added: Market[]): boolean => {
    const { role } = contract;
    const known = contracts.get(contract.id);
    const marketId = marketIdOf(game.game.id, role.type, role.line);
    if (known === undefined && contract.status === 'closed') return true;
    if (known !== undefined) {
      const same = known.marketId === marketId && known.contract.role.yes === role.yes;
      if (same) known.contract = contract;
      return same;
    }
    const kept = markets.get(marketId);
    const taken = [...(kept?.contracts ?? [])].flatMap(({ contract: { role: other } }) => [
      other.yes,
      other.no,
    ]);
    if (taken.includes(role.yes) || (role.no !== null && taken.includes(role.no))) return false;
    const tracked: TrackedMarket = kept ?? {
      game,
      market: marketOf(game.game, role, contract.status),
      contracts: new Set(),
      standing: 'open',
    };
    if (kept === undefined) {
      markets.set(marketId, tracked);
      game.markets.add(marketId);
      added.push(tracked.market);
    }
    const entry: TrackedContract = {
      id: contract.id,
      marketId,
      contract,
      book: createContractBook(),
      step: 'waiting',
      streamed: false,
      sourceTime: 0 as EpochMs,
    };
    tracked.contracts.add(entry);
    contracts.set(contract.id, entry);
    return true;
  };

  const sameGame = (one: Game, other: Game): boolean =>
    one.home === other.home &&
    one.away === other.away &&
    one.startsAt === other.startsAt &&
    one.competition === other.competition;

  const marketOfContract = (tracked: TrackedContract): TrackedMarket | undefined =>
    markets.get(tracked.marketId);

  const tell: ContractExchange['tell'] = (tracked, at) => {
    const { contract, marketId } = tracked;
    const { role, fee } = contract;
    tracked.step = 'in';
    out.delete(tracked);
    const quotes: Quote[] = [];
    for (const [of, selection] of [
      ['yes', role.yes],
      ['no', role.no],
    ] as const) {
      if (selection === null) continue;
      const ladders = laddersOf(tracked.book, of, fee, depth);
      for (const side of ['back', 'lay'] as const)
        quotes.push({
          selectionId: selectionIdOf(marketId, selection),
          marketId,
          bookId: book.id,
          side,
          levels: ladders[side],
          sourceId,
          sourceTime: tracked.sourceTime,
          receivedAt: at,
        });
    }
    sink({ kind: 'quotes', quotes });
    const market = marketOfContract(tracked);
    if (market !== undefined) refreshStanding(market, '', at);
  };

  return {
    offer(game, offered, at) {
      introduce();
      const event = sportingEvent(game, sourceId, at);
      const status = event.status === 'live' ? 'live' : 'scheduled';
      const known = games.get(game.id);
      const entry: TrackedGame = known ?? { game, status, markets: new Set() };
      const changed = known === undefined || known.status !== status || !sameGame(known.game, game);
      entry.game = game;
      entry.status = status;
      if (offered.some(({ status: offer }) => offer !== 'closed')) games.set(game.id, entry);
      else if (known === undefined) return [];
      const added: Market[] = [];
      const refused = offered.filter((contract) => !keep(entry, contract, added));
      for (const market of added) {
        const tracked = markets.get(market.id);
        if (tracked !== undefined) tracked.market = { ...tracked.market, status: statusOf(tracked) };
      }
      const told = added.map(({ id }) => markets.get(id)?.market).filter((market) => market !== undefined);
      if (changed || told.length > 0) sink({ kind: 'event', event, markets: told });
      for (const id of [...entry.markets]) {
        const tracked = markets.get(id);
        if (tracked !== undefined) refreshStatus(tracked, at);
      }
      return refused;
    },
    contract: (id) => contracts.get(id),
    open: () =>
      [...contracts.values()].filter(({ contract }) => contract.status !== 'closed').map(({ id }) => id),
    unstreamed: () =>
      [...contracts.values()]
        .filter(({ contract, streamed }) => contract.status !== 'closed' && !streamed)
        .map(({ id }) => id),
    setStatus(id, status, at) {
      const tracked = contracts.get(id);
      const market = tracked && marketOfContract(tracked);
      if (tracked === undefined || market === undefined) return;
      tracked.contract = { ...tracked.contract, status };
      refreshStatus(market, at);
    },
    setFee(id, fee, at) {
      const tracked = contracts.get(id);
      if (tracked === undefined) return;
      tracked.contract = { ...tracked.contract, fee };
      if (tracked.step === 'in') tell(tracked, at);
    },
    setTrading(active, at) {
      if (active === trading) return;
      trading = active;
      for (const market of [...markets.values()]) refreshStatus(market, at);
    },
    tell,
    fallOut(tracked, reason, at, streamed = false) {
      tracked.streamed = streamed;
      if (tracked.step !== 'in') return;
      tracked.step = 'out';
      out.add(tracked);
      const market = marketOfContract(tracked);
      if (market !== undefined) refreshStanding(market, reason, at);
    },
    fallen: () => (out.size === 0 ? NONE : [...out].map(({ id }) => id)),
  };
}
