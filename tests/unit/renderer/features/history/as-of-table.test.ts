import { describe, expect, test } from 'vitest';
import { asOfCsv, asOfRows, spanOf } from '../../../../../renderer/features/history/as-of-table.ts';
import { bytesText } from '../../../../../renderer/features/history/bytes-text.ts';
import { endOfSecond, minuteText, stepped } from '../../../../../renderer/features/history/history-view.ts';
import type { OpeningClosing, PricesAsOf } from '../../../../../shared/contract/history.ts';
import type { Market, SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const market = {
  id: 'm',
  eventId: 'e',
  type: 'match-odds',
  period: 'match',
  line: null,
  status: 'closed',
  selections: [
    { id: 'h', marketId: 'm', name: 'Home', side: 'home' },
    { id: 'a', marketId: 'm', name: 'Away', side: 'away' },
  ],
} as unknown as Market;
const event = { id: 'e', home: 'H, "1"', away: 'A', startsAt: 5_000 } as unknown as SportingEvent;

const price = (selectionId: string, bookId: string, odds: number, side = 'back') => ({
  selectionId,
  marketId: 'm',
  bookId,
  side,
  price: odds,
  size: null,
  sourceTime: 900,
  at: 1_000,
});
const line = (
  selectionId: string,
  bookId: string,
  opening: number | null,
  closing: number | null,
  side = 'back',
) => ({
  selectionId,
  bookId,
  side,
  opening: opening === null ? null : { price: opening, at: 500 },
  closing: closing === null ? null : { price: closing, at: 4_000 },
  firstAt: 500,
  startsAt: 5_000,
  lastAt: 6_000,
});
const prices = {
  markets: [market],
  prices: [
    price('h', 'b', 21_000),
    price('h', 'c', 22_000),
    price('a', 'b', 19_000),
    price('h', 'c', 22_400, 'lay'),
  ],
  fair: [],
} as unknown as PricesAsOf;
const lines = [
  line('h', 'b', 20_000, 23_000),
  line('a', 'd', 18_000, null),
  line('elsewhere', 'z', 18_000, null),
] as unknown as readonly OpeningClosing[];
const nameOf = (id: string) => ({ b: 'Zeta', c: 'Alpha', d: 'Beta' })[id] ?? id;

describe('prices as they stood', () => {
  const rows = asOfRows(market, prices, lines, nameOf);

  test('are a row for every book and side that offered or had offered, backs by name first', () => {
    expect(rows.map(({ bookId, side }) => `${nameOf(bookId)} ${side}`)).toEqual([
      'Alpha back',
      'Beta back',
      'Zeta back',
      'Alpha lay',
    ]);
  });

  test('stand between the opening and the closing line, the best marked', () => {
    const zeta = rows.find(({ bookId, side }) => bookId === 'b' && side === 'back');
    expect(zeta?.cells).toMatchObject([
      { opening: { price: 20_000 }, price: { price: 21_000 }, closing: { price: 23_000 }, best: false },
      { opening: null, price: { price: 19_000 }, closing: null, best: true },
    ]);
    expect(rows.flatMap(({ cells }) => cells).filter(({ best }) => best)).toHaveLength(3);
  });

  test('as CSV have a line for each, quoted, in decimal odds and UTC', () => {
    expect(asOfCsv(event, prices, lines, nameOf).split('\r\n').slice(0, 2)).toEqual([
      'event,market,selection,book,side,price,size,received,said,opening,opened,closing,closed',
      '"H, ""1"" v A",Match odds,Home,Alpha,back,2.2,,1970-01-01T00:00:01.000Z,1970-01-01T00:00:00.900Z,,,,',
    ]);
    expect(asOfCsv(event, prices, lines, nameOf).trimEnd().split('\r\n')).toHaveLength(1 + 5);
  });

  test('cover a span with the start in it, when there is one', () => {
    const span = { from: 500, to: 6_000, startsAt: 5_000, close: 4_999 };
    expect(spanOf(lines)).toEqual(span);
    // One selection's close says that the event started later than it was listed.
    const late = lines.map((line, index) => (index === 0 ? { ...line, startsAt: 5_500 as EpochMs } : line));
    expect(spanOf(late)).toEqual({ ...span, startsAt: 5_500, close: 5_499 });
    const later = lines.map((line) => ({ ...line, startsAt: 7_000 as EpochMs }));
    expect(spanOf(later)).toEqual({ ...span, startsAt: 7_000, close: null });
    expect(spanOf([])).toBeNull();
  });
});

test('a typed second is known by its end, and a moment is written to the minute', () => {
  const at = new Date(2026, 2, 1, 15, 4, 5).getTime() as EpochMs;
  expect(endOfSecond(at)).toBe(at + 999);
  expect(endOfSecond((at + 999) as EpochMs)).toBe(at + 999);
  expect(minuteText(at)).toBe('2026-03-01 15:04');
});

test('steps go round, and begin with the first', () => {
  expect(stepped(['a', 'b', 'c'], 'c', 1)).toBe('a');
  expect(stepped(['a', 'b', 'c'], 'a', -1)).toBe('c');
  expect(stepped(['a', 'b', 'c'], 'x', -1)).toBe('a');
  expect(stepped([], undefined, 1)).toBeUndefined();
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [4_200, '4.2 kB'],
  [310_000_000, '310 MB'],
  [12_345_678_901, '12.3 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
