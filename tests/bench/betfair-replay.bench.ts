import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createMarketBook } from '../../electron/engine/book/index.ts';
import { forEachLine } from '../../electron/engine/feeds/betfair/stream-file.ts';
import { bunzip2 } from '../../electron/engine/feeds/betfair/stream-file-bzip2.ts';
import {
  createMarketCache,
  createMessageReader,
  offersChanged,
  offersOf,
  type RunnerBook,
  type StreamMarket,
} from '../../electron/engine/feeds/betfair/wire/index.ts';
import type { FeedSink } from '../../electron/engine/feeds/source.ts';
import { createPricer } from '../../electron/engine/pricing/index.ts';
import { createMeter } from '../../electron/engine/services/meter.ts';
import { createPipeline } from '../../electron/engine/services/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../electron/engine/services/settings.ts';
import { createTopics } from '../../electron/engine/services/topics.ts';
import { createTroubles } from '../../electron/engine/services/troubles.ts';
import type { Market, SportingEvent } from '../../shared/domain/catalogue.ts';
import { removeMarginInto } from '../../shared/domain/margin.ts';
import type { BackLay, Quote } from '../../shared/domain/quote.ts';
import {
  type BookId,
  type Currency,
  type EpochMs,
  type EventId,
  type MarketId,
  type MinorUnits,
  minorUnits,
  oddsE4,
  type SelectionId,
  type SourceId,
} from '../../shared/domain/units.ts';
import { sharedData } from '../support/shared-data.ts';
import { createSilentLog } from '../support/silent-log.ts';
import type { Bench, BenchResult } from './bench.ts';

const streams = `${sharedData}/data/betfair/stream`;
/** The cricket match that flumine's published figure is of. */
const REFERENCE = '1.200806927.gz';
const FLUMINE_BOOKS = 10_700;
const GBP = 'GBP' as Currency;
const BOOK = 'betfair' as BookId;
const SOURCE = 'betfair' as SourceId;
const QUOTED_LEVELS = 3;
const ROUNDS = 25;

type Recording = { readonly name: string; readonly unpack: () => Uint8Array | Promise<Uint8Array> };

const isBzip2 = (name: string): boolean => name.endsWith('.bz2');

async function unpackBzip2(compressed: Uint8Array): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  const whole = (async function* () {
    yield compressed;
  })();
  for await (const block of bunzip2(whole)) blocks.push(block);
  return Buffer.concat(blocks);
}

function recording(name: string): Recording {
  const compressed = readFileSync(`${streams}/${name}`);
  if (name.endsWith('.gz')) return { name, unpack: () => gunzipSync(compressed) };
  return { name, unpack: () => (isBzip2(name) ? unpackBzip2(compressed) : compressed) };
}

type Pass = { readonly books: number; readonly checksum: number };

/** What anybody's loop does at least: unpack, cut into lines, JSON.parse. */
async function bareParse({ unpack }: Recording): Promise<Pass> {
  const text = Buffer.from(await unpack()).toString();
  let books = 0;
  let checksum = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const message = JSON.parse(line) as { readonly pt: number; readonly mc?: readonly unknown[] };
    books += message.mc?.length ?? 0;
    checksum += message.pt % 7;
  }
  return { books, checksum };
}

const selectionIds = new WeakMap<RunnerBook, SelectionId>();
/** Made once a runner, as a source does. */
function selectionIdOf(runner: RunnerBook, marketId: MarketId): SelectionId {
  const known = selectionIds.get(runner);
  if (known !== undefined) return known;
  const id = `${marketId}:${runner.id}:${runner.handicap}` as SelectionId;
  selectionIds.set(runner, id);
  return id;
}

/** Best prices of a runner as the quotes a source tells. */
function quoteOf(runner: RunnerBook, side: BackLay, marketId: MarketId, at: EpochMs): Quote {
  const { prices, sizes } = offersOf(runner, side);
  const levels: Quote['levels'][number][] = [];
  for (let i = 0; i < prices.length && i < QUOTED_LEVELS; i += 1) {
    const price = oddsE4(prices[i] as number);
    if (price !== undefined) levels.push({ price, size: minorUnits(sizes[i] as number, GBP) ?? null });
  }
  return {
    selectionId: selectionIdOf(runner, marketId),
    marketId,
    bookId: BOOK,
    side,
    levels,
    sourceId: SOURCE,
    sourceTime: at,
    receivedAt: at,
  };
}

/** Fair probabilities of a market's best back prices, where every runner that can win has one. */
function createMarginRemoval() {
  let inverse = new Float64Array(64);
  let fair = new Float64Array(64);
  return (market: StreamMarket): number => {
    let count = 0;
    if (market.runners.length > inverse.length) {
      inverse = new Float64Array(market.runners.length);
      fair = new Float64Array(market.runners.length);
    }
    for (const runner of market.runners) {
      if (runner.definition !== null && runner.definition.status !== 'ACTIVE') continue;
      const price = offersOf(runner, 'back').prices[0];
      if (price === undefined) return 0;
      inverse[count] = 1 / price;
      count += 1;
    }
    if (count === 0) return 0;
    removeMarginInto('power', inverse, count, market.definition?.numberOfWinners ?? 1, fair);
    return fair[0] as number;
  };
}

/** Unpack, read, cache, quotes of every change, margin off every market whose best prices changed. */
async function fullPipeline({ unpack }: Recording): Promise<Pass & { readonly quotes: number }> {
  const bytes = await unpack();
  const cache = createMarketCache();
  const removeMargin = createMarginRemoval();
  const read = createMessageReader().block(bytes);
  let books = 0;
  let quotes = 0;
  let checksum = 0;
  const take = (market: StreamMarket, at: EpochMs) => {
    books += 1;
    const marketId = market.id as MarketId;
    let bestChanged = market.definitionChanged;
    for (const runner of market.changed)
      for (const side of ['back', 'lay'] as const) {
        if (!offersChanged(runner, side)) continue;
        checksum += quoteOf(runner, side, marketId, at).levels.length;
        quotes += 1;
        if (side === 'back' && offersChanged(runner, side, true)) bestChanged = true;
      }
    if (bestChanged) checksum += removeMargin(market);
  };
  forEachLine(bytes, (from, to) => {
    const result = read(from, to);
    if (!result.ok || result.message.op !== 'mcm') return;
    const at = (result.message.publishTime ?? 0) as EpochMs;
    for (const market of cache.apply(result.message).markets) take(market, at);
  });
  return { books, quotes, checksum };
}

/** A two- or three-way match as the engine's kernel knows it, for runners that are selections of one market. */
function introduce(sink: FeedSink, market: StreamMarket): void {
  const eventId = `betfair:${market.definition?.eventId ?? market.id}` as EventId;
  const event: SportingEvent = {
    id: eventId,
    sourceId: SOURCE,
    sport: 'cricket',
    competition: 'Recorded',
    home: 'Home',
    away: 'Away',
    startsAt: Date.parse(market.definition?.marketTime ?? '') as EpochMs,
    status: 'scheduled',
    score: null,
  };
  const marketId = market.id as MarketId;
  const introduced: Market = {
    id: marketId,
    eventId,
    type: 'moneyline',
    period: 'match',
    line: null,
    status: 'open',
    selections: market.runners.map((runner, i) => ({
      id: selectionIdOf(runner, marketId),
      marketId,
      name: String(runner.id),
      side: i === 0 ? 'home' : 'away',
    })),
  };
  sink({
    kind: 'books',
    books: [{ id: BOOK, name: 'Betfair', kind: 'exchange', commission: 0.05, currency: GBP }],
  });
  sink({ kind: 'event', event, markets: [introduced] });
}

const forget = () => {};
/** What the pipeline writes to; disks are measured elsewhere. */
const FORGETFUL = {
  saveBooks: forget,
  saveEvent: forget,
  saveMarkets: forget,
  priceTrack: () => ({ record: forget }),
  recordFair: forget,
  quarantine: forget,
};

/** The same through the engine's own pipeline, book and pricer, into a store that forgets. */
async function throughKernel({ unpack }: Recording): Promise<Pass> {
  const bytes = await unpack();
  let now = 0 as EpochMs;
  const clock = {
    now: () => now,
    monotonic: () => performance.now(),
    after: () => () => {},
    every: () => () => {},
  };
  const log = createSilentLog();
  const pipeline = createPipeline({
    book: createMarketBook(),
    pricer: createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 1_000_000 as MinorUnits }),
    store: FORGETFUL as never,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    troubles: createTroubles(log),
    hooks: { beforeStart: () => {}, afterChange: () => {} },
  } as Parameters<typeof createPipeline>[0]);
  const sink = pipeline.sinkFor(SOURCE);
  const cache = createMarketCache();
  const read = createMessageReader().block(bytes);
  let books = 0;
  let quotes = 0;
  forEachLine(bytes, (from, to) => {
    const result = read(from, to);
    if (!result.ok || result.message.op !== 'mcm') return;
    now = (result.message.publishTime ?? now) as EpochMs;
    for (const market of cache.apply(result.message).markets) {
      books += 1;
      if (market.definitionChanged) introduce(sink, market);
      const changed: Quote[] = [];
      for (const runner of market.changed)
        for (const side of ['back', 'lay'] as const)
          if (offersChanged(runner, side)) changed.push(quoteOf(runner, side, market.id as MarketId, now));
      quotes += changed.length;
      if (changed.length > 0) sink({ kind: 'quotes', quotes: changed });
    }
  });
  const [trouble] = log.lines;
  if (trouble !== undefined) throw new Error(`the kernel had trouble: ${JSON.stringify(trouble)}`);
  return { books, checksum: quotes };
}

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Milliseconds of processor time, all threads, of the best of some rounds: passes are taken in turn so that they see
 * the same machine, and what others do on it counts little.
 */
async function bestTimes(passes: readonly (() => Promise<Pass>)[]): Promise<readonly number[]> {
  const best = passes.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [i, pass] of passes.entries()) {
      const started = cpuMilliseconds();
      await pass();
      best[i] = Math.min(best[i] as number, cpuMilliseconds() - started);
    }
  return best;
}

async function measure(file: Recording, target: number | null): Promise<BenchResult> {
  const { books, quotes } = await fullPipeline(file);
  const bare = await bareParse(file);
  if (bare.books !== books) throw new Error(`${file.name}: ${bare.books} books parsed, ${books} replayed`);
  const [ours = 1, theirs = 1, kernel = 1, unpack = 1] = await bestTimes([
    () => fullPipeline(file),
    () => bareParse(file),
    () => throughKernel(file),
    async () => ({ books: (await file.unpack()).length, checksum: 0 }),
  ]);
  const perSecond = (ms: number): number => Math.round((books * 1000) / ms);
  return {
    unit: 'books a second of one core',
    ours: perSecond(ours),
    theirs: perSecond(theirs),
    against: `a bare decompress + JSON.parse loop over ${file.name} in the same run`,
    ratio: theirs / ours,
    target,
    detail: {
      books,
      quotes,
      timesFlumine: Math.round((perSecond(ours) / FLUMINE_BOOKS) * 10) / 10,
      kernelBooks: perSecond(kernel),
      unpackShare: Math.round((unpack / ours) * 100) / 100,
    },
  };
}

const skipped: BenchResult = {
  unit: 'books/s',
  ours: 0,
  theirs: 0,
  against: 'nothing: the recorded data in ../shared is absent',
  ratio: 0,
  target: null,
};

const names = existsSync(streams) ? readdirSync(streams).sort() : [];
const others = names.filter((name) => name !== REFERENCE);

export const benches: readonly Bench[] = [
  {
    name: 'betfair-replay',
    run: () => (names.includes(REFERENCE) ? measure(recording(REFERENCE), 0.5) : skipped),
  },
  ...others.map(
    (name): Bench => ({ name: `betfair-replay-${name}`, run: () => measure(recording(name), null) }),
  ),
];
