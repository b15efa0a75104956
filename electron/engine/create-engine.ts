import { createClosing } from './closing-steps.ts';
import { composeEngine } from './compose-engine.ts';
import type { EnginePorts, EngineStart } from './engine.ts';
import { type EngineMarket, openMarketFeed } from './services/market-feeds.ts';
import { openModels } from './services/models/open-models.ts';
import { SOURCE_KINDS } from './services/sources/kinds.ts';
import { createTroubles } from './services/troubles.ts';
import { openDatabases, StorageFailure } from './storage/index.ts';

/**
 * Opens the databases and the market, then has the rooms connected and the sources started. What the storage
 * refuses (full, locked, damaged, too new) is answered as a value; everything opened by then is closed again.
 */
export async function createEngine(
  version: string,
  market: EngineMarket,
  ports: EnginePorts,
): Promise<EngineStart> {
  const closing = createClosing(ports.log);
  try {
    const databases = openDatabases({
      paths: ports.paths,
      clock: ports.clock,
      log: ports.log,
      // A replay begins with nothing: what was played before is no part of it.
      fresh: market.mode === 'replay',
    });
    if (!databases.ok) return databases;
    closing.add('databases', databases.close);
    const { clock: wall, log, paths } = ports;
    const registry = openModels({ paths: paths.models, wall, log, mode: market.mode });
    if (!registry.ok) {
      await closing.run();
      return registry;
    }
    closing.add('models', registry.close);
    const troubles = createTroubles(log);
    const opened = await openMarketFeed(
      { ...ports, journal: databases.journal, troubles, kinds: SOURCE_KINDS },
      market,
    );
    if (!opened.ok) {
      await closing.run();
      return opened;
    }
    const { feed } = opened;
    closing.add('market feed', feed.stop);
    return {
      ok: true,
      engine: composeEngine({ version, market, feed, ports, databases, registry, troubles, closing }),
    };
  } catch (error) {
    await closing.run();
    if (error instanceof StorageFailure) return { ok: false, code: error.code, message: error.message };
    if (error instanceof Error && error.name === 'SqliteError')
      return {
        ok: false,
        code: 'corrupt',
        message: `A database in ${ports.paths.data} can't be used (${error.message}). Move it out of that folder and start again: the newest backup is restored where there is one.`,
      };
    throw error;
  }
}
