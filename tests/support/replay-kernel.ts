import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMarketBook } from '../../electron/engine/book/index.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import { createPricer } from '../../electron/engine/pricing/index.ts';
import { createMeter } from '../../electron/engine/services/meter.ts';
import { createPipeline, type Pipeline } from '../../electron/engine/services/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../electron/engine/services/settings.ts';
import { createTopics } from '../../electron/engine/services/topics.ts';
import { createTroubles } from '../../electron/engine/services/troubles.ts';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { createLineModel } from '../../shared/domain/overround-line/line.ts';
import type { MinorUnits } from '../../shared/domain/units.ts';
import { newestLineVersion } from './shipped-line.ts';
import { createSilentLog } from './silent-log.ts';

export type ReplayKernel = {
  readonly pipeline: Pipeline;
  /** Everything in the book, every fair price and every edge, as JSON whose keys and items are in order. */
  dump(): string;
  close(): void;
};

/** JSON of equal values is equal text: keys sorted, however the objects were made. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const lineVersion = newestLineVersion();

/** The engine's own book, pricing and pipeline on `clock`, storing into `folder`. */
export async function createReplayKernel(clock: Clock, folder: string): Promise<ReplayKernel> {
  const backups = join(folder, 'backups');
  mkdirSync(backups, { recursive: true });
  const log = createSilentLog();
  const databases = openDatabases({ paths: { data: folder, backups }, clock, log });
  if (!databases.ok) throw new Error(databases.message);
  const line = { model: createLineModel((await lineVersion).parameters) };
  const book = createMarketBook();
  const topics = createTopics();
  const fairs = new Map<string, unknown>();
  const edges = new Map<string, unknown>();
  topics.fairPrices.subscribe((fair) => fairs.set(fair.selectionId, fair));
  topics.edges.subscribe((told) => edges.set(told.marketId, told));
  const pipeline = createPipeline({
    book,
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
  return {
    pipeline,
    dump: () =>
      canonical({
        books: [...book.books()],
        events: [...book.events()],
        markets: [...book.markets()].map(({ event, market, prices }) => ({
          event: event.id,
          market,
          prices,
        })),
        fairs: [...fairs].sort(),
        edges: [...edges].sort(),
      }),
    close: databases.close,
  };
}
