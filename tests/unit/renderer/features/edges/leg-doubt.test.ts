import { expect, test } from 'vitest';
import { arbitrageAge, legAge, legDoubt } from '../../../../../renderer/features/edges/leg-doubt.ts';
import { standingKey } from '../../../../../renderer/stores/market-data.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type {
  BookStandingItem,
  PriceTruth,
  SuspectPrice,
} from '../../../../../shared/contract/price-truth.ts';
import type { Arbitrage, ArbitrageLeg } from '../../../../../shared/domain/edge.ts';
import { type Quote, quoteKey } from '../../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const leg = (more: Partial<ArbitrageLeg> = {}) =>
  ({ selectionId: 's', bookId: 'ash', side: 'back', receivedAt: 1_000, ...more }) as ArbitrageLeg;
const arbitrage = (...legs: readonly ArbitrageLeg[]) => ({ marketId: 'm', legs }) as unknown as Arbitrage;

function setUp() {
  const tables = {
    quotes: createTable<Quote>(() => {}),
    priceTruths: createTable<PriceTruth>(() => {}),
    standings: createTable<BookStandingItem>(() => {}),
    suspects: createTable<SuspectPrice>(() => {}),
  };
  tables.quotes.set(quoteKey(leg()), { sourceId: 'wire', receivedAt: 1_000 } as Quote);
  tables.priceTruths.set('wire', { maximumAgeMs: 60_000 } as PriceTruth);
  const doubt = (now: number) => legDoubt(arbitrage(), leg(), now as EpochMs, tables);
  return { tables, doubt };
}

test('a leg that is sound has nothing against it, until its source would have said something new', () => {
  const { tables, doubt } = setUp();
  expect(doubt(61_000)).toBeNull();
  expect(doubt(61_001)).toMatch(/1m 00s old, too old/);
  tables.quotes.set(quoteKey(leg()), { sourceId: 'wire', receivedAt: 30_000 } as Quote);
  expect(doubt(61_001)).toBeNull();
});

test('a leg of a book that is not open, or at a suspect price, says so', () => {
  const { tables, doubt } = setUp();
  tables.suspects.set(quoteKey(leg()), { kind: 'outlier' } as SuspectPrice);
  expect(doubt(1_000)).toBe('far from what other books say');
  const at = standingKey({ marketId: 'm' as never, bookId: 'ash' as never });
  tables.standings.set(at, { state: 'suspended' } as BookStandingItem);
  expect(doubt(1_000)).toBe('suspended');
  tables.standings.set(at, { state: 'open' } as BookStandingItem);
  tables.suspects.delete(quoteKey(leg()));
  expect(doubt(1_000)).toBeNull();
});

test('an arbitrage is as old as its oldest leg, confirmations counted', () => {
  const { tables } = setUp();
  const other = leg({ selectionId: 't' as never, receivedAt: 5_000 as EpochMs });
  const now = 11_000 as EpochMs;
  expect(legAge(leg(), now, tables)).toBe(10_000);
  expect(arbitrageAge(arbitrage(leg(), other), now, tables)).toBe(10_000);
  tables.quotes.set(quoteKey(leg()), { sourceId: 'wire', receivedAt: 9_000 } as Quote);
  expect(arbitrageAge(arbitrage(leg(), other), now, tables)).toBe(6_000);
});
