import type { OverroundContract } from '../../shared/contract/index.ts';
import type { MarketChoice } from '../../shared/contract/recordings.ts';
import type { Implementations } from '../../shared/rpc/types.ts';
import type { Clock } from './ports/clock.ts';
import type { Http } from './ports/http.ts';
import type { Ids } from './ports/ids.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Log } from './ports/log.ts';
import type { EnginePaths } from './ports/paths.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Sockets } from './ports/sockets.ts';

/** Everything outside itself that the engine touches. */
export type EnginePorts = {
  /** Human time. In practice mode the market's time is derived from it. */
  readonly clock: Clock;
  /** What is wrong with the machine's clock, for as long as it is. */
  readonly clockTrouble?: () => string | null;
  readonly http: Http;
  readonly sockets: Sockets;
  readonly log: Log;
  readonly ids: Ids;
  readonly paths: EnginePaths;
  readonly secrets: Secrets;
  /** Where long work is done. */
  readonly jobs: Jobs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Has the host start the engine again on another market; answers with why it can't be. Absent where a host runs one. */
  readonly reopen?: (choice: MarketChoice) => Promise<string | null>;
  /** What the host has to tell of this start: why another market is open than the one asked for. */
  readonly notices?: readonly string[];
};

export interface Engine {
  readonly implementations: Implementations<OverroundContract>;
  /** What the user should know about this start: the host's own notices, restored backups, recovered orders. */
  readonly notices: readonly string[];
  /** Stops sources, writes everything out and checkpoints the databases; answers with what could not be saved. */
  stop(): Promise<readonly string[]>;
}

export type EngineStart =
  | { readonly ok: true; readonly engine: Engine }
  | { readonly ok: false; readonly code: string; readonly message: string };
