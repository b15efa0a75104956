import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import type { ClosingLine, MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type {
  EpochMs,
  EventId,
  MinorUnits,
  SelectionId,
  SourceId,
} from '../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { bookmaker, event, market, quote } from '../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const DAY_MS = 86_400_000;
const fixture = event();
const matchOdds = market(fixture);
const sharp = bookmaker('sharp');
const final = (home: number, away: number): SportingEvent => ({
  ...fixture,
  status: 'ended',
  score: { home, away, at: fixture.startsAt },
});

function desk() {
  const clock = createManualClock();
  const book = createMarketBook();
  const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
  book.saveBooks([sharp]);
  book.saveEvent(fixture, [matchOdds]);
  const captured: ClosingLine[][] = [];
  const saved: ClosingLine[][] = [];
  const reopened: EventId[] = [];
  const settledBy: string[] = [];
  const world = { waiting: 0, open: false, refuse: '' as '' | 'journal' | 'store' };
  const settle = (told: SportingEvent, source?: SourceId) => {
    if (world.refuse === 'journal') throw new Error('journal.db is full');
    const by = source === undefined ? '' : ` by ${source}`;
    settledBy.push(`${told.status} ${told.score?.home}-${told.score?.away}${by}`);
    return { settled: 1, waiting: world.waiting };
  };
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store: {
      closingLine: (id: SelectionId) => saved.flat().find(({ selectionId }) => selectionId === id),
      reopenClosingLines: () => {
        if (world.refuse === 'store') throw new Error('market.db is full');
        return saved.splice(0).length > 0;
      },
      saveClosingLines: (lines: readonly ClosingLine[]) => {
        if (world.refuse === 'store') throw new Error('market.db is full');
        saved.push([...lines]);
      },
    } as unknown as MarketStore,
    clock,
    log: createSilentLog(),
    orders: {
      reopenClosing: (id) => {
        if (world.refuse === 'journal') throw new Error('journal.db is full');
        reopened.push(id);
      },
      captureClosing: (lines) => {
        if (world.refuse === 'journal') throw new Error('journal.db is full');
        captured.push([...lines]);
      },
      settleEvent: settle,
      settleMarket: () => {},
      voidEvent: settle,
      hasOpen: () => world.open,
    },
  });
  const put = (...prices: number[]) => {
    for (const [i, price] of prices.entries())
      book.apply(quote(matchOdds, i, sharp, price, { receivedAt: clock.now() }), new Set());
    pricer.price(book.market(matchOdds.id) as MarketState, clock.now());
  };
  return { clock, book, lifecycle, captured, saved, reopened, settledBy, world, put };
}

describe('the close', () => {
  it('is what stood before the start, taken once', () => {
    const { lifecycle, captured, saved, put } = desk();
    put(2, 3.5, 4.2);
    lifecycle.hooks.beforeStart(fixture);
    put(1.2, 7, 15);
    lifecycle.hooks.beforeStart(fixture);
    expect(captured).toHaveLength(1);
    expect(saved).toEqual(captured);
    expect(captured[0]?.map((line) => line.prices[sharp.id])).toEqual([20_000, 35_000, 42_000]);
  });

  it.each(['journal', 'store'] as const)('is written later when the %s refuses it, as it was', (refuse) => {
    const { clock, lifecycle, captured, saved, world, put } = desk();
    put(2, 3.5, 4.2);
    world.refuse = refuse;
    expect(() => lifecycle.hooks.beforeStart(fixture)).toThrow('full');
    put(1.2, 7, 15);
    world.refuse = '';
    lifecycle.due(clock.now());
    for (const lines of [captured.at(-1), saved.at(-1)]) expect(lines?.[0]?.prices[sharp.id]).toBe(20_000);
  });

  it('is none for a market nobody has quoted for long', () => {
    const { clock, lifecycle, captured, put } = desk();
    put(2, 3.5, 4.2);
    clock.advance(11 * 60_000);
    lifecycle.hooks.beforeStart(fixture);
    expect(captured).toEqual([[]]);
  });

  it('is taken back when the start is put off, and taken anew', () => {
    const { clock, lifecycle, captured, saved, reopened, put } = desk();
    const putOff = { ...fixture, startsAt: (fixture.startsAt + DAY_MS) as EpochMs };
    lifecycle.hooks.afterChange(fixture);
    clock.advance(3_600_000);
    put(2, 3.5, 4.2);
    lifecycle.hooks.beforeStart(fixture);
    // Its source is slow to say so: the start has come all the same.
    lifecycle.hooks.afterChange(fixture);
    lifecycle.hooks.beforeStart(fixture);
    expect([captured, saved, reopened].map(({ length }) => length)).toEqual([1, 1, 1]);
    lifecycle.hooks.afterChange(putOff);
    lifecycle.hooks.afterChange(putOff);
    expect([saved.length, reopened.length]).toEqual([0, 2]);
    clock.advance(DAY_MS);
    put(2.2, 3.5, 3.6);
    lifecycle.hooks.beforeStart(putOff);
    for (const lines of [captured.at(-1), saved.at(-1)]) expect(lines?.[0]?.prices[sharp.id]).toBe(22_000);
  });

  it('of an earlier run is taken back by the first word that the event is still to come, and stands otherwise', () => {
    const earlier = { prices: { [sharp.id]: 15_000 }, at: 1 } as unknown as ClosingLine;
    const lines = matchOdds.selections.map(({ id }) => ({
      ...earlier,
      selectionId: id,
      marketId: matchOdds.id,
    }));
    const { lifecycle, captured, saved, put } = desk();
    saved.push(lines);
    put(2, 3.5, 4.2);
    lifecycle.hooks.beforeStart(fixture);
    expect(captured[0]?.[0]?.prices[sharp.id]).toBe(15_000);

    const later = desk();
    later.saved.push(lines);
    later.lifecycle.hooks.afterChange(fixture);
    later.put(2, 3.5, 4.2);
    later.lifecycle.hooks.beforeStart(fixture);
    expect(later.captured[0]?.[0]?.prices[sharp.id]).toBe(20_000);
  });

  it.each(['journal', 'store'] as const)('is taken back later when the %s refuses it', (refuse) => {
    const { clock, lifecycle, captured, saved, world, put } = desk();
    put(2, 3.5, 4.2);
    lifecycle.hooks.beforeStart(fixture);
    world.refuse = refuse;
    expect(() => lifecycle.hooks.afterChange(fixture)).toThrow('full');
    put(2.2, 3.5, 3.6);
    expect(() => lifecycle.hooks.beforeStart(fixture)).toThrow('full');
    world.refuse = '';
    lifecycle.due(clock.now());
    for (const lines of [captured.at(-1), saved.at(-1)]) expect(lines?.[0]?.prices[sharp.id]).toBe(22_000);
  });

  it('is not written any more when the start is put off before it could be', () => {
    const { clock, lifecycle, saved, world, put } = desk();
    put(2, 3.5, 4.2);
    world.refuse = 'store';
    expect(() => lifecycle.hooks.beforeStart(fixture)).toThrow('full');
    expect(() => lifecycle.hooks.afterChange(fixture)).toThrow('full');
    world.refuse = '';
    lifecycle.due(clock.now());
    expect(saved).toEqual([]);
  });
});

describe('the end', () => {
  it('settles once, and once more for a corrected score', () => {
    const { clock, book, lifecycle, settledBy } = desk();
    book.saveEvent(final(2, 1), []);
    lifecycle.hooks.afterChange(final(2, 1));
    lifecycle.due(clock.now());
    lifecycle.hooks.afterChange(final(2, 1));
    expect(settledBy).toEqual(['ended 2-1']);
    lifecycle.hooks.afterChange(final(2, 2));
    expect(settledBy).toEqual(['ended 2-1', 'ended 2-2']);
  });

  it('is told on for each source that says it, and for a half-time score that comes later', () => {
    const { clock, book, lifecycle, settledBy } = desk();
    const withHalf = final(2, 1);
    const known = {
      ...withHalf,
      score: { home: 2, away: 1, at: clock.now(), halfTime: { home: 1, away: 0 } },
    };
    book.saveEvent(known, []);
    for (const [told, source] of [
      [withHalf, 'a'],
      [withHalf, 'a'],
      [withHalf, 'b'],
      [known, 'b'],
    ] as const)
      lifecycle.hooks.afterChange(told, source as SourceId);
    lifecycle.due(clock.now());
    expect(settledBy).toEqual(['ended 2-1 by a', 'ended 2-1 by b', 'ended 2-1 by b']);
  });

  it('told again and again while it is refused settles once', () => {
    const { clock, book, lifecycle, settledBy, world } = desk();
    book.saveEvent(final(2, 1), []);
    world.refuse = 'journal';
    for (let times = 0; times < 3; times += 1)
      expect(() => lifecycle.hooks.afterChange(final(2, 1), 'a' as SourceId)).toThrow('full');
    world.refuse = '';
    lifecycle.due(clock.now());
    expect(settledBy).toEqual(['ended 2-1 by a']);
  });

  it('is looked at again while bets wait', () => {
    const { clock, book, lifecycle, settledBy, world } = desk();
    world.waiting = 1;
    book.saveEvent(final(2, 1), []);
    lifecycle.hooks.afterChange(final(2, 1));
    lifecycle.due(clock.now());
    world.waiting = 0;
    lifecycle.due(clock.now());
    lifecycle.due(clock.now());
    expect(settledBy).toHaveLength(3);
  });

  it('of an abandoned event goes the same way', () => {
    const { lifecycle, settledBy } = desk();
    lifecycle.hooks.afterChange({ ...fixture, status: 'abandoned' });
    expect(settledBy).toEqual(['abandoned undefined-undefined']);
  });
});

describe('events that are due', () => {
  it('starts what no source says has started', () => {
    const { clock, lifecycle } = desk();
    expect(lifecycle.due(clock.now()).started).toEqual([]);
    clock.advance(3_600_000);
    expect(lifecycle.due(clock.now()).started.map(({ id }) => id)).toEqual([fixture.id]);
  });

  it('retires an ended event, and a silent one after a day, unless money is on it', () => {
    const { clock, book, lifecycle, world, put } = desk();
    clock.advance(DAY_MS);
    put(2, 3.5, 4.2);
    clock.advance(DAY_MS - 1);
    expect(lifecycle.due(clock.now()).over).toEqual([]);
    clock.advance(2);
    world.open = true;
    expect(lifecycle.due(clock.now()).over).toEqual([]);
    world.open = false;
    expect(lifecycle.due(clock.now()).over).toHaveLength(1);

    const ended = desk();
    ended.book.saveEvent(final(0, 0), []);
    ended.lifecycle.hooks.afterChange(final(0, 0));
    ended.clock.advance(20 * 60_000 + 1);
    expect(ended.lifecycle.due(ended.clock.now() as EpochMs).over).toHaveLength(1);
    expect(book.event(fixture.id)).toBeDefined();
  });
});
