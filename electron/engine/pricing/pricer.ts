import type { Arbitrage, Edge, FairPrice } from '../../../shared/domain/edge.ts';
import type { Suspicion } from '../../../shared/domain/price-truth/outliers.ts';
import { standingChance } from '../../../shared/domain/price-truth/standing-chance.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import type {
  BookId,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  Probability,
  SelectionId,
  SourceId,
} from '../../../shared/domain/units.ts';
import type { BookPrices, MarketState } from '../ports/market-state.ts';
import { findArbitrage } from './arbitrage.ts';
import { type BookLine, createBookLine, refreshBookLine } from './book-line.ts';
import { type Consensus, consensusWeight, createConsensus, refreshConsensus } from './consensus.ts';
import { findEdges } from './edges.ts';
import { contributorOfBook, createLineFair, type PricingLine } from './line-fair.ts';
import { createModelOverlay, type ModelFair } from './model-fair.ts';
import { findSuspects, type Suspect, type Suspects } from './suspects.ts';

/** What repricing one market brought. Arrays are new on each change and never mutated afterwards. */
export type PricedMarket = {
  readonly marketId: MarketId;
  /** The last line known, kept through suspensions; `books` is 0 when no book prices the open market any more. */
  readonly fair: readonly FairPrice[];
  readonly fairChanged: boolean;
  readonly edges: readonly Edge[];
  readonly arbitrage: Arbitrage | null;
  /** Prices that are flagged instead of traded on. */
  readonly suspects: readonly Suspect[];
  /** Whether edges or arbitrage differ from nothing, now or before: whether there is something to tell. */
  readonly edgesChanged: boolean;
};

export interface Pricer {
  /** Reprices one market; only books whose prices changed since its last pricing are computed again. */
  price(state: MarketState, now: EpochMs): PricedMarket;
  fair(selectionId: SelectionId): FairPrice | undefined;
  /** What was wrong with a price at the newest pricing of its market, or at the last it was fresh enough to be judged by. */
  suspicion(quote: Quote): Suspicion | undefined;
  /** The newest pricing of a market. */
  priced(marketId: MarketId): PricedMarket | undefined;
  forget(marketId: MarketId): void;
  /** Every market's fair prices count as changed the next time it is priced. */
  tellAnew(): void;
}

type Workspace = {
  /** Its fair prices stand as they were last told. */
  told: boolean;
  readonly lines: Map<BookId, BookLine>;
  readonly consensus: Consensus;
  latest: PricedMarket;
};

/** Fair probabilities closer than this are the same line. */
const SAME_LINE = 1e-7;

/** `bankroll` is asked at each pricing; `settings` may change at any time and holds from the next pricing. */
export function createPricer(options: {
  readonly settings: () => Settings;
  readonly bankroll: () => MinorUnits;
  /** Stakes already standing on a selection's side: Kelly's stake is what is still missing. None unless given. */
  readonly standing?: (eventId: EventId, selectionId: SelectionId, side: BackLay) => MinorUnits;
  /** The Overround line; asked at each pricing, so that it may come later. Without it every fair price is the mean. */
  readonly line?: () => PricingLine | undefined;
  /** What the champion model says of a market, written in the order of its selections. */
  readonly model?: ModelFair;
  /** The age past which a source's prices count no more; the setting for all unless given. Milliseconds. */
  readonly maximumAgeMs?: (source: SourceId) => number;
  /** How often a source's prices change, per millisecond: what an edge's discount by age is made of. None unless given. */
  readonly changesPerMs?: (source: SourceId) => number;
}): Pricer {
  const workspaces = new Map<MarketId, Workspace>();
  const fairs = new Map<SelectionId, FairPrice>();
  /** Of prices that have grown too old to be judged again. */
  const lastDoubts = new WeakMap<Quote, Suspicion>();
  const overlay = options.model && createModelOverlay(options.model);
  let line: PricingLine | undefined;
  let writeLine: ReturnType<typeof createLineFair> | undefined;

  const lineFair = (): typeof writeLine => {
    const current = options.line?.();
    if (current !== line) {
      line = current;
      writeLine = current && createLineFair(current);
    }
    return writeLine;
  };

  const workspaceOf = (state: MarketState): Workspace => {
    const count = state.market.selections.length;
    const known = workspaces.get(state.market.id);
    if (known && known.consensus.fair.length === count) return known;
    const latest: PricedMarket = {
      marketId: state.market.id,
      fair: [],
      fairChanged: false,
      edges: [],
      arbitrage: null,
      suspects: [],
      edgesChanged: false,
    };
    const created = {
      told: false,
      lines: new Map<BookId, BookLine>(),
      consensus: createConsensus(count),
      latest,
    };
    workspaces.set(state.market.id, created);
    return created;
  };

  /** Brings the line of every book up to date whose prices all count; of the others it is out of date. */
  const refreshLines = (
    workspace: Workspace,
    state: MarketState,
    isFresh: (quote: Quote) => boolean,
  ): ReadonlyMap<BookPrices, BookLine> => {
    const usable = new Map<BookPrices, BookLine>();
    const target = winnersIn(state.market.type);
    for (const prices of state.prices) {
      if (prices.standing.state !== 'open' || !allFresh(prices, isFresh)) continue;
      let line = workspace.lines.get(prices.book.id);
      if (!line) {
        line = createBookLine(state.market.selections.length);
        line.contributor = contributorOfBook(prices.book);
        workspace.lines.set(prices.book.id, line);
      }
      refreshBookLine(line, prices, target);
      if (line.complete) usable.set(prices, line);
    }
    return usable;
  };

  const refresh = (
    workspace: Workspace,
    state: MarketState,
    now: EpochMs,
    usable: ReadonlyMap<BookPrices, BookLine>,
    suspects: Suspects,
  ): void => {
    const settings = options.settings();
    const lines: BookLine[] = [];
    const weights: number[] = [];
    for (const [prices, line] of usable) {
      const weight = consensusWeight(settings.consensusWeights, prices.book.id);
      if (weight === 0 || suspects.has(prices)) continue;
      lines.push(line);
      weights.push(weight);
    }
    const { consensus } = workspace;
    consensus.model = undefined;
    const byLine = settings.fairLine !== 'mean' && lineFair()?.(consensus, state, lines, now) === true;
    if (!byLine) refreshConsensus(consensus, lines, weights, settings.marginMethod);
    if (settings.fairLine === 'model' && consensus.books > 0) overlay?.(consensus, state);
  };

  const keepDoubts = (state: MarketState, before: readonly Suspect[], isFresh: (quote: Quote) => boolean) => {
    for (const { selectionId, bookId, side, price, kind } of before) {
      const index = state.market.selections.findIndex(({ id }) => id === selectionId);
      const prices = state.prices.find(({ book }) => book.id === bookId);
      const quote = side === 'back' ? prices?.backs[index] : prices?.lays[index];
      if (quote?.levels[0]?.price === price && !isFresh(quote)) lastDoubts.set(quote, kind);
    }
  };

  const saveFair = (workspace: Workspace, state: MarketState, now: EpochMs): boolean => {
    const { consensus, latest } = workspace;
    const moved =
      !workspace.told ||
      state.market.selections.some((_, i) => {
        const before = latest.fair[i];
        return (
          !before ||
          before.books !== consensus.books ||
          before.method !== consensus.method ||
          before.source !== consensus.source ||
          before.model !== consensus.model ||
          Math.abs(before.probability - (consensus.fair[i] as number)) > SAME_LINE
        );
      });
    if (!moved) return false;
    workspace.told = true;
    const fair = state.market.selections.map((selection, i): FairPrice => {
      const price = {
        selectionId: selection.id,
        marketId: state.market.id,
        probability: consensus.fair[i] as Probability,
        low: consensus.low[i] as Probability,
        high: consensus.high[i] as Probability,
        method: consensus.method,
        source: consensus.source,
        ...(consensus.model === undefined ? {} : { model: consensus.model }),
        books: consensus.books,
        at: now,
      };
      fairs.set(selection.id, price);
      return price;
    });
    workspace.latest = { ...latest, fair };
    return true;
  };

  /** No book prices the open market any more: the last line stays readable, marked as standing on nothing. */
  const endFair = (workspace: Workspace, now: EpochMs): boolean => {
    const { latest } = workspace;
    if (!latest.fair.some((price) => price.books > 0)) return false;
    const fair = latest.fair.map((price) => ({ ...price, books: 0, at: now }));
    for (const price of fair) fairs.set(price.selectionId, price);
    workspace.latest = { ...latest, fair };
    return true;
  };

  return {
    price(state, now) {
      const workspace = workspaceOf(state);
      const settings = options.settings();
      const limit = options.maximumAgeMs;
      const isFresh = (quote: Quote) =>
        now - quote.receivedAt <= (limit?.(quote.sourceId) ?? settings.maximumQuoteAgeMs);
      const open = state.market.status === 'open';
      const usable = refreshLines(workspace, state, isFresh);
      const suspects = findSuspects(state, usable, isFresh, settings.suspectDistance, now);
      keepDoubts(state, workspace.latest.suspects, isFresh);
      const sound = (prices: BookPrices, index: number, quote: Quote) =>
        prices.standing.state === 'open' &&
        isFresh(quote) &&
        (suspects.list.length === 0 || suspects.of(prices, index, quote.side) === undefined);
      const chance = (quote: Quote) =>
        standingChance(now - quote.receivedAt, options.changesPerMs?.(quote.sourceId) ?? 0);
      if (open) refresh(workspace, state, now, usable, suspects);
      const priced = open && workspace.consensus.books > 0;
      const fairChanged = open && (priced ? saveFair(workspace, state, now) : endFair(workspace, now));
      const standing = ({ selectionId, side }: Quote) =>
        options.standing?.(state.event.id, selectionId, side) ?? (0 as MinorUnits);
      const context = { settings, bankroll: options.bankroll(), sound, chance, standing };
      const edges = priced ? findEdges(state, workspace.consensus, context) : [];
      const arbitrage = open ? findArbitrage(state, sound, chance, now) : null;
      const before = workspace.latest;
      const nothing = edges.length === 0 && arbitrage === null;
      const hadNothing = before.edges.length === 0 && before.arbitrage === null;
      const latest = {
        marketId: state.market.id,
        fair: before.fair,
        fairChanged,
        edges,
        arbitrage,
        suspects: suspects.list,
        edgesChanged: !(nothing && hadNothing),
      };
      workspace.latest = latest;
      return latest;
    },
    fair: (selectionId) => fairs.get(selectionId),
    suspicion: (quote) =>
      workspaces
        .get(quote.marketId)
        ?.latest.suspects.find(
          ({ selectionId, bookId, side }) =>
            selectionId === quote.selectionId && bookId === quote.bookId && side === quote.side,
        )?.kind ?? lastDoubts.get(quote),
    priced: (marketId) => workspaces.get(marketId)?.latest,
    tellAnew() {
      for (const workspace of workspaces.values()) workspace.told = false;
    },
    forget(marketId) {
      for (const fair of workspaces.get(marketId)?.latest.fair ?? []) fairs.delete(fair.selectionId);
      workspaces.delete(marketId);
    },
  };
}

/** A book counts while every price it has in the market is fresh. */
function allFresh(prices: BookPrices, isFresh: (quote: Quote) => boolean): boolean {
  for (const quote of prices.backs) if (quote && !isFresh(quote)) return false;
  for (const quote of prices.lays) if (quote && !isFresh(quote)) return false;
  return true;
}
