import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MarketStore, PriceTrack } from '../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { EpochMs, OddsE4, SelectionId } from '../../shared/domain/units.ts';
import { sampleQuote } from '../support/sample-quotes.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { createSilentLog } from '../support/silent-log.ts';
import type { Bench } from './bench.ts';

/** Every one of them a change of price: the worst case, five times what a stream with 80 % unchanged ticks stores. */
const ticks = 10_000_000;
const selections = 400;
const books = 5;
const days = 14;
const dayMs = 86_400_000;
const start = 1_760_000_000_000;
const queries = 400;
const targetMs = 10;

function fill(store: MarketStore): void {
  const random = createSeededRandom(11);
  const quotes: Quote[] = [];
  const tracks: PriceTrack[] = [];
  for (let selection = 0; selection < selections; selection += 1)
    for (let book = 0; book < books; book += 1) {
      const quote = sampleQuote({ selection: `s${selection}`, book: `b${book}`, size: 50_000 });
      quotes.push(quote);
      tracks.push(store.priceTrack(quote));
    }
  const prices = quotes.map(() => 20_000);
  for (let tick = 0; tick < ticks; tick += 1) {
    const at = start + Math.floor((tick / ticks) * days * dayMs);
    const series = Math.floor(random() * quotes.length);
    const step = 100 * (1 + Math.floor(random() * 5));
    const before = prices[series] ?? 20_000;
    const price = before > 60_000 || (before > 10_600 && random() < 0.5) ? before - step : before + step;
    prices[series] = price;
    tracks[series]?.record({
      ...(quotes[series] as Quote),
      levels: [{ price: price as OddsE4, size: null }],
      sourceTime: (at - Math.floor(random() * 2_000)) as EpochMs,
      receivedAt: at as EpochMs,
    });
  }
  store.flush();
}

/** One selection's day at every book, as the Market pane asks for it; milliseconds. */
function query(store: MarketStore, random: () => number): { readonly ms: number; readonly points: number } {
  const selectionId = `s${Math.floor(random() * selections)}` as SelectionId;
  const from = (start + Math.floor(random() * (days - 1) * dayMs)) as EpochMs;
  const to = (from + dayMs) as EpochMs;
  const before = performance.now();
  let points = 0;
  for (const key of store.priceHistoriesOf(selectionId)) points += store.priceHistory(key, from, to).length;
  return { ms: performance.now() - before, points };
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const bench: Bench = {
  name: 'history-query',
  run() {
    const path = join(tmpdir(), `overround-bench-${process.pid}-query.db`);
    const open = () => {
      const db = new Database(path);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      migrate(db, marketMigrations);
      return db;
    };
    try {
      let db = open();
      const before = performance.now();
      fill(createMarketStore(db, createSilentLog()));
      const fillMs = performance.now() - before;
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
      const random = createSeededRandom(5);
      const cold: number[] = [];
      // The first query of a connection of its own: no page of the file is in SQLite's cache.
      for (let round = 0; round < 20; round += 1) {
        db = open();
        const store = createMarketStore(db, createSilentLog());
        cold.push(query(store, random).ms);
        db.close();
      }
      db = open();
      const store = createMarketStore(db, createSilentLog());
      const results = Array.from({ length: queries }, () => query(store, random));
      const figuresAt = performance.now();
      const { points, chunks } = store.upkeep.figures();
      const figuresMs = performance.now() - figuresAt;
      db.close();
      const warm = results.map(({ ms }) => ms).sort((a, b) => a - b);
      cold.sort((a, b) => a - b);
      const p99 = quantile(warm, 0.99);
      const figure = (ms: number) => Number(ms.toFixed(2));
      return {
        unit: "ms for one selection's day at all its books (p99)",
        ours: figure(p99),
        theirs: targetMs,
        against: `${targetMs} ms, as promised`,
        ratio: targetMs / p99,
        target: 1,
        detail: {
          points,
          chunks,
          series: selections * books,
          days,
          pointsPerQuery: Math.round(results.reduce((sum, one) => sum + one.points, 0) / queries),
          warmP50: figure(quantile(warm, 0.5)),
          coldP50: figure(quantile(cold, 0.5)),
          coldWorst: figure(cold.at(-1) ?? Number.NaN),
          fileMegabytes: Number((statSync(path).size / 1e6).toFixed(1)),
          bytesPerPoint: Number((statSync(path).size / points).toFixed(2)),
          writtenPerSecond: Math.round((ticks * 1000) / fillMs),
          figuresMs: figure(figuresMs),
        },
      };
    } finally {
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    }
  },
};
