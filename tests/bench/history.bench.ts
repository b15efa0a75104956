import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { PriceTrack } from '../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  EpochMs,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';
import { createSilentLog } from '../support/silent-log.ts';
import type { Bench } from './bench.ts';

const ticks = 1_000_000;
const series = 2_000;
/** Ticks in one transaction of the baseline, and between two flushes of ours. */
const batch = 10_000;
/** Ticks before the clock starts: every series has been seen by then, on both sides. */
const warmUp = 100_000;
const changedShare = 0.2;

/** Numerical Recipes' linear congruential generator: the same stream in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Tick = { readonly quote: Quote; readonly series: number };

/** A stream in which four ticks of five repeat the last price; sources are up to two seconds behind. */
function createTicks(): readonly Tick[] {
  const random = createRandom(7);
  const prices = Array.from({ length: series }, () => 10_500 + 100 * Math.floor(random() * 600));
  // Feeds make a selection's ids once, when they first see it.
  const names = Array.from({ length: series }, (_, index) => ({
    selectionId: `sim:event-${Math.floor(index / 20)}:${Math.floor((index % 20) / 4)}` as SelectionId,
    marketId: `sim:event-${Math.floor(index / 20)}` as MarketId,
    bookId: `book-${index % 4}` as BookId,
    side: 'back' as const,
  }));
  let now = 1_760_000_000_000;
  return Array.from({ length: ticks }, () => {
    const index = Math.floor(random() * series);
    now += random() < 0.1 ? 1 : 0;
    const before = prices[index] ?? 20_000;
    const step = 100 * (1 + Math.floor(random() * 5)) * (random() < 0.5 ? -1 : 1);
    const price = random() < changedShare ? Math.max(10_100, before + step) : before;
    prices[index] = price;
    return {
      series: index,
      quote: {
        ...(names[index] as (typeof names)[number]),
        levels: [{ price: price as OddsE4, size: 50_000 as MinorUnits }],
        sourceId: 'sim' as SourceId,
        sourceTime: (now - Math.floor(random() * 2_000)) as EpochMs,
        receivedAt: now as EpochMs,
      },
    };
  });
}

type Measured = { readonly perSecond: number; readonly bytes: number };
/** Takes the ticks of the stream in [from, to) and makes them as durable as the journal mode does. */
type Writer = (from: number, to: number) => void;

/** A fresh WAL + NORMAL database; bytes are those of the file once the log is merged into it. */
function measure(name: string, prepare: (db: Database.Database) => Writer): Measured {
  const path = join(tmpdir(), `overround-bench-${process.pid}-${name}.db`);
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    const write = prepare(db);
    const run: Writer = (from, to) => {
      for (let at = from; at < to; at += batch) write(at, at + batch);
    };
    db.pragma('wal_checkpoint(TRUNCATE)');
    const empty = statSync(path).size;
    run(0, warmUp);
    const start = performance.now();
    run(warmUp, ticks);
    const perSecond = ((ticks - warmUp) * 1000) / (performance.now() - start);
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { perSecond, bytes: (statSync(path).size - empty) / ticks };
  } finally {
    db.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  }
}

const rawInserts = (stream: readonly Tick[]) =>
  measure('raw', (db) => {
    db.exec(
      'CREATE TABLE ticks (series INTEGER, at INTEGER, source_time INTEGER, price INTEGER, size INTEGER) STRICT',
    );
    const insert = db.prepare('INSERT INTO ticks VALUES (?, ?, ?, ?, ?)');
    return db.transaction((from: number, to: number) => {
      for (let index = from; index < to; index += 1) {
        const { quote, series: id } = stream[index] as Tick;
        const best = quote.levels[0];
        insert.run(id, quote.receivedAt, quote.sourceTime, best?.price ?? null, best?.size ?? null);
      }
    });
  });

const history = (stream: readonly Tick[]) =>
  measure('history', (db) => {
    migrate(db, marketMigrations);
    const store = createMarketStore(db, createSilentLog());
    const tracks: PriceTrack[] = [];
    return (from, to) => {
      for (let index = from; index < to; index += 1) {
        const { quote, series: id } = stream[index] as Tick;
        tracks[id] ??= store.priceTrack(quote);
        tracks[id].record(quote);
      }
      store.flush();
    };
  });

const median = (runs: readonly Measured[]): Measured =>
  [...runs].sort((a, b) => a.perSecond - b.perSecond)[runs.length >> 1] as Measured;

export const bench: Bench = {
  name: 'history',
  run() {
    const stream = createTicks();
    const rounds = Array.from({ length: 6 }, () => ({ ours: history(stream), theirs: rawInserts(stream) }));
    // The first round warms up; of the others the median, side by side, so that a busy machine slows both.
    const ours = median(rounds.slice(1).map((round) => round.ours));
    const theirs = median(rounds.slice(1).map((round) => round.theirs));
    return {
      unit: 'input ticks/s',
      ours: Math.round(ours.perSecond),
      theirs: Math.round(theirs.perSecond),
      against: `one prepared INSERT a tick, unindexed integer columns, ${batch} ticks a transaction, WAL, synchronous=NORMAL`,
      ratio: ours.perSecond / theirs.perSecond,
      target: 10,
      detail: {
        ticks,
        warmUp,
        series,
        unchanged: 1 - changedShare,
        bytesPerTick: Number(ours.bytes.toFixed(2)),
        rawBytesPerTick: Number(theirs.bytes.toFixed(2)),
        bytesRatio: Number((theirs.bytes / ours.bytes).toFixed(1)),
      },
    };
  },
};
