import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { contract } from '../../shared/contract/index.ts';
import type { Mode } from '../../shared/domain/order.ts';
import { type Server, serve } from '../../shared/rpc/serve.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { OddsFormat } from '../engine/feeds/the-odds-api/index.ts';
import type { Log } from '../engine/ports/log.ts';
import type { EngineMarket } from '../engine/services/market-feeds.ts';
import { createNodeClock } from './node-ports/clock.ts';
import { createHttp } from './node-ports/http.ts';
import { createNodeIds } from './node-ports/ids.ts';
import { createJobs, type StartJobProcess } from './node-ports/jobs.ts';
import { forkJobProcess } from './node-ports/jobs-fork.ts';
import { createLogFolder, createNodeLog } from './node-ports/log.ts';
import { createModelPaths, createNodePaths, REAL_MATCHES_MODE } from './node-ports/paths.ts';
import { createNodeSecrets } from './node-ports/secrets.ts';
import { version } from './version.ts';

/** What a host lets the user choose; the same words on the command line and in Electron's arguments. */
export type LaunchOptions = {
  readonly data?: string;
  readonly source: 'practice' | 'the-odds-api';
  readonly speed: number;
  readonly seed?: number;
  readonly updatesPerSecond?: number;
  readonly sports: readonly string[];
  readonly regions: readonly string[];
  /** Win over regions. */
  readonly bookmakers?: readonly string[];
  readonly markets?: readonly string[];
  readonly oddsFormat?: OddsFormat;
  readonly oddsApiUrl?: string;
};

export type Launched =
  | {
      readonly ok: true;
      readonly server: Server;
      readonly mode: Mode;
      readonly log: Log;
      readonly notices: readonly string[];
      /** Writes everything out; resolves when the databases are closed, with what could not be saved. */
      stop(): Promise<readonly string[]>;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What the engine is to trade, by the user's options. */
export const marketOf = (options: LaunchOptions): EngineMarket =>
  options.source === 'practice'
    ? {
        mode: 'practice',
        speed: options.speed,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.updatesPerSecond === undefined ? {} : { updatesPerSecond: options.updatesPerSecond }),
      }
    : {
        mode: 'paper',
        theOddsApi: {
          sports: options.sports,
          regions: options.regions,
          ...(options.bookmakers === undefined ? {} : { bookmakers: options.bookmakers }),
          ...(options.markets === undefined ? {} : { markets: options.markets }),
          ...(options.oddsFormat === undefined ? {} : { oddsFormat: options.oddsFormat }),
          ...(options.oddsApiUrl === undefined ? {} : { baseUrl: options.oddsApiUrl }),
        },
      };

/**
 * An engine on this machine's real ports, offered to whatever transports the host brings. `startJobProcess` is for hosts
 * that can't fork.
 */
export async function launchEngine(
  options: LaunchOptions,
  startJobProcess: StartJobProcess = forkJobProcess(),
): Promise<Launched> {
  const market = marketOf(options);
  const directory = options.data === undefined ? {} : { directory: options.data };
  const located = createNodePaths({ mode: market.mode, ...directory });
  if (!located.ok) return located;
  const { paths } = located;
  const matches = createNodePaths({ mode: REAL_MATCHES_MODE, ...directory });
  if (!matches.ok) return matches;
  const models = createModelPaths(options.data);
  if (!models.ok) return models;
  const secrets = createNodeSecrets({ file: join(paths.config, 'secrets.json'), environment: process.env });
  if (!secrets.ok) return secrets;
  const clock = createNodeClock();
  const lines = createLogFolder(paths.logs);
  const log = createNodeLog({ clock, sink: lines });
  const ids = createNodeIds(clock);
  const started = await createEngine(version, market, {
    clock,
    http: createHttp(),
    log,
    ids,
    paths: { ...paths, matches: matches.paths, models: models.paths },
    secrets: secrets.secrets,
    jobs: createJobs(startJobProcess, clock),
    random: Math.random,
  });
  if (!started.ok) {
    lines.close();
    return started;
  }
  const { engine } = started;
  const server = serve(contract, engine.implementations, {
    engineVersion: version,
    epoch: randomUUID(),
    log,
    nextLogId: () => ids.next(),
  });
  return {
    ok: true,
    server,
    mode: market.mode,
    log,
    notices: engine.notices,
    async stop() {
      server.close();
      const problems = await engine.stop();
      lines.close();
      return problems;
    },
  };
}
