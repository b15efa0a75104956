/** Where the engine keeps its files; both exist and are writable when the engine starts. */
export interface Paths {
  /** Databases of this mode: `journal.db`, `market.db`, `paper-broker.db`. */
  readonly data: string;
  readonly backups: string;
}

export interface EnginePaths extends Paths {
  /** Where real past matches are kept, whichever market is traded: beside the odds of real sources. */
  readonly matches: Paths;
}
