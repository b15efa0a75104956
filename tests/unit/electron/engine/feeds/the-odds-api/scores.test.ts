import { describe, expect, it } from 'vitest';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import { soccerPayload, soccerScores } from '../../../../../support/odds-api-payloads.ts';
import { feedRigs, ODDS, SCORES } from '../../../../../support/odds-api-rigs.ts';

let rig: FeedRig;
const { open, openAndStart } = feedRigs((opened) => {
  rig = opened;
});
const HOUR = 3_600_000;
/** The match of the made-up payloads begins three hours after NOON, but for five seconds. */
const startsIn = 3 * HOUR - 5_000;
const scoresOf = (change: object) => soccerScores.map((item) => ({ ...item, ...change }));
const lastDaysFrom = () =>
  rig.server.requests.filter(({ path }) => path.endsWith('/scores')).at(-1)?.query['daysFrom'];

/** An event of the API that the engine holds a bet on, begun 30 hours ago. */
const held = (change: Partial<SportingEvent> = {}): SportingEvent => ({
  id: `the-odds-api:${soccerScores[0]?.id}` as EventId,
  sourceId: 'the-odds-api' as SourceId,
  sport: 'soccer_epl',
  competition: 'EPL',
  home: 'Alder Rovers',
  away: 'Birch United',
  startsAt: (NOON - 30 * HOUR) as EpochMs,
  status: 'live',
  score: null,
  ...change,
});

describe('The Odds API scores', () => {
  it('are asked for once an event is under way, and each minute where credits abound', async () => {
    await openAndStart({ config: { scores: true } });
    rig.clock.advance(startsIn);
    await rig.settled(ODDS, 2);
    expect(rig.asked(SCORES)).toBe(0);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 1);
    expect(lastDaysFrom()).toBe('1');
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 2);
  });

  it('tell the end with the score, close the markets, and hold against later odds', async () => {
    await openAndStart({ config: { scores: true } });
    rig.clock.advance(startsIn);
    await rig.settled(ODDS, 2);
    rig.server.setScores('soccer_epl', soccerScores);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 1);
    expect(rig.told('score')).toMatchObject([{ status: 'ended', score: { home: 2, away: 1 } }]);
    expect(rig.told('market-status').map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
    const [asked, polled] = [rig.asked(SCORES), rig.asked(ODDS)];
    rig.clock.advance(10 * 60_000);
    await rig.settled(SCORES, asked);
    expect([rig.asked(SCORES), rig.asked(ODDS)]).toEqual([asked, polled]);
  });

  it('end an event without a score and say that its bets need the user', async () => {
    await openAndStart({
      config: { scores: true },
      server: { odds: { soccer_epl: soccerPayload }, scores: { soccer_epl: scoresOf({ scores: null }) } },
    });
    rig.clock.advance(startsIn);
    await rig.settled(ODDS, 2);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 1);
    expect(rig.told('score')).toEqual([]);
    expect(rig.told('event').at(-1)?.event.status).toBe('ended');
    expect(rig.told('quarantine').map(({ reason }) => reason)).toEqual(['completed-without-score']);
  });

  it('are asked for at once for bets of an event that should be over, as far back as it began', async () => {
    let bets = [held()];
    const server = { odds: { soccer_epl: [] }, scores: { soccer_epl: scoresOf({ completed: false }) } };
    await open({ config: { scores: true }, server, withBets: () => bets });
    await rig.start();
    await rig.settled(SCORES, 1);
    expect(lastDaysFrom()).toBe('2');
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 2);
    bets = [];
    rig.clock.advance(HOUR);
    await rig.settled('/events', 2);
    expect(rig.asked(SCORES)).toBe(2);
  });

  it('are left for longer and longer where the answer does not name the event', async () => {
    const server = { odds: { soccer_epl: [] }, scores: { soccer_epl: [] } };
    await open({ config: { scores: true }, server, withBets: () => [held()] });
    await rig.start();
    await rig.settled(SCORES, 1);
    // 10, 20 and 40 minutes.
    for (const [count, minutes] of [
      [2, 10],
      [3, 20],
      [4, 40],
    ] as const) {
      rig.clock.advance((minutes - 1) * 60_000);
      expect(rig.asked(SCORES)).toBe(count - 1);
      rig.clock.advance(75_000);
      await rig.settled(SCORES, count);
    }
    // For all of the three days that scores reach back, a handful of requests instead of thousands.
    for (let hour = 0; hour < 72; hour += 1) {
      rig.clock.advance(HOUR);
      await rig.settled(SCORES, rig.asked(SCORES));
    }
    expect(rig.asked(SCORES)).toBeLessThan(15);
  });

  it('of bets in a sport that is over for the season are asked for, and nothing else of it', async () => {
    const sport = 'icehockey_nhl';
    await open({
      config: { sports: ['soccer_epl'], scores: true },
      server: { odds: { soccer_epl: [] }, scores: { [sport]: scoresOf({ sport_key: sport }) } },
      withBets: () => [held({ sport }), held({ sport: 'tennis_atp', sourceId: 'simulator' as SourceId })],
    });
    await rig.start();
    await rig.settled(`${sport}/scores`, 1);
    expect(rig.told('score')).toMatchObject([{ status: 'ended', eventId: held().id }]);
    expect([rig.asked(`${sport}/odds`), rig.asked('tennis_atp/scores')]).toEqual([0, 0]);
  });

  it('draw on credits that odds may not touch', async () => {
    const server = {
      odds: { soccer_epl: soccerPayload },
      scores: { soccer_epl: scoresOf({ completed: false }) },
    };
    const config = { scores: true, monthlyCredits: 15 };
    await open({ config, server, withBets: () => [held()] });
    await rig.start();
    await rig.settled(SCORES, 1);
    for (let step = 0; step < 150; step += 1) {
      rig.clock.advance(180_000);
      await rig.settled(SCORES, rig.asked(SCORES));
    }
    // Twelve credits are kept for six requests; of the other three no odds can be had, at four credits each.
    expect([rig.asked(ODDS), rig.server.spent()]).toEqual([0, 14]);
    expect(rig.source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringContaining('this month'),
      credits: { budget: 15 },
    });
  });
});
