import { describe, expect, it } from 'vitest';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';
import { openResults } from '../../../../../../electron/engine/services/results/index.ts';
import { createTopic } from '../../../../../../electron/engine/services/topic.ts';
import { createTroubles } from '../../../../../../electron/engine/services/troubles.ts';
import type { Fixture } from '../../../../../../shared/contract/index.ts';
import type { EventResult, ResultEntry } from '../../../../../../shared/contract/results.ts';
import { eventResult } from '../../../../../../shared/contract/results.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { BookId, EpochMs, MarketId, SelectionId } from '../../../../../../shared/domain/units.ts';
import { createTradingDesk, GBP, type TestDesk } from '../../../../../support/order-desk.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';
import { EVENT, placed, result, showMarkets, told } from '../../../../../support/tell-results.ts';

const HOUR_MS = 3_600_000;

function open(
  desk: TestDesk,
  matches: readonly HistoricalMatch[] = [],
  troubles = createTroubles(createSilentLog()),
) {
  const fixtures = createTopic<Fixture>();
  const listed = () => desk.market.event(EVENT);
  const results = openResults({
    mode: 'practice',
    currency: () => GBP,
    journal: desk.journal,
    orders: desk.orders,
    book: {
      event: (id) => desk.market.event(id),
      events: () => [listed()].flatMap((event) => event ?? []).values(),
    },
    store: { event: () => undefined },
    history: {
      historicalSeasons: () => [{ competition: 'E0', season: '2023/24', matches: matches.length }],
      historicalMatches: () => matches,
    },
    topics: { fixtures },
    clock: desk.clock,
    wall: desk.clock,
    troubles,
  });
  const context = { signal: new AbortController().signal };
  const rows: EventResult[] = [];
  void results.operations['results.watch'](
    {},
    (row) => {
      eventResult.parse(row);
      rows.push(row);
    },
    context,
  );
  return {
    results,
    rows,
    newest: () => rows.at(-1),
    tellFixture: (event: SportingEvent) => fixtures.publish({ event, markets: [], retired: false }),
    preview: (entry: ResultEntry) => results.operations['results.preview'](entry, context),
    enter: (entry: ResultEntry) => results.operations['results.enter'](entry, context),
    revisions: () => results.operations['results.revisions']({ eventId: EVENT }, context),
  };
}

const entry = (score: string, halfTime: string | null = null, note = ''): ResultEntry => ({
  eventId: EVENT,
  note,
  ...result(score, halfTime),
});

async function withBet() {
  const desk = createTradingDesk();
  showMarkets(desk);
  await placed(desk, { selection: 'm/home', book: 'bf', side: 'back', stake: 10_00 });
  await placed(desk, { selection: 'h/over', book: 'bm', side: 'back', stake: 5_00 });
  return desk;
}

describe('the list of results', () => {
  it('says of bets whose exchange took its word back what they wait for, whatever a source told', async () => {
    const desk = await withBet();
    const { newest } = open(desk);
    desk.market.setEvent({ status: 'ended', score: { home: 2, away: 1, at: desk.clock.now() } });
    const event = desk.market.event(EVENT) as SportingEvent;
    desk.orders.settleEvent(event);
    const settle = (outcomes: Parameters<typeof desk.orders.settleMarket>[0]['outcomes']) =>
      desk.orders.settleMarket({ marketId: 'm' as MarketId, bookId: 'bf' as BookId, outcomes });
    settle([{ selectionId: 'm/home' as SelectionId, outcome: 'won' }]);
    settle([]);
    desk.clock.advance(1_000);
    expect(newest()?.waits).toContain('its book took back how it settled the market');
  });

  it('has events once they have begun, and says what their bets wait for', async () => {
    const desk = await withBet();
    const { rows, newest, tellFixture } = open(desk);
    expect(rows).toEqual([]);
    desk.clock.advance(2 * HOUR_MS);
    desk.market.setEvent({ status: 'live' });
    tellFixture(desk.market.event(EVENT) as SportingEvent);
    desk.clock.advance(300);
    expect(newest()).toMatchObject({ openBets: 2, waits: 'it is not over', result: null, revision: 0 });
    desk.market.setEvent({ status: 'ended', score: null });
    tellFixture(desk.market.event(EVENT) as SportingEvent);
    desk.clock.advance(300);
    expect(newest()?.waits).toBe('it has ended, and no source told the score');
  });

  it('tells of an event whose record is damaged, and lists the others', async () => {
    const desk = await withBet();
    const troubles = createTroubles(createSilentLog());
    desk.market.setEvent({ status: 'live' });
    desk.journal.saveResult('practice', {
      ...told(result('1-0')),
      eventId: 'other' as typeof EVENT,
      revision: 1,
      at: desk.clock.now(),
    });
    const { results: read } = desk.journal;
    Object.assign(desk.journal, {
      results: (mode: 'practice', id: typeof EVENT) => {
        if (id !== EVENT) throw new Error('the result of other cannot be read');
        return read(mode, id);
      },
      ordersOfEvent: (_mode: 'practice', id: typeof EVENT) => {
        if (id !== EVENT) throw new Error('the result of other cannot be read');
        return [];
      },
    });
    const { rows } = open(desk, [], troubles);
    expect(rows).toMatchObject([{ event: { id: EVENT } }]);
    expect(troubles.current()).toBe('the result of other cannot be read');
  });

  it('follows an entry, and tells which bets go on waiting', async () => {
    const desk = await withBet();
    desk.market.setEvent({ status: 'ended', score: null });
    const { enter, preview, newest } = open(desk);
    expect(await preview(entry('2-1'))).toMatchObject({ cash: 29_60, profit: 19_60 });
    const effect = await enter(entry('2-1'));
    expect(effect).toMatchObject({ cash: 29_60, profit: 19_60 });
    expect(effect.waiting).toEqual([expect.stringContaining('the half-time score is not known')]);
    desk.clock.advance(300);
    expect(newest()).toMatchObject({
      origin: 'user',
      revision: 1,
      openBets: 1,
      settledBets: 1,
      profit: 19_60,
      waits: 'the half-time score is not known',
    });
  });

  it('tells a dispute, and the history with what each revision did', async () => {
    const desk = await withBet();
    const { enter, revisions, newest } = open(desk);
    await enter(entry('2-1', '1-0'));
    await enter(entry('0-1', '0-0', ' typed wrongly '));
    desk.orders.results.tell(told(result('2-2', '1-0'), { origin: 'source', teller: 'scores' }));
    await enter(entry('withdrawn'));
    desk.clock.advance(300);
    expect(await revisions()).toMatchObject([
      { revision: 1, bets: 2, profit: 19_60 + 9_50, stands: false },
      { revision: 2, bets: 2, profit: -29_60 - 14_50, note: 'typed wrongly', stands: false },
      { revision: 3, origin: 'source', bets: 1, profit: 14_50, stands: true },
      { revision: 4, status: 'withdrawn', bets: 0, profit: 0, stands: false },
    ]);
    expect(newest()).toMatchObject({ origin: 'source', disputed: null, result: { score: { home: 2 } } });
    await enter(entry('0-1', '0-0'));
    desk.orders.results.tell(told(result('3-3'), { origin: 'source', teller: 'scores' }));
    desk.clock.advance(300);
    expect(newest()?.disputed).toBe('Source scores says 3-3');
  });

  it('sets aside what the sources have said, until one says something else', async () => {
    const desk = await withBet();
    const { newest, enter } = open(desk);
    const say = (score: string) =>
      desk.orders.results.tell(told(result(score), { origin: 'source', teller: 'scores' }));
    say('postponed');
    expect((await enter(entry('unknown'))).changes.map(({ after }) => after)).toEqual([null, null]);
    say('postponed');
    desk.market.setEvent({ status: 'ended' });
    desk.clock.advance(8 * HOUR_MS);
    expect(newest()).toMatchObject({
      result: null,
      origin: null,
      openBets: 2,
      waits: 'what sources said is set aside, and none has said anything else',
    });
    say('2-1');
    desk.clock.advance(300);
    expect(newest()).toMatchObject({ result: { score: { home: 2, away: 1 } }, origin: 'source' });
  });

  it('keeps a bet whose event nothing lists any more within reach', async () => {
    const desk = await withBet();
    desk.market.forget();
    desk.clock.advance(8 * HOUR_MS);
    const { newest, enter } = open(desk);
    expect(newest()).toMatchObject({
      listed: false,
      event: { home: 'Arsenal', away: 'Leeds', competition: 'EPL' },
      waits: 'no source has told how it ended',
    });
    expect((await enter(entry('1-0', '1-0'))).changes.map(({ after }) => after)).toEqual(['won', 'won']);
  });
});

describe('imported matches', () => {
  const match = (changes: Partial<HistoricalMatch> = {}) =>
    ({
      competition: 'E0',
      playedOn: '2023-11-14',
      home: 'Arsenal',
      away: 'Leeds',
      homeGoals: 1,
      awayGoals: 2,
      halfTimeHome: 1,
      halfTimeAway: 0,
      ...changes,
    }) as HistoricalMatch;

  it('settle what waits, once', async () => {
    const desk = await withBet();
    desk.clock.advance(3 * HOUR_MS);
    const { results, newest } = open(desk, [match()]);
    results.imported();
    results.imported();
    desk.clock.advance(300);
    expect(newest()).toMatchObject({ origin: 'import', revision: 1, openBets: 0, waits: null });
  });

  it('that may be another are told, and left to the user', async () => {
    const desk = await withBet();
    desk.clock.advance(3 * HOUR_MS);
    const { results, newest } = open(desk, [match({ away: 'Leyton Orient' })]);
    results.imported();
    desk.clock.advance(300);
    expect(newest()).toMatchObject({ openBets: 2, revision: 0 });
    expect(newest()?.waits).toMatch(/Arsenal v Leyton Orient 1-2.*enter the result by hand/);
  });

  it('leave events alone that have not begun', async () => {
    const desk = await withBet();
    const { results } = open(desk, [match()]);
    results.imported();
    expect(desk.journal.results('practice', EVENT)).toEqual([]);
    expect((desk.market.event(EVENT) as SportingEvent).startsAt > (desk.clock.now() as EpochMs)).toBe(true);
  });
});
