import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { type PriceReport, priceOddsApi } from '../../../../../electron/hosts/cli/price-odds-api.ts';
import { priceReportText } from '../../../../../electron/hosts/cli/price-odds-api-text.ts';
import { footballPayload, soccerPayload } from '../../../../support/odds-api-payloads.ts';

const price = (payload: unknown, options?: Parameters<typeof priceOddsApi>[1]): PriceReport => {
  const result = priceOddsApi(JSON.stringify(payload), options);
  if (!result.ok) throw new Error(result.message);
  return result.report;
};

/** One event, two sides, with each book's prices. */
const twoWay = (books: Readonly<Record<string, readonly [number, number | null]>>) => [
  {
    ...footballPayload[0],
    bookmakers: Object.entries(books).map(([key, [home, away]]) => ({
      key,
      title: key,
      last_update: '2026-03-01T12:00:00Z',
      markets: [
        {
          key: 'h2h',
          outcomes: [
            { name: 'Fir City Pilots', price: home },
            ...(away === null ? [] : [{ name: 'Grove Bay Miners', price: away }]),
          ],
        },
      ],
    })),
  },
];

describe('priceOddsApi', () => {
  it('takes the margin out book by book and weighs books it knows nothing of alike', () => {
    const { events, counts, method, oddsFormat } = price(twoWay({ a: [1.9, 1.9], b: [1.6, 2.4] }), {
      method: 'multiplicative',
    });
    expect([method, oddsFormat]).toEqual(['multiplicative', 'decimal']);
    expect(counts).toEqual({ received: 4, used: 4, duplicate: 0, quarantined: 0 });
    const [market] = events[0]?.markets ?? [];
    expect(market?.books.map(({ fair }) => fair)).toEqual([
      [0.5, 0.5],
      [expect.closeTo(0.6, 12), expect.closeTo(0.4, 12)],
    ]);
    expect(market?.books[0]?.margin).toBeCloseTo(2 / 1.9 - 1, 12);
    expect(market?.selections).toEqual([
      {
        name: 'Fir City Pilots',
        side: 'home',
        fair: expect.closeTo(0.55, 12),
        best: { book: 'a', price: 1.9, commission: 0, ev: expect.closeTo(1.9 * 0.55 - 1, 12) },
      },
      {
        name: 'Grove Bay Miners',
        side: 'away',
        fair: expect.closeTo(0.45, 12),
        best: { book: 'b', price: 2.4, commission: 0, ev: expect.closeTo(2.4 * 0.45 - 1, 12) },
      },
    ]);
    expect(price(twoWay({ a: [1.9, 1.9] })).events[0]?.markets[0]?.arbitrage).toBeNull();
  });

  it('chooses the best price and its edge after commission', () => {
    const books = twoWay({ a: [2.05, 1.8], matchbook: [2.06, 1.8] });
    expect(price(books).events[0]?.markets[0]?.selections[0]?.best).toMatchObject({ book: 'a', price: 2.05 });
    const free = price(books, { commissions: { matchbook: 0 } });
    expect(free.events[0]?.markets[0]?.selections[0]?.best).toMatchObject({ book: 'matchbook', price: 2.06 });
  });

  it('finds an arbitrage, but not one that commission eats', () => {
    const { events } = price(twoWay({ a: [2.1, 1.7], b: [1.7, 2.1] }));
    expect(events[0]?.markets[0]?.arbitrage).toEqual({
      roi: expect.closeTo(0.05, 12),
      legs: [
        { name: 'Fir City Pilots', book: 'a', price: 2.1, share: expect.closeTo(0.5, 12) },
        { name: 'Grove Bay Miners', book: 'b', price: 2.1, share: expect.closeTo(0.5, 12) },
      ],
    });
    const exchange = price(twoWay({ betfair_ex_uk: [2.04, 1.7], smarkets: [1.7, 2.01] }));
    expect(exchange.events[0]?.markets[0]?.arbitrage).toBeNull();
  });

  it('leaves books without every price out of the consensus, not out of the best', () => {
    const { events } = price(twoWay({ a: [1.9, 1.9], half: [2.5, null] }));
    const [market] = events[0]?.markets ?? [];
    expect(market?.books[1]).toMatchObject({ margin: null, fair: null, prices: [2.5, null] });
    expect(market?.selections[0]).toMatchObject({
      fair: expect.closeTo(0.5, 12),
      best: { book: 'half', ev: expect.closeTo(0.25, 12) },
    });
  });

  it('draws the line with the weights of the engine, by its method unless another is chosen', () => {
    const books = twoWay({ a: [1.9, 1.9], pinnacle: [1.6, 2.4] });
    const { method, events } = price(books, { method: 'multiplicative' });
    expect(method).toBe('multiplicative');
    expect(events[0]?.markets[0]?.selections.map(({ fair }) => fair)).toEqual([
      expect.closeTo((0.5 + 4 * 0.6) / 5, 12),
      expect.closeTo((0.5 + 4 * 0.4) / 5, 12),
    ]);
    expect(price(books).method).toBe(DEFAULT_SETTINGS.marginMethod);
  });

  it('takes what the spreads of an exchange leave, net of commission, and nothing of one that does not lay', () => {
    const [event] = price(soccerPayload, { commissions: { betfair_ex_uk: 0 } }).events;
    const ranges = [
      [2.16, 2.2],
      [3.55, 3.65],
      [3.8, 3.95],
    ].map(([back = 0, lay = 0]) => ({ low: 1 / lay, high: 1 / back }));
    const sum = (of: (range: { low: number; high: number }) => number) =>
      ranges.reduce((total, range) => total + of(range), 0);
    // The same way from the low end of each range to its high end, so that they sum to one.
    const way = (1 - sum(({ low }) => low)) / sum(({ low, high }) => high - low);
    expect(event?.markets[0]?.books[2]?.fair).toEqual(
      ranges.map(({ low, high }) => expect.closeTo(low + way * (high - low), 12)),
    );
    expect(event?.markets[0]?.books[2]?.margin).toBeCloseTo(1 / 2.16 + 1 / 3.55 + 1 / 3.8 - 1, 12);
    const [market] = price(twoWay({ smarkets: [2.02, 1.9] })).events[0]?.markets ?? [];
    expect(market?.books[0]).toMatchObject({
      fair: null,
      margin: expect.closeTo(1 / 2.02 + 1 / 1.9 - 1, 12),
    });
    expect(market?.selections[0]).toMatchObject({ fair: null, best: { book: 'smarkets', ev: null } });
  });

  it('finds a price that lays off another, marking the leg that lays', () => {
    const payload = structuredClone(soccerPayload);
    Object.assign(payload[0]?.bookmakers[2]?.markets[1]?.outcomes[0] ?? {}, { price: 2.02 });
    const report = price(payload);
    const stake = 2.2 / (2.02 - 0.05);
    const outlay = 1 + stake * 1.02;
    expect(report.events[0]?.markets[0]?.arbitrage).toEqual({
      roi: expect.closeTo((stake * 0.95 - 1) / outlay, 12),
      legs: [
        { name: 'Alder Rovers', book: 'elmbook', price: 2.2, share: expect.closeTo(1 / outlay, 12) },
        {
          name: 'Alder Rovers',
          book: 'betfair_ex_uk',
          price: 2.02,
          share: expect.closeTo(1 - 1 / outlay, 12),
          lay: true,
        },
      ],
    });
    expect(priceReportText(report)).toMatch(
      /Alder Rovers 2\.200 at elmbook .*, lay Alder Rovers 2\.020 at betfair/,
    );
  });

  it('prices lines each by itself, with lay prices beside the back prices', () => {
    const [event] = price(soccerPayload).events;
    expect(event).toMatchObject({
      home: 'Alder Rovers',
      away: 'Birch United',
      commence: '2026-03-01T15:00:00.000Z',
    });
    expect(event?.markets.map(({ type, line }) => [type, line])).toEqual([
      ['match-odds', null],
      ['totals', 2.5],
      ['asian-handicap', -0.25],
    ]);
    expect(event?.markets[0]?.books[2]).toMatchObject({ prices: [2.16, 3.55, 3.8], lay: [2.2, 3.65, 3.95] });
    expect(event?.markets[0]?.books[0]).not.toHaveProperty('lay');
  });

  it('tells American prices by themselves', () => {
    const { oddsFormat, events } = price(footballPayload);
    expect(oddsFormat).toBe('american');
    expect(events[0]?.markets[0]?.books[0]?.prices).toEqual([1.6667, 2.3]);
    expect(price(footballPayload, { oddsFormat: 'decimal' }).counts).toMatchObject({
      used: 1,
      quarantined: 5,
    });
  });

  it.each([
    ['an empty file', ' \n', 'empty-file', /empty/],
    ['a web page', '\uFEFF<!doctype html><p>Log in', 'html', /web page/],
    ['half a payload', JSON.stringify(soccerPayload).slice(0, 500), 'invalid-json', /cut off/],
    ['a picture', '\u0089PNG\u0000', 'invalid-json', /another kind/],
    ['the v3 format', '{"success":true,"data":[]}', 'wrong-format', /v3/],
    ['an error answer', '{"message":"m","error_code":"INVALID_KEY"}', 'wrong-format', /error answer/],
    ['a number', '7', 'wrong-format', /not an answer/],
  ])('says what to do with %s', (_, contents, code, message) => {
    expect(priceOddsApi(contents)).toEqual({ ok: false, code, message: expect.stringMatching(message) });
  });

  it('takes an empty list for what it is', () => {
    expect(price([])).toMatchObject({ events: [], counts: { received: 0 }, quarantined: [] });
  });
});

describe('priceReportText', () => {
  it('shows books, consensus, best prices, edges and what was refused', () => {
    const payload = structuredClone(soccerPayload);
    Object.assign(payload[0]?.bookmakers[0]?.markets[0] ?? {}, { key: 'corners' });
    const text = priceReportText(price(payload));
    expect(text).toContain('Alder Rovers - Birch United  (EPL, 2026-03-01 15:00 UTC)');
    expect(text).toMatch(/Betfair \(lay\)\s+2\.200\s+3\.650\s+3\.950/);
    expect(text).toMatch(/consensus\s+\d\.\d{3}\s+\d+\.\d\d%/);
    expect(text).toContain('Handicap -0.25');
    expect(text).toContain('16 quotes: 13 used, 0 duplicate, 3 quarantined.');
    expect(text).toContain('unsupported-market: 0a1b2c3d4e5f60718293a4b5c6d7e8f9/cedarbet/corners, 3 quotes');
  });

  it('names an arbitrage with its legs', () => {
    const text = priceReportText(price(twoWay({ a: [2.1, 1.7], b: [1.7, 2.1] })));
    expect(text).toContain(
      'ARBITRAGE +5.00%: Fir City Pilots 2.100 at a (50.00%), Grove Bay Miners 2.100 at b (50.00%)',
    );
  });
});
