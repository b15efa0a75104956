import { beforeEach, describe, expect, test } from 'vitest';
import type { Market, SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import {
  bookNamed,
  fixtureOf,
  type IdentityDesk,
  KICK_OFF,
  marketOf,
  openIdentityDatabase,
  openIdentityDesk,
  quoteOn,
} from '../../../../../support/identity-desk.ts';

let database: ReturnType<typeof openIdentityDatabase>;
let desk: IdentityDesk;
beforeEach(() => {
  database = openIdentityDatabase();
  desk = openIdentityDesk(database);
});

const odds = (event: SportingEvent): Market => marketOf(event, 'match-odds');
const at = (ms: number) => ms as EpochMs;

const A = fixtureOf('odds', 'a', 'Wolverhampton Wanderers', 'Aston Villa');
const B = fixtureOf('betfair', 'b', 'Wolves', 'Aston Villa', {
  sport: 'soccer',
  competition: 'English Premier League',
});
/** Doubtful: no table knows the name, and no words are shared. */
const STRANGE = fixtureOf('betfair', 's', 'Molineux Men', 'Aston Villa');

function tellA() {
  const sink = desk.source('odds', [bookNamed('pinnacle')]);
  sink({ kind: 'event', event: A, markets: [odds(A)] });
  sink({ kind: 'quotes', quotes: [quoteOn(odds(A), 'home', 'pinnacle', 25_000)] });
  return sink;
}
function tell(event: SportingEvent, price = 26_000) {
  const sink = desk.source(event.sourceId, [bookNamed(event.sourceId)]);
  sink({ kind: 'event', event, markets: [odds(event)] });
  sink({ kind: 'quotes', quotes: [quoteOn(odds(event), 'home', event.sourceId, price)] });
  return sink;
}

describe('events of two sources', () => {
  test('that are certainly one share its market from the first price on', () => {
    tellA();
    tell(B);
    expect(desk.book.event(B.id)).toBeUndefined();
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    expect(desk.book.event(A.id)).toMatchObject({ home: 'Wolverhampton Wanderers', competition: 'EPL' });
    expect(desk.rows().get(B.id)).toMatchObject({
      state: 'matched',
      decidedBy: 'engine',
      candidate: { eventId: A.id },
    });
    expect(desk.refused).toEqual([]);
  });

  test('pass untouched while one source is all there is', () => {
    const sink = tellA();
    const quotes = [quoteOn(odds(A), 'away', 'pinnacle', 31_000)];
    sink({ kind: 'quotes', quotes });
    expect(desk.told.at(-1)).toEqual({ kind: 'quotes', quotes });
    expect((desk.told.at(-1) as { quotes: unknown }).quotes).toBe(quotes);
    expect(desk.rows().size).toBe(0);
  });

  test('the other way round have sides, handicaps and scores mirrored', () => {
    const sink = tellA();
    const handicap = marketOf(A, 'asian-handicap', -0.5);
    sink({ kind: 'event', event: A, markets: [handicap] });
    const swapped = fixtureOf('betfair', 'w', 'Aston Villa', 'Wolves');
    const theirs = marketOf(swapped, 'asian-handicap', 0.5);
    const other = tell(swapped);
    other({ kind: 'event', event: swapped, markets: [theirs, marketOf(swapped, 'asian-handicap', -1)] });
    other({
      kind: 'quotes',
      quotes: [
        quoteOn(theirs, 'home', 'betfair', 19_000),
        quoteOn(marketOf(swapped, 'asian-handicap', -1), 'away', 'betfair', 21_000),
      ],
    });
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:away betfair': 26_000,
      'asian-handicap:-0.5:away betfair': 19_000,
      'asian-handicap:1:home betfair': 21_000,
    });
    other({
      kind: 'score',
      eventId: swapped.id,
      status: 'live',
      score: { home: 2, away: 1, at: at(KICK_OFF) },
    });
    expect(desk.book.event(A.id)).toMatchObject({ status: 'live', score: { home: 1, away: 2 } });
  });

  test('a market that only the second source has stands under the canonical id', () => {
    tellA();
    const sink = tell(B);
    const totals = marketOf(B, 'totals', 2.5);
    sink({ kind: 'event', event: B, markets: [totals] });
    sink({ kind: 'quotes', quotes: [quoteOn(totals, 'over', 'betfair', 19_500)] });
    expect(desk.prices(A.id)).toMatchObject({ 'totals:2.5:over betfair': 19_500 });
    expect(desk.refused).toEqual([]);
  });

  test('start and names come from the canonical source, a start that is live from either', () => {
    tellA();
    const sink = tell(B);
    sink({ kind: 'event', event: { ...B, startsAt: at(KICK_OFF + 60_000) }, markets: [] });
    expect(desk.book.event(A.id)).toMatchObject({ startsAt: KICK_OFF, status: 'scheduled' });
    sink({ kind: 'event', event: { ...B, status: 'live' }, markets: [] });
    expect(desk.book.event(A.id)).toMatchObject({ startsAt: KICK_OFF, status: 'live', home: A.home });
  });
});

describe('a doubtful pair', () => {
  test('is traded apart until the user says that it is one, and no quote is lost', async () => {
    tellA();
    const sink = tell(STRANGE);
    expect(desk.rows().get(STRANGE.id)).toMatchObject({ state: 'doubtful', candidate: { eventId: A.id } });
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    const row = await desk.call.accept(STRANGE.id, A.id);
    expect(row).toMatchObject({ state: 'matched', decidedBy: 'user' });
    expect(desk.retired).toEqual([STRANGE.id]);
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    sink({ kind: 'quotes', quotes: [quoteOn(odds(STRANGE), 'draw', 'betfair', 33_000)] });
    expect(desk.prices(A.id)).toMatchObject({ 'match-odds:draw betfair': 33_000 });
    expect(desk.refused).toEqual([]);
  });

  test('teaches its name, at once and for later events, until that is taken back', async () => {
    tellA();
    const sink = tell(STRANGE);
    await desk.call.accept(STRANGE.id, A.id);
    expect(desk.aliases()).toMatchObject([
      { sport: 'soccer', name: 'Molineux Men', means: 'Wolverhampton Wanderers', sourceId: 'betfair' },
    ]);
    const later = at(KICK_OFF + 7 * 86_400_000);
    const next = fixtureOf('odds', 'n', 'Chelsea', 'Wolverhampton Wanderers', { startsAt: later });
    const theirs = fixtureOf('betfair', 'n', 'Chelsea', 'Molineux Men', { startsAt: later });
    desk.source('odds')({ kind: 'event', event: next, markets: [odds(next)] });
    sink({ kind: 'event', event: theirs, markets: [odds(theirs)] });
    expect(desk.rows().get(theirs.id)).toMatchObject({ state: 'matched', decidedBy: 'engine' });

    await desk.call.undo();
    expect(desk.aliases()).toEqual([]);
    expect(desk.rows().get(STRANGE.id)?.state).toBe('doubtful');
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home pinnacle': 25_000 });
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    const log = await desk.call.decisions();
    expect(log.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'user undone',
      'engine matched',
      'user matched',
    ]);
    await expect(async () => desk.call.undo()).rejects.toThrow('no decision');
  });

  test('refused is not asked about again, and can be', async () => {
    tellA();
    tell(STRANGE);
    expect(await desk.call.reject(STRANGE.id, A.id)).toMatchObject({ state: 'rejected' });
    expect((await desk.call.candidates(STRANGE.id)).map(({ state }) => state)).toEqual(['rejected']);
    await desk.call.undo();
    expect(desk.rows().get(STRANGE.id)?.state).toBe('doubtful');
  });

  test('is told once, on the younger event', () => {
    tellA();
    tell(STRANGE);
    expect([...desk.rows().keys()]).toEqual([STRANGE.id]);
  });
});

describe('a match', () => {
  test('rejected is parted, with every quote where it belongs', async () => {
    tellA();
    const sink = tell(B);
    desk.rows();
    await desk.call.reject(B.id, A.id);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home pinnacle': 25_000 });
    expect(desk.prices(B.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    sink({ kind: 'quotes', quotes: [quoteOn(odds(B), 'home', 'betfair', 27_000, KICK_OFF - 1000)] });
    expect(desk.prices(B.id)).toEqual({ 'match-odds:home betfair': 27_000 });
    await desk.call.undo();
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 27_000,
    });
    expect(desk.book.event(B.id)).toBeUndefined();
    expect(desk.refused).toEqual([]);
  });

  test('goes by the id that holds bets', async () => {
    tellA();
    tell(STRANGE);
    desk.bets.set(STRANGE.id, 2);
    await desk.call.accept(STRANGE.id, A.id);
    expect(desk.retired).toEqual([A.id]);
    expect(desk.prices(STRANGE.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    expect(desk.rows().get(A.id)).toMatchObject({ state: 'matched', candidate: { eventId: STRANGE.id } });
  });

  test('is refused while both hold bets', async () => {
    tellA();
    tell(STRANGE);
    desk.bets.set(STRANGE.id, 1);
    desk.bets.set(A.id, 1);
    await expect(async () => desk.call.accept(STRANGE.id, A.id)).rejects.toThrow(
      'Both events have open bets',
    );
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect((await desk.call.candidates(STRANGE.id))[0]?.blocked).toContain('open bets');
  });

  test('is not taken back while its id has bets and nobody else tells the event', async () => {
    tellA();
    tell(STRANGE);
    await desk.call.accept(STRANGE.id, A.id);
    desk.bets.set(A.id, 1);
    desk.identity.leave('odds' as SourceId);
    await expect(async () => desk.call.undo()).rejects.toThrow('There are open bets on');
    expect(desk.retired).toEqual([STRANGE.id]);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    desk.bets.clear();
    await desk.call.undo();
    expect(desk.retired).toEqual([STRANGE.id, A.id]);
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });

  test('of three sources is not taken back either, when all that tell the event would go', async () => {
    tell(STRANGE);
    tell(fixtureOf('kalshi', 'k', 'Molineux Men', 'Aston Villa'), 27_000);
    expect(desk.prices(STRANGE.id)).toMatchObject({ 'match-odds:home kalshi': 27_000 });
    tellA();
    desk.bets.set(A.id, 1);
    await desk.call.accept(STRANGE.id, A.id);
    expect(Object.keys(desk.prices(A.id))).toHaveLength(3);
    desk.identity.leave('odds' as SourceId);
    await expect(async () => desk.call.undo()).rejects.toThrow('There are open bets on');
    expect(desk.book.event(A.id)).toBeDefined();
    expect(Object.keys(desk.prices(A.id))).toHaveLength(2);
  });

  test('is refused with a second event of one source', async () => {
    tellA();
    const sink = tell(B);
    const twin = fixtureOf('betfair', 'twin', 'Wolves', 'Aston Villa');
    sink({ kind: 'event', event: twin, markets: [odds(twin)] });
    expect(desk.rows().get(twin.id)?.state).toBe('unmatched');
    await expect(async () => desk.call.accept(twin.id, A.id)).rejects.toThrow('Reject that match first');
  });

  test('leaves the tables when the market drops the event', () => {
    tellA();
    tell(B);
    desk.book.retire(A.id);
    desk.identity.retired(A.id);
    expect(desk.rows().size).toBe(0);
    tell(B);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });
});

describe('after a restart', () => {
  test('links, names and refusals stand, whichever source comes first', async () => {
    tellA();
    tell(STRANGE);
    await desk.call.accept(STRANGE.id, A.id);
    desk.identity.stop();
    desk = openIdentityDesk(database);
    tell(STRANGE);
    expect(desk.book.event(A.id)).toMatchObject({ home: 'Wolverhampton Wanderers', sourceId: 'odds' });
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    tellA();
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    expect(desk.aliases()).toHaveLength(1);
    expect(desk.rows().get(STRANGE.id)).toMatchObject({ state: 'matched', decidedBy: 'user' });
    await desk.call.undo();
    expect(desk.aliases()).toEqual([]);
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });

  test("the engine's own matches stand too", () => {
    tellA();
    tell(B);
    desk.identity.stop();
    desk = openIdentityDesk(database);
    tell(B);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect(desk.book.event(B.id)).toBeUndefined();
  });
});

describe('a source that is removed', () => {
  test('leaves an event with bets in the market, without its prices', () => {
    tellA();
    desk.bets.set(A.id, 1);
    desk.identity.leave('odds' as SourceId);
    expect(desk.retired).toEqual([]);
    expect(desk.book.event(A.id)).toBeDefined();
    expect(desk.prices(A.id)).toEqual({});
    tellA()({ kind: 'quotes', quotes: [quoteOn(odds(A), 'home', 'pinnacle', 25_500, KICK_OFF - 1000)] });
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home pinnacle': 25_500 });
  });
});

describe('statuses', () => {
  test("one source's suspension is its books', not the market's", () => {
    tellA();
    const sink = tell(B);
    const market = odds(B).id;
    sink({ kind: 'market-status', marketId: market, status: 'closed', at: at(1) });
    const state = desk.book.market(odds(A).id);
    expect(state?.market.status).toBe('open');
    const standing = () => state?.prices.map(({ book, standing: { state: said } }) => `${book.id} ${said}`);
    expect(standing()).toEqual(['betfair suspended', 'pinnacle open']);
    sink({ kind: 'market-status', marketId: market, status: 'open', at: at(2) });
    expect(standing()).toEqual(['betfair open', 'pinnacle open']);
  });

  test('all sources together close the market', () => {
    const first = tellA();
    const sink = tell(B);
    sink({ kind: 'market-status', marketId: odds(B).id, status: 'suspended', at: at(1) });
    first({ kind: 'market-status', marketId: odds(A).id, status: 'closed', at: at(2) });
    expect(desk.book.market(odds(A).id)?.market.status).toBe('suspended');
    sink({ kind: 'market-status', marketId: odds(B).id, status: 'closed', at: at(3) });
    expect(desk.book.market(odds(A).id)?.market.status).toBe('closed');
  });
});

describe('one book delivered twice', () => {
  const indirect = (price: number, when = KICK_OFF - 3_600_000) => ({
    kind: 'quotes' as const,
    quotes: [quoteOn(odds(A), 'home', 'betfair_ex_uk', price, when)],
  });
  const open = () => {
    const sink = desk.source('odds', [bookNamed('betfair_ex_uk', 'exchange'), bookNamed('pinnacle')]);
    sink({ kind: 'event', event: A, markets: [odds(A)] });
    sink(indirect(25_000));
    return { sink, direct: tell(B) };
  };

  test('counts once: the connection of our own stands for it', () => {
    const { sink } = open();
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    sink(indirect(25_500, KICK_OFF - 3_000_000));
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    const counts = { received: 10, used: 10, duplicate: 0, quarantined: 0, errors: 0 };
    expect(
      desk.identity.counted({ id: 'odds' as SourceId, counts } as Parameters<typeof desk.identity.counted>[0])
        .counts,
    ).toEqual({ ...counts, used: 8, duplicate: 2 });
  });

  test('comes back when the connection is lost, and goes when it is there again', () => {
    const { sink, direct } = open();
    sink(indirect(25_500, KICK_OFF - 3_000_000));
    const marketId = odds(B).id;
    const bookId = bookNamed('betfair').id;
    const lost = { state: 'unreliable', reason: 'connection lost' } as const;
    direct({ kind: 'book-standing', marketId, bookId, standing: lost, at: at(3) });
    expect(desk.prices(A.id)).toEqual({
      'match-odds:home betfair': 26_000,
      'match-odds:home betfair_ex_uk': 25_500,
    });
    const flagged = desk.book.market(odds(A).id)?.prices.find(({ book }) => book.id === bookId);
    expect(flagged?.standing).toEqual(lost);
    direct({ kind: 'book-standing', marketId, bookId, standing: { state: 'open', reason: '' }, at: at(4) });
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect(flagged?.standing.state).toBe('open');
  });

  test('comes back when the source is removed', () => {
    open();
    desk.identity.leave('betfair' as SourceId);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair_ex_uk': 25_000 });
  });

  test('comes back when the events are parted', async () => {
    open();
    desk.rows();
    await desk.call.reject(B.id, A.id);
    expect(desk.prices(A.id)).toEqual({ 'match-odds:home betfair_ex_uk': 25_000 });
    expect(desk.prices(B.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });
});

test('asks a source about its own event', () => {
  tellA();
  tell(B);
  expect(desk.identity.nativeOf('betfair' as SourceId, A.id)?.id).toBe(B.id);
  expect(desk.identity.canonicalOf(B.id)).toBe(A.id);
  expect(desk.identity.canonicalOf('odds:x' as EventId)).toBe('odds:x');
});
