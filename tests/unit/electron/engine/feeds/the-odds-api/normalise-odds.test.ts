import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type NormaliseContext,
  normaliseOdds,
} from '../../../../../../electron/engine/feeds/the-odds-api/normalise-odds.ts';
import type { Currency, EpochMs } from '../../../../../../shared/domain/units.ts';
import { footballPayload, soccerPayload } from '../../../../../support/odds-api-payloads.ts';

const receivedAt = Date.parse('2026-03-01T12:00:05Z') as EpochMs;
const decimal: NormaliseContext = { oddsFormat: 'decimal', receivedAt, currency: 'EUR' as Currency };
const american: NormaliseContext = { ...decimal, oddsFormat: 'american' };

type Outcome = { name: string; price: unknown; point?: unknown };
type Shape = { markets?: { key: string; outcomes: unknown }[]; event?: object; book?: object };

/** One event with one book. */
const payloadOf = ({ markets = [], event = {}, book = {} }: Shape) => [
  {
    id: 'e1',
    sport_key: 'americanfootball_nfl',
    sport_title: 'NFL',
    commence_time: '2026-03-01T18:00:00Z',
    home_team: 'Home',
    away_team: 'Away',
    bookmakers: [{ key: 'b', title: 'B', last_update: '2026-03-01T11:59:00Z', markets, ...book }],
    ...event,
  },
];
const marketOf = (key: string, ...outcomes: Outcome[]) => ({ key, outcomes });
const outcome = (name: string, price: unknown, point?: unknown): Outcome =>
  point === undefined ? { name, price } : { name, price, point };
const reasons = (payload: unknown, context = decimal) =>
  normaliseOdds(payload, context).quarantined.map(({ reason }) => reason);
const brief = (payload: unknown, context = decimal) =>
  normaliseOdds(payload, context).quotes.map(
    ({ selectionId, side, levels }) => `${selectionId} ${side} ${levels[0]?.price ?? 'none'}`,
  );

describe('normaliseOdds', () => {
  it('turns a football payload into fixtures, books and quotes', () => {
    const { fixtures, books, quotes, counts, quarantined } = normaliseOdds(soccerPayload, decimal);
    expect(quarantined).toEqual([]);
    expect(counts).toEqual({ received: 16, used: 16, duplicate: 0, quarantined: 0 });
    const event = 'the-odds-api:0a1b2c3d4e5f60718293a4b5c6d7e8f9';
    expect(fixtures).toHaveLength(1);
    expect(fixtures[0]?.event).toEqual({
      id: event,
      sourceId: 'the-odds-api',
      sport: 'soccer_epl',
      competition: 'EPL',
      home: 'Alder Rovers',
      away: 'Birch United',
      startsAt: Date.parse('2026-03-01T15:00:00Z'),
      status: 'scheduled',
      score: null,
    });
    expect(fixtures[0]?.markets.map(({ id, type, line }) => [id, type, line])).toEqual([
      [`${event}:match-odds`, 'match-odds', null],
      [`${event}:totals:2.5`, 'totals', 2.5],
      [`${event}:asian-handicap:-0.25`, 'asian-handicap', -0.25],
    ]);
    expect(fixtures[0]?.markets[0]?.selections.map(({ side, name }) => [side, name])).toEqual([
      ['home', 'Alder Rovers'],
      ['draw', 'Draw'],
      ['away', 'Birch United'],
    ]);
    expect(books.map(({ id, kind, commission, currency }) => [id, kind, commission, currency])).toEqual([
      ['cedarbet', 'bookmaker', 0, 'EUR'],
      ['elmbook', 'bookmaker', 0, 'EUR'],
      ['betfair_ex_uk', 'exchange', 0.05, 'GBP'],
    ]);
    const exchange = quotes.filter(({ bookId }) => bookId === 'betfair_ex_uk');
    expect(exchange.map(({ side, levels }) => [side, levels[0]?.price, levels[0]?.size])).toEqual([
      ['back', 21_600, 12_050],
      ['back', 38_000, 6_000],
      ['back', 35_500, null],
      ['lay', 22_000, null],
      ['lay', 39_500, null],
      ['lay', 36_500, null],
    ]);
    expect(new Set(exchange.map(({ marketId }) => marketId))).toEqual(new Set([`${event}:match-odds`]));
  });

  it('reads American odds, a two-way winner and bookmaker times', () => {
    const { fixtures, quotes, counts, books } = normaliseOdds(footballPayload, american);
    expect(counts).toEqual({ received: 6, used: 6, duplicate: 0, quarantined: 0 });
    expect(fixtures[0]?.markets.map(({ type, line }) => [type, line])).toEqual([
      ['moneyline', null],
      ['asian-handicap', -3.5],
      ['totals', 47],
    ]);
    expect(quotes.map(({ levels }) => levels[0]?.price)).toEqual([
      23_000, 16_667, 19_091, 19_091, 19_524, 18_696,
    ]);
    expect(quotes.every(({ sourceTime }) => sourceTime === Date.parse('2026-03-01T12:00:00Z'))).toBe(true);
    expect(books[0]?.currency).toBe('USD');
  });

  it('reads one event and a historical envelope alike', () => {
    const list = normaliseOdds(soccerPayload, decimal).quotes;
    expect(normaliseOdds(soccerPayload[0], decimal).quotes).toEqual(list);
    expect(normaliseOdds({ timestamp: '2026-03-01T12:00:00Z', data: soccerPayload }, decimal).quotes).toEqual(
      list,
    );
    expect(
      normaliseOdds({ timestamp: '2026-03-01T12:00:00Z', data: soccerPayload[0] }, decimal).quotes,
    ).toEqual(list);
  });

  it('marks an event live from its start on', () => {
    const statusAt = (time: string) =>
      normaliseOdds(soccerPayload, { ...decimal, receivedAt: Date.parse(time) as EpochMs }).fixtures[0]?.event
        .status;
    expect(statusAt('2026-03-01T14:59:59Z')).toBe('scheduled');
    expect(statusAt('2026-03-01T15:00:00Z')).toBe('live');
  });

  it('accepts Unix times', () => {
    const [event] = normaliseOdds(payloadOf({ event: { commence_time: 1_772_388_000 } }), decimal).fixtures;
    expect(event?.event.startsAt).toBe(1_772_388_000_000);
  });

  it('never reads a soccer book without a draw as a two-way market', () => {
    const markets = [marketOf('h2h', outcome('Home', 1.5), outcome('Away', 6))];
    const types = (sport_key: string) =>
      normaliseOdds(payloadOf({ markets, event: { sport_key } }), decimal).fixtures[0]?.markets.map(
        (m) => m.type,
      );
    expect(types('soccer_epl')).toEqual(['match-odds']);
    expect(types('basketball_nba')).toEqual(['moneyline']);
  });

  it('keeps a decimal price of 1 as a used quote without levels', () => {
    const payload = payloadOf({ markets: [marketOf('h2h', outcome('Home', 1), outcome('Away', 12))] });
    expect(brief(payload)).toEqual([
      'the-odds-api:e1:moneyline:home back none',
      'the-odds-api:e1:moneyline:away back 120000',
    ]);
    expect(normaliseOdds(payload, decimal).counts.used).toBe(2);
  });

  it('makes an unknown book with lay prices an exchange', () => {
    const markets = [marketOf('h2h_lay', outcome('Home', 2), outcome('Away', 2.1))];
    expect(normaliseOdds(payloadOf({ markets }), decimal).books[0]).toMatchObject({
      kind: 'exchange',
      commission: 0.05,
    });
    const commissions = { b: 0.02 };
    expect(normaliseOdds(payloadOf({ markets }), { ...decimal, commissions }).books[0]?.commission).toBe(
      0.02,
    );
  });

  it('gives every line its own market, seen from the home side', () => {
    const spreads = marketOf(
      'spreads',
      outcome('Away', 1.9, 3.5),
      outcome('Home', 1.95, -3.5),
      outcome('Home', 1.4, 3.5),
      outcome('Away', 2.9, -3.5),
      outcome('Home', 2, 0),
      outcome('Away', 1.8, -0),
    );
    expect(brief(payloadOf({ markets: [spreads] }))).toEqual([
      'the-odds-api:e1:asian-handicap:-3.5:away back 19000',
      'the-odds-api:e1:asian-handicap:-3.5:home back 19500',
      'the-odds-api:e1:asian-handicap:3.5:home back 14000',
      'the-odds-api:e1:asian-handicap:3.5:away back 29000',
      'the-odds-api:e1:asian-handicap:0:home back 20000',
      'the-odds-api:e1:asian-handicap:0:away back 18000',
    ]);
  });

  it('quarantines points that contradict each other, and only those', () => {
    const spreads = marketOf(
      'spreads',
      outcome('Home', 1.9, -3.5),
      outcome('Away', 1.9, 3.5),
      outcome('Home', 1.9, -1.5),
      outcome('Away', 1.9, 2.5),
    );
    const totals = marketOf('totals', outcome('Over', 1.9, 47), outcome('Under', 1.9, 48));
    const payload = payloadOf({ markets: [spreads, totals] });
    expect(brief(payload)).toHaveLength(2);
    expect(reasons(payload)).toEqual(Array(4).fill('mismatched-points'));
  });

  it('uses a side that stands alone', () => {
    const totals = marketOf(
      'totals',
      outcome('Over', 1.9, 47),
      outcome('Under', 1.9, 47),
      outcome('Over', 2.1, 48),
    );
    expect(brief(payloadOf({ markets: [totals] }))).toHaveLength(3);
  });

  it.each<[string, Outcome[], string[]]>([
    ['h2h', [outcome('Nobody', 2)], ['unknown-outcome']],
    ['h2h', [outcome('Home', '2')], ['malformed-outcome']],
    ['h2h', [outcome('Home', 0.5)], ['price-out-of-range']],
    ['h2h', [outcome('Home', 100_001)], ['price-out-of-range']],
    ['spreads', [outcome('Home', 2)], ['missing-point']],
    ['spreads', [outcome('Draw', 2, 1)], ['unknown-outcome']],
    ['spreads', [outcome('Home', 2, 0.3)], ['invalid-line']],
    ['spreads', [outcome('Home', 2, '1.5')], ['malformed-outcome']],
    ['totals', [outcome('Over', 2, -1)], ['invalid-line']],
    ['totals', [outcome('Home', 2, 1)], ['unknown-outcome']],
    ['player_points', [outcome('Over', 2), outcome('Under', 2)], ['unsupported-market']],
    ['outrights', [outcome('Home', 2)], ['unsupported-market']],
  ])('quarantines a bad outcome of %s by itself: %j', (key, outcomes, expected) => {
    const good = marketOf('h2h', outcome('Away', 3));
    const payload = payloadOf({ markets: [marketOf(key, ...outcomes), good] });
    const { counts } = normaliseOdds(payload, decimal);
    expect(reasons(payload)).toEqual(expected);
    expect(counts).toEqual({
      received: outcomes.length + 1,
      used: 1,
      duplicate: 0,
      quarantined: outcomes.length,
    });
  });

  it('quarantines bad markets, bookmakers and events one by one with all their quotes', () => {
    const markets = [marketOf('h2h', outcome('Home', 2), outcome('Away', 2))];
    const [good] = payloadOf({ markets });
    const [badBook] = payloadOf({ markets, event: { id: 'e2' }, book: { key: 7 } });
    const [badTime] = payloadOf({ markets, event: { id: 'e3', commence_time: 'soon' } });
    const [badMarket] = payloadOf({ markets: [{ key: 'h2h', outcomes: 'none' }], event: { id: 'e4' } });
    const [badUpdate] = payloadOf({ markets, event: { id: 'e5' }, book: { last_update: 'just now' } });
    const [noTeam] = payloadOf({ markets, event: { id: 'e6', home_team: null } });
    const [sameTeam] = payloadOf({ markets, event: { id: 'e7', home_team: 'Away' } });
    const payload = [good, badBook, badTime, badMarket, badUpdate, noTeam, sameTeam, null, 5];
    const { counts, quarantined } = normaliseOdds(payload, decimal);
    expect(quarantined.map(({ reason, quotes, where }) => [reason, quotes, where])).toEqual([
      ['malformed-bookmaker', 2, 'e2'],
      ['malformed-time', 2, 'e3'],
      ['malformed-market', 1, 'e4/b'],
      ['malformed-time', 2, 'e5/b/h2h'],
      ['malformed-event', 2, 'event 6 of the payload'],
      ['same-team-twice', 2, 'e7'],
      ['malformed-event', 1, 'event 8 of the payload'],
      ['malformed-event', 1, 'event 9 of the payload'],
    ]);
    expect(counts).toEqual({ received: 15, used: 2, duplicate: 0, quarantined: 13 });
  });

  it('counts repeats as duplicates and quarantines contradictions', () => {
    const twice = payloadOf({
      markets: [
        marketOf('h2h', outcome('Home', 2), outcome('Away', 2), outcome('Home', 2), outcome('Away', 2.1)),
      ],
    });
    expect(normaliseOdds(twice, decimal).counts).toEqual({
      received: 4,
      used: 2,
      duplicate: 1,
      quarantined: 1,
    });
    expect(reasons(twice)).toEqual(['conflicting-quote']);
    const repeatedEvent = [...soccerPayload, ...soccerPayload];
    expect(normaliseOdds(repeatedEvent, decimal).counts).toMatchObject({ used: 16, duplicate: 16 });
    const other = [...soccerPayload, { ...soccerPayload[0], home_team: 'Someone else' }];
    expect(reasons(other)).toEqual(['conflicting-event']);
  });

  it('quarantines American prices inside 100', () => {
    const markets = [marketOf('h2h', outcome('Home', 0), outcome('Away', -99))];
    expect(reasons(payloadOf({ markets }), american)).toEqual([
      'invalid-american-price',
      'invalid-american-price',
    ]);
  });

  it.each([
    ['v3', { success: true, data: [] }, /v3/],
    ['an error', { message: 'no', error_code: 'INVALID_KEY' }, /error answer/],
    [
      'scores',
      [{ id: 'a', sport_key: 's', home_team: 'x', away_team: 'y', completed: true, scores: null }],
      /scores/,
    ],
    ['sports', [{ key: 's', group: 'g', title: 't', active: true, has_outrights: false }], /list of sports/],
    ['events', [{ id: 'a', sport_key: 's', home_team: 'x', away_team: 'y' }], /no bookmakers/],
    ['other JSON', [1, 2], /not an answer of The Odds API v4/],
    ['null', null, /not an answer of The Odds API v4/],
  ])('says what %s is instead', (_, payload, message) => {
    const { quarantined, counts } = normaliseOdds(payload, decimal);
    expect(quarantined).toMatchObject([
      { reason: 'not-an-odds-payload', detail: expect.stringMatching(message) },
    ]);
    expect(counts).toEqual({ received: 1, used: 0, duplicate: 0, quarantined: 1 });
  });

  it('cuts samples to 2,000 characters', () => {
    const [part] = normaliseOdds([{ id: 'x'.repeat(5_000), bookmakers: [] }], decimal).quarantined;
    expect(part?.sample).toHaveLength(2_000);
  });
});

/** Every place in a JSON value, as the path to it. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => places(item, [...path, key]))];
}

function mutated(
  value: unknown,
  [step, ...rest]: readonly (string | number)[],
  by: unknown,
  remove: boolean,
): unknown {
  if (step === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  if (rest.length === 0 && remove) {
    if (Array.isArray(copy)) copy.splice(Number(step), 1);
    else delete copy[step];
  } else copy[step] = mutated(copy[step], rest, by, remove);
  return copy;
}

/** The outcomes of a payload, and one for each part without any that is no proper container. */
function plainCount(payload: unknown): number | undefined {
  if (!Array.isArray(payload)) return undefined;
  let outcomes = 0;
  for (const event of payload)
    for (const book of event?.bookmakers ?? [])
      for (const market of book?.markets ?? []) outcomes += market?.outcomes?.length ?? 0;
  return outcomes;
}

describe('normaliseOdds on damaged payloads', () => {
  const original = [...soccerPayload, ...footballPayload];
  const all = places(original);
  const mutation = fc.record({
    place: fc.nat({ max: all.length - 1 }),
    by: fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('__proto__', 'Draw', '', -0, 1, 1e308, null)),
    remove: fc.boolean(),
  });

  it('never throws, and every quote is used, a duplicate or quarantined', () => {
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (mutations, isAmerican) => {
          let payload: unknown = original;
          for (const { place, by, remove } of mutations) {
            try {
              payload = mutated(payload, all[place] ?? [], by, remove);
            } catch {
              // An earlier mutation took the place away.
            }
          }
          const { counts, quotes, quarantined } = normaliseOdds(payload, isAmerican ? american : decimal);
          expect(counts.received).toBe(counts.used + counts.duplicate + counts.quarantined);
          expect(quotes).toHaveLength(counts.used);
          expect(quarantined.reduce((sum, part) => sum + part.quotes, 0)).toBe(counts.quarantined);
          for (const { levels } of quotes)
            for (const { price } of levels) expect(Number.isInteger(price)).toBe(true);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('accounts for every outcome when leaves are damaged', () => {
    const leaves = all.filter(
      (path) => typeof path.reduce<never>((at, key) => at[key], original as never) !== 'object',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...leaves),
        fc.oneof(fc.string(), fc.double(), fc.boolean()),
        (place, by) => {
          const payload = mutated(original, place, by, false);
          expect(normaliseOdds(payload, decimal).counts.received).toBe(plainCount(payload));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
