import { createLevelLadder, createPriceLadder, FULL, type GrowingLadder } from './ladder.ts';
import {
  isKeyedByLevel,
  LADDER_KINDS,
  type LadderChange,
  type LadderKind,
  type MarketChange,
  type MarketChangeMessage,
  type MarketDefinition,
  type RunnerChange,
} from './messages.ts';
import type { WireProblem } from './problem.ts';
import { FIGURE_BITS, IMAGE_BIT, LADDER_BITS, type RunnerBook } from './runner-book.ts';

/** One market as the stream has told it. Mutated by the cache only. */
export interface StreamMarket {
  readonly id: string;
  /** `null` until told. */
  readonly definition: MarketDefinition | null;
  /** Traded volume of the market, GBP; `null` until told. */
  readonly tv: number | null;
  /** In order of appearance, the definition's among them. */
  readonly runners: readonly RunnerBook[];
  runner(id: number, handicap: number): RunnerBook | undefined;
  /** An image has come: deltas before one are of a book that was never whole. Historical files begin without. */
  readonly imaged: boolean;
  /** What the last message (or set of segments) did to this market: */
  readonly changed: readonly RunnerBook[];
  readonly definitionChanged: boolean;
  readonly image: boolean;
  readonly conflated: boolean;
}

/** What a message did; the lists hold until the next one is applied. */
export type MarketCacheUpdate = {
  /** Markets in the message; none while segments are still coming. */
  readonly markets: readonly StreamMarket[];
  /** Markets that a new subscription image no longer holds. */
  readonly dropped: readonly StreamMarket[];
  /** What no ladder holds; the rest of the message stands. */
  readonly problems: readonly WireProblem[];
};

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type Runner = Writable<Omit<RunnerBook, 'ladders'>> & {
  readonly ladders: Record<LadderKind, GrowingLadder | undefined>;
};
type Market = Writable<Omit<StreamMarket, 'runners' | 'changed'>> & {
  runners: Runner[];
  changed: Runner[];
  readonly index: Map<number, Map<number, Runner>>;
};

/** What a stream of market changes adds up to. */
export interface MarketCache {
  /**
   * Applies a message. While segments of one change are coming nothing is told, and everything with the last of them,
   * so that nobody sees half an image.
   */
  apply(message: MarketChangeMessage): MarketCacheUpdate;
  market(id: string): StreamMarket | undefined;
  /** In order of appearance. */
  markets(): IterableIterator<StreamMarket>;
  /** Between the first and the last segment of a change: markets may be half told. */
  readonly segmented: boolean;
  forget(id: string): void;
  clear(): void;
}

const createRunner = (id: number, handicap: number): Runner => ({
  id,
  handicap,
  ladders: {
    atb: undefined,
    atl: undefined,
    batb: undefined,
    batl: undefined,
    bdatb: undefined,
    bdatl: undefined,
    trd: undefined,
    spb: undefined,
    spl: undefined,
  },
  ltp: null,
  tv: null,
  spn: null,
  spf: null,
  definition: null,
  changed: 0,
  topChanged: 0,
});

/** What backers are offered is best at the highest price; everything else counts up from the lowest. */
const createLadder = (kind: LadderKind): GrowingLadder =>
  isKeyedByLevel(kind) ? createLevelLadder() : createPriceLadder(kind === 'atb' ? 'highest' : 'lowest');

const createMarket = (id: string): Market => {
  const index: Market['index'] = new Map();
  return {
    id,
    definition: null,
    tv: null,
    runners: [],
    runner: (runnerId, handicap) => index.get(runnerId)?.get(handicap),
    imaged: false,
    changed: [],
    definitionChanged: false,
    image: false,
    conflated: false,
    index,
  };
};

function runnerOf(market: Market, id: number, handicap: number): Runner {
  let byHandicap = market.index.get(id);
  if (byHandicap === undefined) {
    byHandicap = new Map();
    market.index.set(id, byHandicap);
  }
  let runner = byHandicap.get(handicap);
  if (runner === undefined) {
    runner = createRunner(id, handicap);
    byHandicap.set(handicap, runner);
    market.runners.push(runner);
  }
  return runner;
}

function mark(market: Market, runner: Runner, bits: number): void {
  if (bits === 0) return;
  if (runner.changed === 0) market.changed.push(runner);
  runner.changed |= bits;
}

/** The changed bits; entries past a full ladder are one problem. */
function applyLadder(
  market: Market,
  runner: Runner,
  { kind, entries }: LadderChange,
  problems: WireProblem[],
): number {
  let ladder = runner.ladders[kind];
  const first = ladder === undefined;
  if (ladder === undefined) {
    ladder = createLadder(kind);
    runner.ladders[kind] = ladder;
  }
  const step = isKeyedByLevel(kind) ? 3 : 2;
  let bits = first ? LADDER_BITS[kind] : 0;
  let refused = 0;
  for (let i = 0; i < entries.length; i += step) {
    const place = ladder.set(
      entries[i] as number,
      entries[i + step - 2] as number,
      entries[i + step - 1] as number,
    );
    if (place === FULL) refused += 1;
    if (place < 0) continue;
    bits |= LADDER_BITS[kind];
    if (place === 0) runner.topChanged |= LADDER_BITS[kind];
  }
  if (refused > 0)
    problems.push({
      reason: 'ladder-too-long',
      where: `mc ${market.id} / rc ${runner.id} / ${kind}`,
      marketId: market.id,
      changes: refused,
      sample: `${refused} prices more than the ${ladder.prices.length} a ladder can have`,
    });
  return bits;
}

function applyRunner(market: Market, change: RunnerChange, problems: WireProblem[]): void {
  const runner = runnerOf(market, change.id, change.handicap);
  let bits = 0;
  for (const ladder of change.ladders) bits |= applyLadder(market, runner, ladder, problems);
  const { ltp, tv, spn, spf } = change;
  if (ltp !== undefined && ltp !== runner.ltp) {
    runner.ltp = ltp;
    bits |= FIGURE_BITS.ltp;
  }
  if (tv !== undefined && tv !== runner.tv) {
    runner.tv = tv;
    bits |= FIGURE_BITS.tv;
  }
  if (spn !== undefined && spn !== runner.spn) {
    runner.spn = spn;
    bits |= FIGURE_BITS.spn;
  }
  if (spf !== undefined && spf !== runner.spf) {
    runner.spf = spf;
    bits |= FIGURE_BITS.spf;
  }
  mark(market, runner, bits);
}

function applyDefinition(market: Market, definition: MarketDefinition): void {
  market.definition = definition;
  market.definitionChanged = true;
  const undefinedYet = new Set(market.runners);
  for (const defined of definition.runners) {
    const runner = runnerOf(market, defined.id, defined.handicap);
    runner.definition = defined;
    undefinedYet.delete(runner);
    mark(market, runner, FIGURE_BITS.definition);
  }
  for (const runner of undefinedYet) {
    if (runner.definition !== null) mark(market, runner, FIGURE_BITS.definition);
    runner.definition = null;
  }
}

/** Takes away all that was told of prices; the definition stays until another comes. */
function clearPrices(market: Market): void {
  market.image = true;
  market.imaged = true;
  market.tv = null;
  for (const runner of market.runners) {
    mark(market, runner, IMAGE_BIT);
    runner.topChanged |= IMAGE_BIT;
    for (const kind of LADDER_KINDS) runner.ladders[kind] = undefined;
    runner.ltp = null;
    runner.tv = null;
    runner.spn = null;
    runner.spf = null;
  }
}

/**
 * After an image only the runners that it or the definition names remain, as if they had just appeared. The others stay
 * in `changed`, empty, for their last quotes to be withdrawn.
 */
function dropUntold(market: Market, changes: readonly RunnerChange[]): void {
  const told = new Set<Runner>();
  for (const { id, handicap } of market.definition?.runners ?? []) told.add(runnerOf(market, id, handicap));
  for (const { id, handicap } of changes) told.add(runnerOf(market, id, handicap));
  for (const runner of market.runners)
    if (!told.has(runner)) market.index.get(runner.id)?.delete(runner.handicap);
  market.runners = [...told];
}

function applyMarket(market: Market, change: MarketChange, problems: WireProblem[]): void {
  if (change.conflated) market.conflated = true;
  if (change.image) clearPrices(market);
  if (change.definition !== undefined) applyDefinition(market, change.definition);
  if (change.tv !== undefined) market.tv = change.tv;
  for (const runner of change.runners) applyRunner(market, runner, problems);
  if (change.image) dropUntold(market, change.runners);
}

function startOver(market: Market): void {
  for (const runner of market.changed) {
    runner.changed = 0;
    runner.topChanged = 0;
  }
  market.changed = [];
  market.definitionChanged = false;
  market.image = false;
  market.conflated = false;
}

const NONE: readonly never[] = [];
const UNFINISHED: MarketCacheUpdate = { markets: NONE, dropped: NONE, problems: NONE };

/**
 * A cache of every market of a stream. `keepDropped` keeps markets that a new subscription image leaves out: a file
 * may hold several subscriptions, and what stood last in each of its markets is wanted.
 */
export function createMarketCache(options: { readonly keepDropped?: boolean } = {}): MarketCache {
  const markets = new Map<string, Market>();
  /** Markets of the message, or of all segments so far. */
  let touched: Market[] = [];
  let problems: WireProblem[] = [];
  let segmented = false;
  /** Markets that the subscription image now coming has not named yet; `null` when none is coming. */
  let unnamed: Set<Market> | null = null;

  const begin = () => {
    for (const market of touched) startOver(market);
    touched = [];
    if (problems.length > 0) problems = [];
  };

  const finish = (): MarketCacheUpdate => {
    segmented = false;
    const dropped = unnamed === null || options.keepDropped === true ? NONE : [...unnamed];
    unnamed = null;
    for (const market of dropped) markets.delete(market.id);
    return { markets: touched, dropped, problems };
  };

  const touch = (id: string): Market => {
    let market = markets.get(id);
    if (market === undefined) {
      market = createMarket(id);
      markets.set(id, market);
    }
    if (!touched.includes(market)) touched.push(market);
    unnamed?.delete(market);
    return market;
  };

  return {
    apply(message) {
      const { segment } = message;
      // A first segment, or a whole change, ends whatever was left unfinished by a lost connection.
      if (!segmented || segment === undefined || segment === 'SEG_START') {
        begin();
        unnamed = message.ct === 'SUB_IMAGE' ? new Set(markets.values()) : null;
      }
      for (const change of message.markets) applyMarket(touch(change.id), change, problems);
      if (segment === 'SEG_START' || (segment === 'SEG' && segmented)) {
        segmented = true;
        return UNFINISHED;
      }
      return finish();
    },
    market: (id) => markets.get(id),
    markets: () => markets.values(),
    get segmented() {
      return segmented;
    },
    forget: (id) => void markets.delete(id),
    clear() {
      markets.clear();
      touched = [];
      problems = [];
      segmented = false;
      unnamed = null;
    },
  };
}
