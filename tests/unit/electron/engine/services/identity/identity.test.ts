import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import {
  fixtureOf,
  type IdentityDesk,
  KICK_OFF,
  marketOf,
  openIdentityDatabase,
  openIdentityDesk,
  quoteOn,
} from '../../../../../support/identity-desk.ts';
import {
  BETFAIR,
  matchOdds,
  ODDS,
  STRANGE,
  tell,
  tellOdds,
} from '../../../../../support/match-of-two-sources.ts';

let database: ReturnType<typeof openIdentityDatabase>;
let desk: IdentityDesk;
beforeEach(() => {
  database = openIdentityDatabase();
  desk = openIdentityDesk(database);
});

const at = (ms: number) => ms as EpochMs;

describe('events of two sources', () => {
  test('that are certainly one share its market from the first price on', () => {
    tellOdds(desk);
    tell(desk, BETFAIR);
    expect(desk.book.event(BETFAIR.id)).toBeUndefined();
    expect(desk.prices(ODDS.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    expect(desk.book.event(ODDS.id)).toMatchObject({ home: 'Wolverhampton Wanderers', competition: 'EPL' });
    expect(desk.rows().get(BETFAIR.id)).toMatchObject({
      state: 'matched',
      decidedBy: 'engine',
      candidate: { eventId: ODDS.id },
    });
    expect(desk.refused).toEqual([]);
  });

  test('pass untouched while one source is all there is', () => {
    const sink = tellOdds(desk);
    const quotes = [quoteOn(matchOdds(ODDS), 'away', 'pinnacle', 31_000)];
    sink({ kind: 'quotes', quotes });
    expect(desk.told.at(-1)).toEqual({ kind: 'quotes', quotes });
    expect((desk.told.at(-1) as { quotes: unknown }).quotes).toBe(quotes);
    expect(desk.rows().size).toBe(0);
  });

  test('the other way round have sides, handicaps and scores mirrored', () => {
    const sink = tellOdds(desk);
    const handicap = marketOf(ODDS, 'asian-handicap', -0.5);
    sink({ kind: 'event', event: ODDS, markets: [handicap] });
    const swapped = fixtureOf('betfair', 'w', 'Aston Villa', 'Wolves');
    const theirs = marketOf(swapped, 'asian-handicap', 0.5);
    const other = tell(desk, swapped);
    other({ kind: 'event', event: swapped, markets: [theirs, marketOf(swapped, 'asian-handicap', -1)] });
    other({
      kind: 'quotes',
      quotes: [
        quoteOn(theirs, 'home', 'betfair', 19_000),
        quoteOn(marketOf(swapped, 'asian-handicap', -1), 'away', 'betfair', 21_000),
      ],
    });
    expect(desk.prices(ODDS.id)).toEqual({
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
    expect(desk.book.event(ODDS.id)).toMatchObject({ status: 'live', score: { home: 1, away: 2 } });
  });

  test('a market that only the second source has stands under the canonical id', () => {
    tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    const totals = marketOf(BETFAIR, 'totals', 2.5);
    sink({ kind: 'event', event: BETFAIR, markets: [totals] });
    sink({ kind: 'quotes', quotes: [quoteOn(totals, 'over', 'betfair', 19_500)] });
    expect(desk.prices(ODDS.id)).toMatchObject({ 'totals:2.5:over betfair': 19_500 });
    expect(desk.refused).toEqual([]);
  });

  test('start and names come from the canonical source, a start that is live from either', () => {
    tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    sink({ kind: 'event', event: { ...BETFAIR, startsAt: at(KICK_OFF + 60_000) }, markets: [] });
    expect(desk.book.event(ODDS.id)).toMatchObject({ startsAt: KICK_OFF, status: 'scheduled' });
    sink({ kind: 'event', event: { ...BETFAIR, status: 'live' }, markets: [] });
    expect(desk.book.event(ODDS.id)).toMatchObject({ startsAt: KICK_OFF, status: 'live', home: ODDS.home });
  });
});

describe('a doubtful pair', () => {
  test('is traded apart until the user says that it is one, and no quote is lost', async () => {
    tellOdds(desk);
    const sink = tell(desk, STRANGE);
    expect(desk.rows().get(STRANGE.id)).toMatchObject({ state: 'doubtful', candidate: { eventId: ODDS.id } });
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    const row = await desk.call.accept(STRANGE.id, ODDS.id);
    expect(row).toMatchObject({ state: 'matched', decidedBy: 'user' });
    expect(desk.retired).toEqual([STRANGE.id]);
    expect(desk.prices(ODDS.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    sink({ kind: 'quotes', quotes: [quoteOn(matchOdds(STRANGE), 'draw', 'betfair', 33_000)] });
    expect(desk.prices(ODDS.id)).toMatchObject({ 'match-odds:draw betfair': 33_000 });
    expect(desk.refused).toEqual([]);
  });

  test('teaches its name, at once and for later events, until that is taken back', async () => {
    tellOdds(desk);
    const sink = tell(desk, STRANGE);
    await desk.call.accept(STRANGE.id, ODDS.id);
    expect(desk.aliases()).toMatchObject([
      { sport: 'soccer', name: 'Molineux Men', means: 'Wolverhampton Wanderers', sourceId: 'betfair' },
    ]);
    const later = at(KICK_OFF + 7 * 86_400_000);
    const next = fixtureOf('odds', 'n', 'Chelsea', 'Wolverhampton Wanderers', { startsAt: later });
    const theirs = fixtureOf('betfair', 'n', 'Chelsea', 'Molineux Men', { startsAt: later });
    desk.source('odds')({ kind: 'event', event: next, markets: [matchOdds(next)] });
    sink({ kind: 'event', event: theirs, markets: [matchOdds(theirs)] });
    expect(desk.rows().get(theirs.id)).toMatchObject({ state: 'matched', decidedBy: 'engine' });

    await desk.call.undo();
    expect(desk.aliases()).toEqual([]);
    expect(desk.rows().get(STRANGE.id)?.state).toBe('doubtful');
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home pinnacle': 25_000 });
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
    tellOdds(desk);
    tell(desk, STRANGE);
    expect(await desk.call.reject(STRANGE.id, ODDS.id)).toMatchObject({ state: 'rejected' });
    expect((await desk.call.candidates(STRANGE.id)).map(({ state }) => state)).toEqual(['rejected']);
    await desk.call.undo();
    expect(desk.rows().get(STRANGE.id)?.state).toBe('doubtful');
  });

  test('is told once, on the younger event', () => {
    tellOdds(desk);
    tell(desk, STRANGE);
    expect([...desk.rows().keys()]).toEqual([STRANGE.id]);
  });
});

describe('a match', () => {
  test('rejected is parted, with every quote where it belongs', async () => {
    tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    desk.rows();
    await desk.call.reject(BETFAIR.id, ODDS.id);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home pinnacle': 25_000 });
    expect(desk.prices(BETFAIR.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    sink({
      kind: 'quotes',
      quotes: [quoteOn(matchOdds(BETFAIR), 'home', 'betfair', 27_000, KICK_OFF - 1000)],
    });
    expect(desk.prices(BETFAIR.id)).toEqual({ 'match-odds:home betfair': 27_000 });
    await desk.call.undo();
    expect(desk.prices(ODDS.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 27_000,
    });
    expect(desk.book.event(BETFAIR.id)).toBeUndefined();
    expect(desk.refused).toEqual([]);
  });

  test('goes by the id that holds bets', async () => {
    tellOdds(desk);
    tell(desk, STRANGE);
    desk.bets.set(STRANGE.id, 2);
    await desk.call.accept(STRANGE.id, ODDS.id);
    expect(desk.retired).toEqual([ODDS.id]);
    expect(desk.prices(STRANGE.id)).toEqual({
      'match-odds:home pinnacle': 25_000,
      'match-odds:home betfair': 26_000,
    });
    expect(desk.rows().get(ODDS.id)).toMatchObject({ state: 'matched', candidate: { eventId: STRANGE.id } });
  });

  test('is refused while both hold bets', async () => {
    tellOdds(desk);
    tell(desk, STRANGE);
    desk.bets.set(STRANGE.id, 1);
    desk.bets.set(ODDS.id, 1);
    await expect(async () => desk.call.accept(STRANGE.id, ODDS.id)).rejects.toThrow(
      'Both events have open bets',
    );
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect((await desk.call.candidates(STRANGE.id))[0]?.blocked).toContain('open bets');
  });

  test('is not taken back while its id has bets and nobody else tells the event', async () => {
    tellOdds(desk);
    tell(desk, STRANGE);
    await desk.call.accept(STRANGE.id, ODDS.id);
    desk.bets.set(ODDS.id, 1);
    desk.identity.leave('odds' as SourceId);
    await expect(async () => desk.call.undo()).rejects.toThrow('There are open bets on');
    expect(desk.retired).toEqual([STRANGE.id]);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    desk.bets.clear();
    await desk.call.undo();
    expect(desk.retired).toEqual([STRANGE.id, ODDS.id]);
    expect(desk.prices(STRANGE.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });

  test('of three sources is not taken back either, when all that tell the event would go', async () => {
    tell(desk, STRANGE);
    tell(desk, fixtureOf('kalshi', 'k', 'Molineux Men', 'Aston Villa'), 27_000);
    expect(desk.prices(STRANGE.id)).toMatchObject({ 'match-odds:home kalshi': 27_000 });
    tellOdds(desk);
    desk.bets.set(ODDS.id, 1);
    await desk.call.accept(STRANGE.id, ODDS.id);
    expect(Object.keys(desk.prices(ODDS.id))).toHaveLength(3);
    desk.identity.leave('odds' as SourceId);
    await expect(async () => desk.call.undo()).rejects.toThrow('There are open bets on');
    expect(desk.book.event(ODDS.id)).toBeDefined();
    expect(Object.keys(desk.prices(ODDS.id))).toHaveLength(2);
  });

  test('is refused with a second event of one source', async () => {
    tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    const twin = fixtureOf('betfair', 'twin', 'Wolves', 'Aston Villa');
    sink({ kind: 'event', event: twin, markets: [matchOdds(twin)] });
    expect(desk.rows().get(twin.id)?.state).toBe('unmatched');
    await expect(async () => desk.call.accept(twin.id, ODDS.id)).rejects.toThrow('Reject that match first');
  });

  test('leaves the tables when the market drops the event', () => {
    tellOdds(desk);
    tell(desk, BETFAIR);
    desk.book.retire(ODDS.id);
    desk.identity.retired(ODDS.id);
    expect(desk.rows().size).toBe(0);
    tell(desk, BETFAIR);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });
});

describe('after a restart', () => {
  test('links, names and refusals stand, whichever source comes first', async () => {
    tellOdds(desk);
    tell(desk, STRANGE);
    await desk.call.accept(STRANGE.id, ODDS.id);
    desk.identity.stop();
    desk = openIdentityDesk(database);
    tell(desk, STRANGE);
    expect(desk.book.event(ODDS.id)).toMatchObject({ home: 'Wolverhampton Wanderers', sourceId: 'odds' });
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    tellOdds(desk);
    expect(desk.prices(ODDS.id)).toEqual({
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
    tellOdds(desk);
    tell(desk, BETFAIR);
    desk.identity.stop();
    desk = openIdentityDesk(database);
    tell(desk, BETFAIR);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect(desk.book.event(BETFAIR.id)).toBeUndefined();
  });
});

describe('a source that is removed', () => {
  test('leaves an event with bets in the market, without its prices', () => {
    tellOdds(desk);
    desk.bets.set(ODDS.id, 1);
    desk.identity.leave('odds' as SourceId);
    expect(desk.retired).toEqual([]);
    expect(desk.book.event(ODDS.id)).toBeDefined();
    expect(desk.prices(ODDS.id)).toEqual({});
    tellOdds(desk)({
      kind: 'quotes',
      quotes: [quoteOn(matchOdds(ODDS), 'home', 'pinnacle', 25_500, KICK_OFF - 1000)],
    });
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home pinnacle': 25_500 });
  });
});

test('asks a source about its own event', () => {
  tellOdds(desk);
  tell(desk, BETFAIR);
  expect(desk.identity.nativeOf('betfair' as SourceId, ODDS.id)?.id).toBe(BETFAIR.id);
  expect(desk.identity.canonicalOf(BETFAIR.id)).toBe(ODDS.id);
  expect(desk.identity.canonicalOf('odds:x' as EventId)).toBe('odds:x');
});
