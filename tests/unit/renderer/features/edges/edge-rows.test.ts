import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { barPlace, edgeColumns, evRangeText } from '../../../../../renderer/features/edges/edge-columns.ts';
import { next, passesEdges } from '../../../../../renderer/features/edges/edge-filter.ts';
import { createEdgeRows } from '../../../../../renderer/features/edges/edge-rows.ts';
import { rowsToCsv } from '../../../../../renderer/grid/csv.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { MarketEdges } from '../../../../../shared/contract/pricing.ts';
import type { Arbitrage, Edge } from '../../../../../shared/domain/edge.ts';
import type {
  Currency,
  EpochMs,
  MarketId,
  MinorUnits,
  Probability,
} from '../../../../../shared/domain/units.ts';

const edge = (selection: string, ev: number, more: Partial<Edge> = {}): Edge =>
  ({
    selectionId: selection,
    bookId: 'ash',
    side: 'back',
    price: 20_000,
    ev,
    evNow: ev,
    standing: 1,
    evLow: ev - 0.01,
    ...more,
  }) as Edge;

function setUp() {
  let flush = () => {};
  const table = createTable<MarketEdges>((run) => {
    flush = run;
  });
  const rows = createEdgeRows(table, () => 500);
  const say = (marketId: string, edges: readonly Edge[], arbitrage: Arbitrage | null = null) => {
    table.set(marketId, { marketId: marketId as MarketId, edges, arbitrage });
    flush();
  };
  const shown = () => rows.edges.rows().map(({ id, gone }) => `${id}${gone ? '!' : ''}`);
  return { rows, say, shown };
}

test('edges of all markets are ranked by EV; what a market no longer lists is gone', () => {
  const { rows, say, shown } = setUp();
  say('m1', [edge('a', 0.02), edge('b', 0.01)]);
  say('m2', [edge('c', 0.015)]);
  expect(shown()).toEqual(['a/ash/back', 'c/ash/back', 'b/ash/back']);
  say('m1', [edge('b', 0.03)]);
  expect(shown()).toEqual(['a/ash/back!', 'c/ash/back', 'b/ash/back']);
  rows.edges.settle?.(null);
  expect(shown()).toEqual(['b/ash/back', 'c/ash/back']);
});

test('what some method finds worthless stands below what every method finds worth taking', () => {
  const { say, shown } = setUp();
  say('m1', [
    edge('a', 0.05, { evLow: 0 }),
    edge('b', 0.01, { evLow: 0.001 }),
    edge('c', 0.02, { evLow: 0.01 }),
  ]);
  expect(shown()).toEqual(['c/ash/back', 'b/ash/back', 'a/ash/back']);
});

test('a price move is remembered with its way', () => {
  const { rows, say } = setUp();
  say('m1', [edge('a', 0.02)]);
  expect(rows.edges.get('a/ash/back')?.value.moved).toBeNull();
  say('m1', [edge('a', 0.01, { price: 19_000 as never })]);
  expect(rows.edges.get('a/ash/back')?.value).toMatchObject({ moved: 'down', movedAt: 500 });
});

test('arbitrages come and go with their market', () => {
  const { rows, say } = setUp();
  say('m1', [], { roi: 0.01 } as Arbitrage);
  expect(rows.arbitrages.rows()).toHaveLength(1);
  say('m1', []);
  expect(rows.arbitrages.rows()[0]?.gone).toBe(true);
});

test('filters by EV, by doubt, by book and by phase', () => {
  const filter = { minimumEv: 0, bookId: null, beforeStartOnly: false, everyMethod: false };
  const one = edge('a', 0.02, { evLow: -0.001 });
  const live = { status: 'live' } as const;
  expect(passesEdges(one, live, filter)).toBe(true);
  expect(passesEdges(one, live, { ...filter, minimumEv: 0.03 })).toBe(false);
  expect(passesEdges(one, live, { ...filter, everyMethod: true })).toBe(false);
  expect(passesEdges(one, live, { ...filter, bookId: 'elm' })).toBe(false);
  expect(passesEdges(one, live, { ...filter, beforeStartOnly: true })).toBe(false);
  expect(passesEdges(one, { status: 'scheduled' }, { ...filter, beforeStartOnly: true })).toBe(true);
});

test('the range is written with as many digits as the EV, and never leaves it out', () => {
  expect(evRangeText(0.0055, 0.0182)).toBe('+0.55 – +1.82');
  expect(evRangeText(-0.0004, 0)).toBe('-0.04 – 0.00');
});

test('an export holds plain numbers under headers that differ', () => {
  const columns = edgeColumns({
    engine: () => 0 as EpochMs,
    page: () => 0,
    ageLimit: () => undefined,
    currency: () => 'GBP' as Currency,
    format: 'decimal',
    width: 800,
  });
  const { rows, say } = setUp();
  say('m1', [
    edge('a', 0.02, { evHigh: 0.03, stake: 14_099 as MinorUnits, fair: 0.5 as Probability, size: null }),
  ]);
  const [header = [], record = []] = parse(rowsToCsv(columns, rows.edges.rows())) as string[][];
  expect(new Set(header).size).toBe(header.length);
  const read = Object.fromEntries(header.map((name, index) => [name, record[index]]));
  expect(read).toMatchObject({
    EV: '0.02',
    'EV at the low end': '0.01',
    'EV at the high end': '0.03',
    'Stake GBP': '140.99',
  });
});

test('the range bar is clamped to its ends', () => {
  expect(barPlace(-1)).toBe('0.0%');
  expect(barPlace(0)).toBe('25.0%');
  expect(barPlace(1)).toBe('100.0%');
});

test('choices go round', () => {
  expect(next([0, 1, 2], 2)).toBe(0);
  expect(next([0, 1, 2], 7)).toBe(0);
});
