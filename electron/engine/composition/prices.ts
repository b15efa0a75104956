import type { SourceHealth } from '../../../shared/contract/sources.ts';
import type { MinorUnits, SourceId } from '../../../shared/domain/units.ts';
import { createMarketBook, type MarketBook } from '../book/index.ts';
import type { Orders } from '../orders/index.ts';
import type { MatchHistory } from '../ports/market-store.ts';
import type { MarketView } from '../ports/market-view.ts';
import { createPricer, type ModelFair, type Pricer } from '../pricing/index.ts';
import { type FairLineSource, openFairLine } from '../services/fair-line.ts';
import { createMarketView } from '../services/market-view.ts';
import { openPastMatches } from '../services/past-matches.ts';
import { createPriceTruth, type PriceTruthWatch } from '../services/price-truth.ts';
import type { Topics } from '../services/topics.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';

/** What the books offer, what it is worth, and how sure that is. */
export type Prices = {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly truth: PriceTruthWatch;
  /** As orders and brokers may see it. */
  readonly view: MarketView;
  readonly fairLine: FairLineSource;
  /** Past matches that prices and models go by. */
  readonly history: MatchHistory;
};

/** What prices depend on of rooms that stand on prices themselves: asked for when something is priced, not before. */
export type PriceInputs = {
  /** What stands on a selection already, which Kelly's stakes are reduced by. */
  readonly standing: Orders['standing'];
  readonly championFair: ModelFair;
  readonly healths: () => readonly SourceHealth[];
  /** When a price of the source is too old whatever the settings say; `null` where it doesn't say. */
  readonly sourceMaximumAgeMs: (source: SourceId) => number | null;
};

export function composePrices(
  { market, feed, ports, databases, registry, troubles, closing }: EngineParts,
  { account, topics }: { readonly account: Account; readonly topics: Topics },
  inputs: PriceInputs,
): Prices {
  const matches = openPastMatches(market.mode, databases.market, ports.paths, troubles);
  closing.add('past matches', matches.close);
  const { history } = matches;
  const fairLine = openFairLine({ files: registry.files, history, troubles, log: ports.log });
  closing.add('fair line', fairLine.stop);

  const { marketSettings, money, openingBalance } = account;
  const maximumAgeMs = (source: SourceId) =>
    Math.min(
      inputs.sourceMaximumAgeMs(source) ?? Number.POSITIVE_INFINITY,
      marketSettings().maximumQuoteAgeMs,
    );
  const book = createMarketBook();
  const pricer = createPricer({
    settings: marketSettings,
    // What is bet in a replay changes none of its edges: it comes to the same ones each time it is played.
    ...(feed.replay === null
      ? { bankroll: money.bankroll, standing: inputs.standing }
      : { bankroll: () => openingBalance, standing: () => 0 as MinorUnits }),
    line: fairLine.current,
    model: inputs.championFair,
    maximumAgeMs,
    changesPerMs: (source) => truth.changesPerMs(source),
  });
  const { healths } = inputs;
  const truth = createPriceTruth({ book, pricer, clock: feed.clock, healths, maximumAgeMs });
  const view = createMarketView({ book, pricer, topics, maximumAgeMs });
  return { book, pricer, truth, view, fairLine, history };
}
