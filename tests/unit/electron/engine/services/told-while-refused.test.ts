import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { EventStatus, Market, SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type {
  BookId,
  EpochMs,
  MarketId,
  MinorUnits,
  SelectionId,
  SourceId,
} from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk } from '../../../../support/order-desk.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { EVENT } from '../../../../support/tell-results.ts';

/** The order service with a bet on the event, its journal, and the lifecycle that tells it of the event's end. */
async function openDesk() {
  const { orders, market, journal, clock, bet } = createTradingDesk();
  const id = await bet();
  const listed = market.event(EVENT) as SportingEvent;
  const book = createMarketBook();
  book.saveEvent(listed, [market.market('m' as MarketId) as Market]);
  const lifecycle = createEventLifecycle({
    book,
    pricer: createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits }),
    store: {} as MarketStore,
    clock,
    log: createSilentLog(),
    orders,
  });
  return {
    listed,
    refuse: (refused: boolean) => journal.failWith(refused ? new Error('journal.db is full') : undefined),
    tell(source: string, home: number, away: number, status: EventStatus = 'ended') {
      const score = { home, away, at: 0 as EpochMs };
      const event: SportingEvent = { ...listed, status, score: status === 'ended' ? score : null };
      book.saveEvent(event, []);
      market.setEvent(event);
      lifecycle.hooks.afterChange(event, source as SourceId);
    },
    /** The exchange settles its market. */
    settle: (winner: 'home' | 'draw' | 'away') =>
      lifecycle.hooks.bookSettled({
        kind: 'market-result',
        marketId: 'm' as MarketId,
        bookId: 'bf' as BookId,
        outcomes: (['home', 'draw', 'away'] as const).map((side) => ({
          selectionId: `m/${side}` as SelectionId,
          outcome: side === winner ? 'won' : 'lost',
        })),
        at: clock.now(),
      }),
    pass: (ms: number) => clock.advance(ms),
    look: () => lifecycle.due(clock.now()),
    settlements: () => journal.settlements(id).map(({ result }) => result),
    said: () =>
      journal
        .results('practice', EVENT)
        .map(({ origin, teller, status, score }) =>
          [origin, teller, score ? `${score.home}-${score.away}` : status].join(' '),
        ),
    bet: () => {
      checkMoney(journal);
      return journal.bet(id)?.result;
    },
  };
}

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeEach(async () => {
  desk = await openDesk();
});

describe('a result that could not be written', () => {
  test('is written later as the word of the source that told it', () => {
    expect(desk.listed.sourceId).toBe('stub');
    desk.refuse(true);
    expect(() => desk.tell('the-odds-api', 2, 1)).toThrow('full');
    expect(desk.look()).toMatchObject({ failure: { message: 'journal.db is full' } });
    desk.refuse(false);
    desk.look();
    desk.look();
    expect(desk.said()).toEqual(['source the-odds-api 2-1']);
    expect(desk.bet()).toBe('won');
    desk.tell('the-odds-api', 2, 1);
    desk.tell('stub', 2, 1);
    expect(desk.said()).toEqual(['source the-odds-api 2-1', 'source stub 2-1']);
  });

  test('is written before what was told after it, each once', () => {
    desk.refuse(true);
    for (const [source, home] of [
      ['the-odds-api', 2],
      ['results', 1],
      ['the-odds-api', 2],
    ] as const)
      expect(() => desk.tell(source, home, 1)).toThrow('full');
    desk.refuse(false);
    desk.tell('results', 0, 1);
    expect(desk.said()).toEqual(['source the-odds-api 2-1', 'source results 1-1', 'source results 0-1']);
    expect(desk.bet()).toBe('lost');
  });

  test('and is taken back and told again keeps its last word', () => {
    desk.refuse(true);
    for (const home of [2, 0, 2]) expect(() => desk.tell('results', home, 1)).toThrow('full');
    desk.refuse(false);
    desk.look();
    expect(desk.said().at(-1)).toBe('source results 2-1');
    expect(desk.bet()).toBe('won');
  });

  test('holds up nobody when it could never be a result', () => {
    expect(() => desk.tell('results', 2.5, 1)).toThrow('not a score');
    desk.tell('the-odds-api', 2, 1);
    expect(desk.said()).toEqual(['source the-odds-api 2-1']);
    expect(desk.bet()).toBe('won');
  });

  test('of an event that was not played out keeps its teller too', () => {
    desk.refuse(true);
    expect(() => desk.tell('the-odds-api', 0, 0, 'abandoned')).toThrow('full');
    desk.refuse(false);
    desk.look();
    expect(desk.said()).toEqual(['source the-odds-api abandoned']);
    expect(desk.bet()).toBe('void');
  });
});

describe("an exchange's word on its market that could not be written", () => {
  test('is written at the next look, before a score told meanwhile', () => {
    desk.refuse(true);
    expect(() => desk.settle('draw')).toThrow('full');
    // After extra time: the market was on ninety minutes.
    expect(() => desk.tell('results', 2, 1)).toThrow('full');
    expect(desk.look().failure).toBeDefined();
    desk.refuse(false);
    expect(desk.look().failure).toBeUndefined();
    expect(desk.bet()).toBe('lost');
    expect(desk.settlements()).toEqual(['lost']);
    expect(desk.said()).toEqual(['source results 2-1']);
  });

  test('is written before a score told after it', () => {
    desk.refuse(true);
    expect(() => desk.settle('draw')).toThrow('full');
    desk.refuse(false);
    desk.tell('results', 2, 1);
    expect(desk.settlements()).toEqual(['lost']);
  });

  test('is written though nobody tells that the event is over, and no second time', () => {
    desk.refuse(true);
    expect(() => desk.settle('home')).toThrow('full');
    expect(() => desk.settle('home')).toThrow('full');
    desk.refuse(false);
    desk.look();
    expect(desk.settlements()).toEqual(['won']);
    desk.look();
    desk.settle('home');
    expect(desk.settlements()).toEqual(['won']);
  });

  test('and is corrected meanwhile ends with its last', () => {
    desk.refuse(true);
    for (const winner of ['home', 'draw'] as const) expect(() => desk.settle(winner)).toThrow('full');
    desk.refuse(false);
    desk.look();
    expect(desk.bet()).toBe('lost');
  });

  test('keeps its event listed, whose bets a source had settled', () => {
    desk.tell('results', 2, 1);
    expect(desk.bet()).toBe('won');
    desk.refuse(true);
    expect(() => desk.settle('draw')).toThrow('full');
    desk.pass(3_600_000);
    expect(desk.look().over).toEqual([]);
    desk.refuse(false);
    expect(desk.look().over).toHaveLength(1);
    expect(desk.bet()).toBe('lost');
  });
});
