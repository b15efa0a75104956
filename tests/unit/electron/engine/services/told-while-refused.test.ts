import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { EventStatus, SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, MinorUnits, SourceId } from '../../../../../shared/domain/units.ts';
import { checkMoney, createTradingDesk } from '../../../../support/order-desk.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { EVENT } from '../../../../support/tell-results.ts';

/** The order service with a bet on the event, its journal, and the lifecycle that tells it of the event's end. */
async function openDesk() {
  const { orders, market, journal, clock, bet } = createTradingDesk();
  const id = await bet();
  const listed = market.event(EVENT) as SportingEvent;
  const book = createMarketBook();
  book.saveEvent(listed, []);
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
    look: () => lifecycle.due(clock.now()),
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
