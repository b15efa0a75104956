import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type {
  HistoricalMatch,
  HistoricalOdds,
  MarketStore,
  MatchHistory,
} from '../../../../../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../../electron/engine/storage/migration.ts';
import type { Book, Market, SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import { createPlannedDatabase } from '../../../../../support/query-plans.ts';
import { sampleQuote } from '../../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let db: Database.Database;
let market: MarketStore & MatchHistory;
beforeEach(() => {
  db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, marketMigrations);
  market = createMarketStore(db, createSilentLog());
  return () => db.close();
});
describe('catalogue', () => {
  const event = (id: string, startsAt: number, changes: object = {}): SportingEvent =>
    ({
      id,
      sourceId: 'sim',
      sport: 'soccer_epl',
      competition: 'EPL',
      home: 'H',
      away: 'A',
      startsAt,
      status: 'scheduled',
      score: null,
      ...changes,
    }) as SportingEvent;
  const matchOdds = (names: readonly string[]): Market =>
    ({
      id: 'm',
      eventId: 'b',
      type: 'totals',
      period: 'match',
      line: 2.25,
      status: 'open',
      selections: names.map((name) => ({ id: `s-${name}`, marketId: 'm', name, side: 'over' })),
    }) as unknown as Market;

  test('books, events and markets come back, and change', () => {
    const book = {
      id: 'x',
      name: 'X',
      kind: 'exchange',
      commission: 0.02,
      currency: 'GBP',
    } as unknown as Book;
    market.saveBooks([{ ...book, name: 'old' }]);
    market.saveBooks([book]);
    expect(market.books()).toEqual([book]);

    market.saveEvent(event('b', 20));
    market.saveEvent(event('a', 10));
    const live = event('b', 30, { status: 'live', score: { home: 1, away: 0, at: 35 } });
    market.saveEvent(live);
    expect(market.event('b' as never)).toEqual(live);
    expect(market.event('c' as never)).toBeUndefined();
    expect(market.eventsFrom(10 as never, 9).map((found) => found.id)).toEqual(['a', 'b']);
    expect(market.eventsFrom(11 as never, 9)).toEqual([live]);
    expect(market.eventsFrom(0 as never, 1).map((found) => found.id)).toEqual(['a']);

    market.saveMarkets([matchOdds(['one', 'two', 'three'])]);
    market.saveMarkets([matchOdds(['two', 'one'])]);
    expect(market.findEvents('', 9)).toEqual([]);
    market.recordQuote(sampleQuote({ selection: 's-one' }));
    market.flush();
    for (const text of ['', 'h v a', 'epl']) expect(market.findEvents(text, 9)).toEqual([live]);
    for (const text of ['%', '_', "'"]) expect(market.findEvents(text, 9)).toEqual([]);
    expect(market.markets('b' as never)).toEqual([matchOdds(['two', 'one'])]);
    expect(market.markets('a' as never)).toEqual([]);
  });
});

describe('query plans', () => {
  const season = { competition: 'E0', season: '2003/04' };
  const key = { selectionId: 's', bookId: 'b', side: 'back' } as never;
  const match = {
    ...season,
    identity: 'i',
    occurrence: 1,
    odds: [],
    statistics: {},
  } as unknown as HistoricalMatch;
  const queries: readonly [string, string, (of: MarketStore & MatchHistory) => unknown][] = [
    ['eventsFrom', 'events_by_start', (of) => of.eventsFrom(5 as never, 5)],
    ['findEvents', 'events_by_start', (of) => of.findEvents('x', 5)],
    ['markets', 'markets_by_event', (of) => of.markets('e' as never)],
    ['priceHistory', 'chunks_by_series', (of) => of.priceHistory(key, 1 as never, 9 as never)],
    ['closingLine', 'sqlite_autoindex_closing_lines', (of) => of.closingLine('s' as never)],
    ['reopenClosingLines', 'markets_by_event', (of) => of.reopenClosingLines('e' as never)],
    ['quarantined', 'quarantine_by_time', (of) => of.quarantined(5)],
    ['historicalMatches', 'matches_by_season', (of) => of.historicalMatches(season)],
    ['importMatches', 'matches_by_identity', (of) => of.importMatches([match])],
  ];
  test.each(queries)('%s goes by %s', (_, index, query) => {
    const planned = createPlannedDatabase();
    migrate(planned.db, marketMigrations);
    planned.db.exec(`INSERT INTO series VALUES (1, 'back', 's', 'b');
      INSERT INTO matches VALUES (1, 'i', 1, '', '', '', '', '', '', 0, 0, 0, 0, '', x'')`);
    const of = createMarketStore(planned.db, createSilentLog());
    const plans = planned.plansOf(() => query(of));
    expect(plans.join('; ')).toContain(index);
    // An index walked in its own order up to a LIMIT reads no more than it returns.
    const scans = plans.filter((plan) =>
      /SCAN (?!quarantine USING INDEX|events USING INDEX events_by_start)|TEMP B-TREE/.test(plan),
    );
    expect(scans.filter((plan) => !plan.startsWith('SCAN CONSTANT'))).toEqual([]);
    planned.db.close();
  });
});

test('the first closing line stands', () => {
  const line = { selectionId: 's', marketId: 'm', fair: 0.25, prices: { x: 41_000 }, at: 5 } as never;
  market.saveClosingLines([line]);
  market.saveClosingLines([{ ...(line as object), fair: 0.9 } as never]);
  expect(market.closingLine('s' as never)).toEqual(line);
  expect(market.closingLine('t' as never)).toBeUndefined();
});

test('closing lines of an event whose start was put off are taken anew', () => {
  for (const of of ['a', 'b'])
    market.saveMarkets([
      {
        id: `${of}:m`,
        eventId: of,
        type: 'match-odds',
        period: 'match',
        line: null,
        status: 'open',
        selections: ['home', 'away'].map((side) => ({
          id: `${of}:${side}`,
          marketId: `${of}:m`,
          name: side,
          side,
        })),
      } as never,
    ]);
  const line = (selectionId: string, fair: number) =>
    ({ selectionId, marketId: `${selectionId[0]}:m`, fair, prices: {}, at: 5 }) as never;
  const fairs = () =>
    ['a:home', 'a:away', 'b:home'].map((selection) => market.closingLine(selection as never)?.fair);
  market.saveClosingLines([line('a:home', 0.4), line('a:away', 0.6), line('b:home', 0.5)]);
  expect(market.reopenClosingLines('c' as never)).toBe(false);
  expect(market.reopenClosingLines('a' as never)).toBe(true);
  expect(market.reopenClosingLines('a' as never)).toBe(false);
  expect(fairs()).toEqual([undefined, undefined, 0.5]);
  market.saveClosingLines([line('a:home', 0.55), line('b:home', 0.9)]);
  expect(fairs()).toEqual([0.55, undefined, 0.5]);
});

test('quarantine keeps a repeated refusal once, newest first, samples cut', () => {
  const row = { source: 'feed', reason: 'no price', sample: 'x'.repeat(5_000), at: 1 } as never;
  market.quarantine([row, { ...(row as object), reason: 'other', at: 2 } as never]);
  market.quarantine([{ ...(row as object), at: 3 } as never]);
  expect(market.quarantined(9)).toEqual([
    { source: 'feed', reason: 'no price', sample: 'x'.repeat(2_000), at: 3 },
    { source: 'feed', reason: 'other', sample: 'x'.repeat(2_000), at: 2 },
  ]);
  expect(market.quarantined(1)).toHaveLength(1);
  expect(db.prepare('SELECT times FROM quarantine ORDER BY times').pluck().all()).toEqual([1, 2]);
});

describe('past matches', () => {
  const price = (changes: Partial<HistoricalOdds> = {}): HistoricalOdds => ({
    book: 'bet365',
    market: 'match-odds',
    line: null,
    side: 'home',
    stage: 'closing',
    price: 21_000 as HistoricalOdds['price'],
    ...changes,
  });
  const match = (changes: Partial<HistoricalMatch> = {}): HistoricalMatch => ({
    identity: 'e0|2022-08-05|a|b',
    occurrence: 1,
    competition: 'E0',
    season: '2022/23',
    playedOn: '2022-08-05',
    kickOff: '20:00',
    home: 'A',
    away: 'B',
    homeGoals: 2,
    awayGoals: 1,
    halfTimeHome: null,
    halfTimeAway: 0,
    statistics: { HS: 10, 'Bb>2.5': 1.5 },
    odds: [
      price(),
      price({ market: 'totals', line: 2.5, side: 'over', stage: 'pre-closing' }),
      price({ market: 'asian-handicap', line: -0.75, price: 1_000_000_000 as HistoricalOdds['price'] }),
      price({ market: 'asian-handicap', line: 0 }),
    ],
    ...changes,
  });
  const season = { competition: 'E0', season: '2022/23' };

  test('come back whole, by season, in order', () => {
    const earlier = match({
      identity: 'i',
      playedOn: '2022-08-01',
      odds: [price({ line: null, side: 'away' })],
    });
    const elsewhere = match({ identity: 'j', season: '2021/22', odds: [] });
    expect(market.importMatches([match(), earlier, elsewhere])).toMatchObject({ imported: 3, duplicate: 0 });
    const reopened = createMarketStore(db, createSilentLog());
    expect(reopened.historicalMatches(season)).toEqual([earlier, match()]);
    expect(reopened.historicalSeasons()).toEqual([
      { competition: 'E0', season: '2021/22', matches: 1 },
      { ...season, matches: 2 },
    ]);
  });

  test('are never changed by a later import, which says what differs; occurrences are apart', () => {
    market.importMatches([match()]);
    const other = match({ homeGoals: 9 });
    expect(market.importMatches([other, match({ occurrence: 2 }), match()])).toEqual({
      imported: 1,
      duplicate: 1,
      completed: 0,
      differing: [{ match: other, stored: { homeGoals: 2, awayGoals: 1 } }],
    });
    expect(market.historicalMatches(season).map((found) => found.homeGoals)).toEqual([2, 2]);
  });

  test('are imported whole or not at all, and the next batch still knows its prices', () => {
    const lineless = match({
      identity: 'k',
      odds: [price({ book: 'new' }), price({ market: 'asian-handicap' })],
    });
    expect(() => market.importMatches([match(), lineless])).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
    expect(market.historicalMatches(season)).toEqual([]);
    const sound = match({ odds: [price({ book: 'other' }), price({ book: 'new' })] });
    market.importMatches([sound]);
    expect(createMarketStore(db, createSilentLog()).historicalMatches(season)).toEqual([sound]);
  });
});
