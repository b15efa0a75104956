import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMarketBook } from '../../electron/engine/book/index.ts';
import { generateUpdates } from '../../electron/engine/feeds/simulator/index.ts';
import { createPricer } from '../../electron/engine/pricing/index.ts';
import { createMeter } from '../../electron/engine/services/meter.ts';
import { createPipeline } from '../../electron/engine/services/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../electron/engine/services/settings.ts';
import { createTopics } from '../../electron/engine/services/topics.ts';
import { createTroubles } from '../../electron/engine/services/troubles.ts';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { createLineModel } from '../../shared/domain/overround-line/line.ts';
import type { EpochMs, MinorUnits, SourceId } from '../../shared/domain/units.ts';
import { temporaryFolder } from '../support/serve.ts';
import { newestLineVersion } from '../support/shipped-line.ts';
import { createSilentLog } from '../support/silent-log.ts';
import type { Bench } from './bench.ts';

const QUOTES = 1_000_000;
const SOURCE = 'simulator' as SourceId;

/**
 * The engine's own pipeline on the simulator's updates, into its own databases and with every topic watched: book,
 * margin removal, consensus, edges, history. Time stands where the updates are; generating them is timed apart.
 */
export const bench: Bench = {
  name: 'pipeline',
  async run() {
    const folder = temporaryFolder();
    const backups = join(folder.path, 'backups');
    mkdirSync(backups);
    const log = createSilentLog();
    let now = 0 as EpochMs;
    const clock = {
      now: () => now,
      monotonic: () => performance.now(),
      after: () => () => {},
      every: () => () => {},
    };
    const databases = openDatabases({ paths: { data: folder.path, backups }, clock, log });
    if (!databases.ok) throw new Error(databases.message);
    const line = { model: createLineModel((await newestLineVersion()).parameters) };
    const topics = createTopics();
    let told = 0;
    for (const topic of [topics.quotes, topics.fairPrices, topics.edges, topics.markets])
      topic.subscribe(() => {
        told += 1;
      });
    const pipeline = createPipeline({
      book: createMarketBook(),
      pricer: createPricer({
        settings: () => DEFAULT_SETTINGS,
        bankroll: () => 1_000_000 as MinorUnits,
        line: () => line,
      }),
      store: databases.market,
      clock,
      wall: clock,
      topics,
      meter: createMeter(),
      troubles: createTroubles(log),
      hooks: { beforeStart: () => {}, afterChange: () => {} },
    });
    const sink = pipeline.sinkFor(SOURCE);
    let quotes = 0;
    let busy = 0;
    for (const event of generateUpdates({ seed: 1 })) {
      if (event.kind === 'quotes') {
        now = event.quotes[0]?.receivedAt ?? now;
        quotes += event.quotes.length;
      }
      const started = performance.now();
      sink(event);
      busy += performance.now() - started;
      if (quotes >= QUOTES) break;
    }
    const flushed = performance.now();
    databases.market.flush();
    busy += performance.now() - flushed;
    databases.close();
    folder.remove();
    const ours = (quotes * 1000) / busy;
    return {
      unit: 'updates/s',
      ours: Math.round(ours),
      theirs: 100_000,
      against: 'the target of 100,000 updates/s on one core',
      ratio: ours / 100_000,
      target: 1,
      detail: { quotes, told, troubles: log.lines.length },
    };
  },
};
