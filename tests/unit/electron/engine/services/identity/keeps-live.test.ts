import { beforeEach, expect, test } from 'vitest';
import type { EventStatus, SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import {
  fixtureOf,
  type IdentityDesk,
  KICK_OFF,
  marketOf,
  openIdentityDesk,
} from '../../../../../support/identity-desk.ts';

const MINUTE_MS = 60_000;
const ODDS = fixtureOf('odds', 'a', 'Wolverhampton Wanderers', 'Aston Villa');
const BETFAIR = fixtureOf('betfair', 'b', 'Wolves', 'Aston Villa');
const SCORE = { home: 1, away: 0, at: (KICK_OFF + 30 * MINUTE_MS) as EpochMs };
const LATER = { startsAt: (KICK_OFF + 90 * MINUTE_MS) as EpochMs };

let desk: IdentityDesk;
beforeEach(() => {
  desk = openIdentityDesk();
});

const source = (of: SportingEvent) => {
  const sink = desk.source(of.sourceId);
  return {
    list: (change: Partial<SportingEvent> = {}) =>
      sink({ kind: 'event', event: { ...of, ...change }, markets: [marketOf(of, 'match-odds')] }),
    score: (status: EventStatus) => sink({ kind: 'score', eventId: of.id, status, score: SCORE }),
  };
};
/** Every way the event has stood since the last look, in turn. */
const stood = () => {
  const told = desk.told.splice(0).flatMap((event) => {
    if (event.kind !== 'event' && event.kind !== 'score') return [];
    const { status, score } = event.kind === 'event' ? event.event : event;
    return [`${status}${score === null ? '' : ` ${score.home}-${score.away}`}`];
  });
  return told.filter((word, index) => word !== told[index - 1]);
};
const kickOff = () => desk.clock.advance(KICK_OFF - desk.clock.now() + 31 * MINUTE_MS);

test('what a source has told of as live is not scheduled again when the source lists it anew', () => {
  const odds = source(ODDS);
  odds.list();
  kickOff();
  odds.score('live');
  odds.list();
  odds.list({ competition: 'Premier League' });
  expect(stood()).toEqual(['scheduled', 'live 1-0']);
  odds.list({ status: 'ended' });
  expect(stood()).toEqual(['ended']);
});

test('a start that is put off to a moment still to come takes it back, one that has passed does not', () => {
  const odds = source(ODDS);
  odds.list();
  kickOff();
  odds.list({ status: 'live' });
  odds.list({ startsAt: (KICK_OFF + MINUTE_MS) as EpochMs });
  expect(stood()).toEqual(['scheduled', 'live']);
  odds.list(LATER);
  expect(stood()).toEqual(['scheduled']);
});

test('an event of two sources is live while one of them has said so, however the other lists it', () => {
  const [odds, betfair] = [source(ODDS), source(BETFAIR)];
  odds.list();
  betfair.list();
  kickOff();
  betfair.list({ status: 'live' });
  odds.list({ competition: 'Premier League' });
  betfair.list();
  odds.list({ competition: 'EPL' });
  expect(stood()).toEqual(['scheduled', 'live']);
});

test('an event of two sources that began by the clock alone stays live, and is not told at every listing', () => {
  const [odds, betfair] = [source(ODDS), source(BETFAIR)];
  odds.list();
  betfair.list();
  kickOff();
  desk.book.saveEvent({ ...ODDS, status: 'live' }, []);
  desk.told.length = 0;
  odds.list();
  betfair.list();
  expect(desk.told.filter(({ kind }) => kind === 'event')).toEqual([]);
  odds.list({ competition: 'Premier League' });
  expect(stood()).toEqual(['live']);
  odds.list(LATER);
  expect(stood()).toEqual(['scheduled']);
});
