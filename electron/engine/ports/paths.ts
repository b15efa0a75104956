/** Where the engine keeps its files; both exist and are writable when the engine starts. */
export interface Paths {
  /** Databases of this mode: `journal.db`, `market.db`, `paper-broker.db`. */
  readonly data: string;
  readonly backups: string;
}

/** Where models are: `data` holds `models.db`, the user's model folders and `runs`; shared by the modes. */
export interface ModelPaths extends Paths {
  /** Models that came with the program; only read, and may be absent. */
  readonly shipped: string;
}

export interface EnginePaths extends Paths {
  /** Where real past matches are kept, whichever market is traded: beside the odds of real sources. */
  readonly matches: Paths;
  readonly models: ModelPaths;
}
