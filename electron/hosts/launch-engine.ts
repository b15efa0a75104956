import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { contract } from '../../shared/contract/index.ts';
import type { MarketChoice } from '../../shared/contract/recordings.ts';
import type { Mode } from '../../shared/domain/order.ts';
import { type Server, serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/types.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports/log.ts';
import type { EngineMarket } from '../engine/services/market-feeds.ts';
import { replayFileProblem } from '../engine/services/replay-market.ts';
import { SOURCE_KINDS } from '../engine/services/sources/kinds.ts';
import { type LaunchOptions, marketFor, marketOf } from './launch-market.ts';
import { createNodeClock, type NodeClock, stepText } from './node-ports/clock.ts';
import { createHttp } from './node-ports/http.ts';
import { createNodeIds } from './node-ports/ids.ts';
import { createJobs, type StartJobProcess } from './node-ports/jobs.ts';
import { forkJobProcess } from './node-ports/jobs-fork.ts';
import { createLogFolder, createNodeLog } from './node-ports/log.ts';
import { readOpenedMarket, writeOpenedMarket } from './node-ports/opened-market.ts';
import { createModelPaths, createNodePaths, locateNodePaths, REAL_MATCHES_MODE } from './node-ports/paths.ts';
import { createNodeSecrets } from './node-ports/secrets.ts';
import { createNodeSockets } from './node-ports/sockets.ts';
import { version } from './version.ts';

type LaunchFailure = { readonly ok: false; readonly code: string; readonly message: string };

export type Launched =
  | {
      readonly ok: true;
      /** Serves a client; one that comes while another market is being opened waits for it. */
      accept(transport: Transport): void;
      /** Of the market that is traded now. */
      mode(): Mode;
      readonly log: Log;
      readonly notices: readonly string[];
      /** Writes everything out; resolves when the databases are closed, with what could not be saved. */
      stop(): Promise<readonly string[]>;
    }
  | LaunchFailure;

type Running = {
  readonly ok: true;
  readonly engine: Engine;
  readonly server: Server;
  readonly market: EngineMarket;
};

const kindOfSource = (id: string) => SOURCE_KINDS.find((kind) => kind.id === id);

const marketName = ({ mode }: EngineMarket): string =>
  mode === 'replay' ? 'The file' : `The ${mode === 'practice' ? 'practice' : 'real'} market`;

/** The answer to `market.open` leaves before its connection does. */
const ANSWER_MS = 100;

/**
 * An engine on this machine's real ports, offered to whatever transports the host brings. It is started again on
 * another market when a client asks for it: its clients are cut off then, and come back to the new one.
 */
export async function launchEngine(
  options: LaunchOptions,
  host: {
    /** For hosts that can't fork. */
    readonly startJobProcess?: StartJobProcess;
    /** Another market is open, or the one before again: clients can come back. They are shown the notices, too. */
    readonly onReopened?: (notices: readonly string[]) => void;
    /** No market could be opened any more, for the reason given: there is nothing left to serve. */
    readonly onGone?: (reason: string) => void;
    /** The machine's, unless given. */
    readonly clock?: NodeClock;
  } = {},
): Promise<Launched> {
  const directory = options.data === undefined ? {} : { directory: options.data };
  const { root, config, logs } = locateNodePaths({ mode: 'practice', ...directory });
  const made = createNodePaths({ mode: REAL_MATCHES_MODE, ...directory });
  if (!made.ok) return made;
  const models = createModelPaths(options.data);
  if (!models.ok) return models;
  const secrets = createNodeSecrets({ file: join(config, 'secrets.json'), environment: process.env });
  if (!secrets.ok) return secrets;
  const clock = host.clock ?? createNodeClock();
  const lines = createLogFolder(logs);
  const log = createNodeLog({ clock, sink: lines });
  const ids = createNodeIds(clock);
  const http = createHttp();
  const jobs = createJobs(host.startJobProcess ?? forkJobProcess(), clock);

  const open = async (
    market: EngineMarket,
    notices: readonly string[] = [],
  ): Promise<Running | LaunchFailure> => {
    const paths = createNodePaths({ mode: market.mode, ...directory });
    if (!paths.ok) return paths;
    const started = await createEngine(version, market, {
      clock,
      clockTrouble: clock.trouble,
      http,
      sockets: createNodeSockets(),
      log,
      ids,
      paths: { ...paths.paths, matches: made.paths, models: models.paths },
      secrets: secrets.secrets,
      jobs,
      random: Math.random,
      reopen,
      notices,
    });
    if (!started.ok) return started;
    const { engine } = started;
    const server = serve(contract, engine.implementations, {
      engineVersion: version,
      epoch: randomUUID(),
      log,
      nextLogId: () => ids.next(),
    });
    return { ok: true, engine, server, market };
  };

  const shut = async ({ server, engine }: Running): Promise<readonly string[]> => {
    server.close();
    return engine.stop();
  };

  /** A market that can't be opened leaves the one before; that is opened again, and tells its user why. */
  const change = async (from: Running, to: EngineMarket, notices: readonly string[]): Promise<Running> => {
    const problems = await shut(from);
    for (const problem of problems) log.error('closing a market', { problem });
    const opened = await open(to, notices).catch(
      (error: unknown): LaunchFailure => ({ ok: false, code: 'failed', message: String(error) }),
    );
    if (opened.ok) return opened;
    log.error('a market could not be opened', { mode: to.mode, reason: opened.message });
    const again = await open(from.market, [
      `${marketName(to)} could not be opened, so ${marketName(from.market).toLowerCase()} is open again. ${opened.message}`,
    ]);
    if (!again.ok) throw new Error(again.message);
    return again;
  };

  let running: Promise<Running>;
  let mode: Mode;
  let changing = false;
  let stopped = false;

  const restart = (from: Running, market: EngineMarket, notices: readonly string[] = []) => {
    changing = true;
    clock.after(ANSWER_MS, () => {
      if (stopped) return;
      running = change(from, market, notices);
      running.then(
        (opened) => {
          changing = false;
          mode = opened.market.mode;
          if (opened.market.mode !== 'replay')
            writeOpenedMarket(root, opened.market.mode === 'practice' ? 'practice' : 'real');
          host.onReopened?.(opened.engine.notices);
        },
        (error: unknown) => {
          changing = false;
          const reason = error instanceof Error ? error.message : String(error);
          log.error('no market is open', { error: reason });
          host.onGone?.(reason);
        },
      );
    });
  };

  /**
   * The real market is opened again on the time the machine's clock was set to: prices and requests stamped with a
   * time that has not come yet would pass for fresh, or be waited for, until then. Practice and replays have a time
   * of their own.
   */
  const followClock = (byMs: number, current: Running) => {
    log.warn('the clock of this machine was set', { byMs });
    if (changing || stopped || current.market.mode !== 'paper') return;
    restart(current, current.market, [
      `The clock of this machine was set ${stepText(byMs)}: the real market was opened again on that time. Check the clock, and what was bet and recorded by the time before.`,
    ]);
  };

  /** Answers at once; what can be known beforehand to fail is refused. */
  const reopen = async (choice: MarketChoice): Promise<string | null> => {
    if (changing) return 'Another market is being opened: wait for it.';
    const current = await running;
    const market = marketFor(choice, options, join(made.paths.data, 'recordings'));
    if (market.mode === current.market.mode && market.mode !== 'replay')
      return `${marketName(market)} is open already.`;
    const unreadable = market.mode === 'replay' ? await replayFileProblem(market.file, kindOfSource) : null;
    if (unreadable !== null) return unreadable;
    if (changing) return 'Another market is being opened: wait for it.';
    restart(current, market);
    return null;
  };

  const first = await open(marketOf(options, () => readOpenedMarket(root)));
  if (!first.ok) {
    lines.close();
    return first;
  }
  running = Promise.resolve(first);
  mode = first.market.mode;
  clock.onSet((byMs) => {
    running.then(
      (current) => followClock(byMs, current),
      () => {},
    );
  });
  return {
    ok: true,
    accept(transport) {
      running.then(({ server }) => server.accept(transport)).catch(() => transport.close());
    },
    mode: () => mode,
    log,
    notices: first.engine.notices,
    async stop() {
      stopped = true;
      const problems = await running.then(shut, (error: unknown) => [String(error)]);
      await http.close();
      lines.close();
      return problems;
    },
  };
}
