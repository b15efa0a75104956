import type { MarketEdges } from '../../../shared/contract/pricing.ts';
import type { Arbitrage, Edge } from '../../../shared/domain/edge.ts';
import { compareArbitrages } from '../../../shared/domain/price-truth/arbitrage-rank.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import { createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import type { Table } from '../../stores/table.ts';

/** An edge as listed: with the way its price last went. */
export type ListedEdge = {
  readonly edge: Edge;
  readonly moved: 'up' | 'down' | null;
  /** The page's clock, milliseconds. */
  readonly movedAt: number;
};

export type EdgeRow = RankedRow<ListedEdge>;
export type ArbitrageRow = RankedRow<Arbitrage>;

export type EdgeRows = {
  readonly edges: RankedRows<ListedEdge>;
  readonly arbitrages: RankedRows<Arbitrage>;
  readonly stop: () => void;
};

/** What is positive over the whole range of its fair price first, each part by what it is still worth. */
const byWorth = ({ edge: a }: ListedEdge, { edge: b }: ListedEdge): number =>
  Number(b.evLow > 0) - Number(a.evLow > 0) || b.evNow - a.evNow;

/** The edges of every market as rows ranked by worth, and the arbitrages: likely ones first, by what they are worth now. */
export function createEdgeRows(table: Table<MarketEdges>, page: () => number): EdgeRows {
  const edges = createRankedRows<ListedEdge>({ compare: byWorth, keepGone: true });
  const arbitrages = createRankedRows<Arbitrage>({ compare: compareArbitrages, keepGone: true });
  const listed = new Map<string, ReadonlySet<string>>();

  const update = (marketId: string, now: MarketEdges | undefined) => {
    const keys = new Set<string>();
    for (const edge of now?.edges ?? []) {
      const key = quoteKey(edge);
      keys.add(key);
      edges.put(key, relisted(edges.get(key)?.value, edge, page()));
    }
    for (const key of listed.get(marketId) ?? []) if (!keys.has(key)) edges.remove(key);
    if (keys.size > 0) listed.set(marketId, keys);
    else listed.delete(marketId);
    if (now?.arbitrage == null) arbitrages.remove(marketId);
    else arbitrages.put(marketId, now.arbitrage);
  };

  for (const market of table.values()) update(market.marketId, market);
  const stop = table.subscribe((changes) => {
    for (const [marketId, market] of changes) update(marketId, market);
  });
  return { edges, arbitrages, stop };
}

function relisted(previous: ListedEdge | undefined, edge: Edge, now: number): ListedEdge {
  if (previous === undefined) return { edge, moved: null, movedAt: Number.NEGATIVE_INFINITY };
  if (previous.edge.price === edge.price) return { ...previous, edge };
  return { edge, moved: edge.price > previous.edge.price ? 'up' : 'down', movedAt: now };
}
