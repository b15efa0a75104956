import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs, SourceId } from '../../../../../../shared/domain/units.ts';
import {
  bookNamed,
  type IdentityDesk,
  KICK_OFF,
  openIdentityDesk,
  quoteOn,
} from '../../../../../support/identity-desk.ts';
import { BETFAIR, matchOdds, ODDS, tell } from '../../../../../support/match-of-two-sources.ts';

let desk: IdentityDesk;
beforeEach(() => {
  desk = openIdentityDesk();
});

const at = (ms: number) => ms as EpochMs;

describe('one book delivered twice', () => {
  const indirect = (price: number, when = KICK_OFF - 3_600_000) => ({
    kind: 'quotes' as const,
    quotes: [quoteOn(matchOdds(ODDS), 'home', 'betfair_ex_uk', price, when)],
  });
  const open = () => {
    const sink = desk.source('odds', [bookNamed('betfair_ex_uk', 'exchange'), bookNamed('pinnacle')]);
    sink({ kind: 'event', event: ODDS, markets: [matchOdds(ODDS)] });
    sink(indirect(25_000));
    return { sink, direct: tell(desk, BETFAIR) };
  };

  test('counts once: the connection of our own stands for it', () => {
    const { sink } = open();
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    sink(indirect(25_500, KICK_OFF - 3_000_000));
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    const counts = { received: 10, used: 10, duplicate: 0, quarantined: 0, errors: 0 };
    expect(
      desk.identity.counted({ id: 'odds' as SourceId, counts } as Parameters<typeof desk.identity.counted>[0])
        .counts,
    ).toEqual({ ...counts, used: 8, duplicate: 2 });
  });

  test('comes back when the connection is lost, and goes when it is there again', () => {
    const { sink, direct } = open();
    sink(indirect(25_500, KICK_OFF - 3_000_000));
    const marketId = matchOdds(BETFAIR).id;
    const bookId = bookNamed('betfair').id;
    const lost = { state: 'unreliable', reason: 'connection lost' } as const;
    direct({ kind: 'book-standing', marketId, bookId, standing: lost, at: at(3) });
    expect(desk.prices(ODDS.id)).toEqual({
      'match-odds:home betfair': 26_000,
      'match-odds:home betfair_ex_uk': 25_500,
    });
    const flagged = desk.book.market(matchOdds(ODDS).id)?.prices.find(({ book }) => book.id === bookId);
    expect(flagged?.standing).toEqual(lost);
    direct({ kind: 'book-standing', marketId, bookId, standing: { state: 'open', reason: '' }, at: at(4) });
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair': 26_000 });
    expect(flagged?.standing.state).toBe('open');
  });

  test('comes back when the source is removed', () => {
    open();
    desk.identity.leave('betfair' as SourceId);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair_ex_uk': 25_000 });
  });

  test('comes back when the events are parted', async () => {
    open();
    desk.rows();
    await desk.call.reject(BETFAIR.id, ODDS.id);
    expect(desk.prices(ODDS.id)).toEqual({ 'match-odds:home betfair_ex_uk': 25_000 });
    expect(desk.prices(BETFAIR.id)).toEqual({ 'match-odds:home betfair': 26_000 });
  });
});
