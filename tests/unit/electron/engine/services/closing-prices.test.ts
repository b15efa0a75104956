import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { ClosingLine, MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { createMeter } from '../../../../../electron/engine/services/meter.ts';
import { createPipeline } from '../../../../../electron/engine/services/pipeline.ts';
import { chainHooks } from '../../../../../electron/engine/services/predictions/index.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createTopics } from '../../../../../electron/engine/services/topics.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import type { Book, BookStanding } from '../../../../../shared/domain/catalogue.ts';
import { CLOSE_WITHIN_MS, closeOf } from '../../../../../shared/domain/closing-price.ts';
import type { EpochMs, MinorUnits, OddsE4, SourceId } from '../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { bookmaker, event, market, quote } from '../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { NO_ORDERS } from '../../../../support/stub-event-orders.ts';

const fixture = event();
const matchOdds = market(fixture);
const [sharp, soft, third] = [bookmaker('sharp'), bookmaker('soft'), bookmaker('third')];
const FAIR = [2, 3.5, 4.2];

/** Pipeline, pricing and lifecycle as the engine joins them; the lines taken at the start are kept. */
function openDesk(maximumQuoteAgeMs = 24 * 3_600_000) {
  const clock = createManualClock();
  const log = createSilentLog();
  const book = createMarketBook();
  const settings = () => ({ ...DEFAULT_SETTINGS, maximumQuoteAgeMs });
  const pricer = createPricer({ settings, bankroll: () => 0 as MinorUnits });
  const nothing = () => {};
  const taken: ClosingLine[] = [];
  const store = {
    saveBooks: nothing,
    saveEvent: nothing,
    saveMarkets: nothing,
    recordFair: nothing,
    priceTrack: () => ({ record: nothing }),
    saveClosingLines: (lines: readonly ClosingLine[]) => void taken.push(...lines),
    closingLine: nothing,
    reopenClosingLines: nothing,
  } as unknown as MarketStore;
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store,
    clock,
    log,
    orders: NO_ORDERS,
  });
  const troubles = createTroubles(log);
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    hooks: chainHooks(lifecycle.hooks),
    troubles,
  });
  const sink = pipeline.sinkFor('test' as SourceId);
  sink({ kind: 'books', books: [sharp, soft, third] });
  sink({ kind: 'event', event: fixture, markets: [matchOdds] });
  return {
    clock,
    /** Every market once, as the clock does it. */
    sweep: () => {
      for (let turn = 0; turn < 8; turn += 1) pipeline.sweep();
    },
    /** Decimal prices in the order of the selections; `null` withdraws one. */
    offer(book: Book, prices: readonly (number | null)[] = FAIR) {
      const quotes = prices.map((price, i) => quote(matchOdds, i, book, price, { receivedAt: clock.now() }));
      sink({ kind: 'quotes', quotes });
    },
    withdraw: (book: Book) => desk.offer(book, [null, null, null]),
    stand: (book: Book, state: BookStanding['state']) =>
      sink({
        kind: 'book-standing',
        marketId: matchOdds.id,
        bookId: book.id,
        standing: { state, reason: state },
        at: clock.now(),
      }),
    /** The lines by selection, of each the closing prices by book. */
    start() {
      sink({ kind: 'event', event: { ...fixture, status: 'live' }, markets: [] });
      expect(troubles.current()).toBeNull();
      return taken;
    },
    homePrices: () => desk.start()[0]?.prices,
  };
}

let desk: ReturnType<typeof openDesk>;
beforeEach(() => {
  desk = openDesk();
});

describe('a close', () => {
  const last = { price: 20_000 as OddsE4, heardAt: 5_000_000 as EpochMs };
  const at = (start: number) => closeOf(last, start as EpochMs);

  test('is the last offer, heard no longer than ten minutes before the start and not after it', () => {
    expect(CLOSE_WITHIN_MS).toBe(600_000);
    expect(at(5_000_000)).toBe(last);
    expect(at(5_600_000)).toBe(last);
    expect(at(5_600_001)).toBeUndefined();
    expect(at(4_999_999)).toBeUndefined();
    expect(closeOf(undefined, last.heardAt)).toBeUndefined();
  });
});

describe('the closing prices', () => {
  test('are of books heard shortly before the start, one by one', () => {
    desk.offer(soft, [2.1, 3.4, 4]);
    desk.clock.advance(1_800_000);
    desk.offer(sharp);
    expect(desk.homePrices()).toEqual({ sharp: 20_000 });
  });

  test('are of books whose prices could be relied on', () => {
    desk.offer(soft, [2.1, 3.4, 4]);
    desk.stand(soft, 'unreliable');
    desk.clock.advance(CLOSE_WITHIN_MS + 1);
    // It goes on quoting and is not believed.
    desk.offer(soft, [2.1, 3.4, 4]);
    desk.offer(sharp);
    expect(desk.homePrices()).toEqual({ sharp: 20_000 });
  });

  test('leave out a suspect price, also when it is withdrawn', () => {
    for (const book of [sharp, third]) desk.offer(book);
    desk.offer(soft, [9, 3.5, 4.2]);
    desk.withdraw(soft);
    desk.offer(soft, [null, 3.5, 4.2]);
    const [home, draw] = desk.start();
    expect(home?.prices).toEqual({ sharp: 20_000, third: 20_000 });
    expect(draw?.prices).toEqual({ sharp: 35_000, soft: 35_000, third: 35_000 });

    desk = openDesk();
    for (const book of [sharp, third]) desk.offer(book);
    desk.offer(soft, [9, 3.5, 4.2]);
    expect(desk.homePrices()).toEqual({ sharp: 20_000, third: 20_000 });
  });

  test('leave out what was suspect when it was last fresh, though all prices are too old to be judged by now', () => {
    desk = openDesk(60_000);
    for (const book of [sharp, third]) desk.offer(book);
    desk.offer(soft, [9, 3.5, 4.2]);
    desk.clock.advance(180_000);
    desk.sweep();
    desk.sweep();
    expect(desk.homePrices()).toEqual({ sharp: 20_000, third: 20_000 });
    desk = openDesk(60_000);
    for (const book of [sharp, third]) desk.offer(book);
    desk.offer(soft, [9, 3.5, 4.2]);
    desk.offer(soft, [2.1, 3.5, 4.2]);
    desk.clock.advance(180_000);
    desk.sweep();
    expect(desk.homePrices()).toEqual({ sharp: 20_000, third: 20_000, soft: 21_000 });
  });

  test('are what books offered last that withdrew just before the start', () => {
    desk.offer(sharp);
    desk.offer(soft, [2.1, 3.4, 4]);
    desk.offer(soft, [2.04, 3.4, 4]);
    desk.clock.advance(1_000);
    desk.withdraw(soft);
    desk.withdraw(soft);
    desk.clock.advance(1_000);
    expect(desk.homePrices()).toEqual({ sharp: 20_000, soft: 20_400 });
  });

  test('are what a book offered last that was suspended for the start, with the line that stood then', () => {
    desk.offer(sharp);
    desk.clock.advance(1_000);
    desk.stand(sharp, 'suspended');
    desk.offer(sharp, [1.01, null, null]);
    desk.withdraw(sharp);
    desk.clock.advance(5_000);
    const lines = desk.start();
    expect(lines.map(({ prices }) => prices)).toEqual([
      { sharp: 20_000 },
      { sharp: 35_000 },
      { sharp: 42_000 },
    ]);
    expect(lines[0]?.fair).toBeCloseTo(0.49, 2);
  });

  test('are none of a book that withdrew long before the start, nor is the line it left', () => {
    desk.offer(soft);
    desk.withdraw(soft);
    desk.clock.advance(CLOSE_WITHIN_MS + 1);
    desk.withdraw(soft);
    expect(desk.start()).toEqual([]);
    desk = openDesk();
    desk.offer(soft);
    desk.withdraw(soft);
    desk.clock.advance(CLOSE_WITHIN_MS + 1);
    desk.offer(sharp);
    expect(desk.homePrices()).toEqual({ sharp: 20_000 });
  });

  test('are what is offered again after a withdrawal', () => {
    desk.offer(soft);
    desk.withdraw(soft);
    desk.stand(soft, 'suspended');
    desk.stand(soft, 'open');
    desk.offer(soft, [2.2, 3.5, 3.6]);
    expect(desk.homePrices()).toEqual({ soft: 22_000 });
  });
});
