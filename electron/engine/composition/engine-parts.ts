import type { Closing } from '../closing-steps.ts';
import type { EnginePorts } from '../engine.ts';
import type { EngineMarket, MarketFeed } from '../services/market-feeds.ts';
import type { OpenedModels } from '../services/models/open-models.ts';
import type { Troubles } from '../services/troubles.ts';
import type { Databases } from '../storage/index.ts';

/** What is open before the rooms are composed; what they open themselves, they add to `closing` at once. */
export type EngineParts = {
  readonly version: string;
  readonly market: EngineMarket;
  readonly feed: MarketFeed;
  readonly ports: EnginePorts;
  readonly databases: Databases;
  readonly registry: OpenedModels;
  readonly troubles: Troubles;
  readonly closing: Closing;
};
