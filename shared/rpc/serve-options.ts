import type { RpcLog } from './rpc-log.ts';
import type { After } from './timers.ts';

export type ServeOptions = {
  /** Shown to clients whose protocol differs. */
  readonly engineVersion: string;
  /** Names this run of the engine; another one tells clients that all state is new. */
  readonly epoch: string;
  readonly log: RpcLog;
  /** Ties a masked `internal` error to its line in the log. */
  readonly nextLogId: () => string;
  /** Calls and streams one client may have open at once. */
  readonly maximumOpen?: number;
  readonly after?: After;
};
