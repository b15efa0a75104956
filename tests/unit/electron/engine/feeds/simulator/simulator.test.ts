import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BOOKMAKERS, EXCHANGE } from '../../../../../../electron/engine/feeds/simulator/books.ts';
import { PRICE_GRIDS } from '../../../../../../electron/engine/feeds/simulator/price-grids.ts';
import { createScaledClock } from '../../../../../../electron/engine/feeds/simulator/scaled-clock.ts';
import { createSimulator } from '../../../../../../electron/engine/feeds/simulator/simulator.ts';
import { matchOf } from '../../../../../../electron/engine/feeds/simulator/timeline.ts';
import { sourceHealth } from '../../../../../../shared/contract/sources.ts';
import type { Quote } from '../../../../../../shared/domain/quote.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import type { PracticeRun } from '../../../../../support/practice-run.ts';
import {
  eventsOf,
  MINUTE,
  practiceMinutes,
  practiceRun,
  quotesOf,
  WORLD_START,
} from '../../../../../support/practice-run.ts';

// Hundreds of thousands of quotes a run: slow machines need more than the default.
vi.setConfig({ testTimeout: 60_000 });

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const grids = new Map<string, ReadonlySet<number>>(
  [EXCHANGE, ...BOOKMAKERS].map(({ book, grid }) => [book.id, new Set(PRICE_GRIDS[grid])]),
);

/** Whether a quote is well formed: whole prices of its book's grid, best first, with money behind them. */
const wellFormed = ({ bookId, side, levels }: Quote): boolean =>
  levels.every(
    ({ price, size }, i) =>
      grids.get(bookId)?.has(price) === true &&
      Number.isInteger(size) &&
      (size ?? 0) > 0 &&
      (i === 0 ||
        (side === 'back' ? price < (levels[i - 1]?.price ?? 0) : price > (levels[i - 1]?.price ?? 0))),
  ) && levels.length <= (bookId === EXCHANGE.book.id ? 3 : 1);

/** What is wrong with a stream, in words; empty when it keeps every promise a source makes. */
function faults(told: PracticeRun['told']): string[] {
  const found: string[] = [];
  const status = new Map<string, string>();
  const markets = new Map<string, string>();
  const scores = new Map<string, { goals: number; ended: boolean }>();
  /** By market, the quotes that stand. */
  const standing = new Map<string, Set<string>>();
  let last = 0;
  const remember = ({ marketId, selectionId, bookId, side, levels }: Quote) => {
    const stand = standing.get(marketId) ?? new Set();
    standing.set(marketId, stand);
    const key = `${selectionId}/${bookId}/${side}`;
    if (levels.length > 0) stand.add(key);
    else stand.delete(key);
  };
  const stands = (marketId: string) => (standing.get(marketId)?.size ?? 0) > 0;
  const takeQuote = (quote: Quote) => {
    const { selectionId, marketId, sourceTime, receivedAt } = quote;
    if (markets.get(selectionId) !== marketId) found.push(`unknown selection ${selectionId}`);
    if (!grids.has(quote.bookId)) found.push(`unknown book ${quote.bookId}`);
    if (status.get(marketId) !== 'open') found.push(`quote while ${status.get(marketId)} ${marketId}`);
    if (!wellFormed(quote)) found.push(`malformed ${JSON.stringify(quote)}`);
    if (!(sourceTime <= receivedAt && receivedAt >= last)) found.push(`times out of order ${selectionId}`);
    last = receivedAt;
    remember(quote);
  };
  for (const { event } of told)
    switch (event.kind) {
      case 'event':
        for (const market of event.markets) {
          status.set(market.id, market.status);
          for (const selection of market.selections) markets.set(selection.id, market.id);
        }
        break;
      case 'market-status':
        if (status.get(event.marketId) === event.status) found.push(`status said twice ${event.marketId}`);
        status.set(event.marketId, event.status);
        if (event.status !== 'open' && stands(event.marketId))
          found.push(`prices stand while ${event.status} ${event.marketId}`);
        break;
      case 'score': {
        const before = scores.get(event.eventId);
        const goals = event.score.home + event.score.away;
        if (before?.ended) found.push(`score after the end ${event.eventId}`);
        if (before && (goals < before.goals || goals > before.goals + 1))
          found.push(`score jumps ${event.eventId}`);
        scores.set(event.eventId, { goals, ended: event.status === 'ended' });
        break;
      }
      case 'quotes':
        event.quotes.forEach(takeQuote);
        break;
      case 'books':
        break;
      case 'quarantine':
        found.push(event.reason);
    }
  return found;
}

describe('the stream', () => {
  it('keeps its promises for any seed', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { told } = await practiceMinutes(seed, 3);
        expect(faults(told)).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  it('keeps them over hours of matches', async () => {
    const run = await practiceRun({ seed: 11, maximumQuotesPerSecond: 20 });
    run.clock.advance(360 * MINUTE);
    expect(faults(run.told)).toEqual([]);
  });

  it('is the same for the same seed and times, and another for another seed', async () => {
    const [one, same, other] = await Promise.all([
      practiceMinutes(5, 2),
      practiceMinutes(5, 2),
      practiceMinutes(6, 2),
    ]);
    expect(same.told).toEqual(one.told);
    expect(eventsOf(other.told).slice(1)).not.toEqual(eventsOf(one.told).slice(1));
  });

  it('has prices for every open market at once, and a natural rate after', async () => {
    const run = await practiceRun({ seed: 1 });
    const first = new Set(quotesOf(run.told).map((quote) => quote.marketId));
    expect(first.size).toBeGreaterThan(200);
    const before = quotesOf(run.told).length;
    run.clock.advance(5 * MINUTE);
    const rate = (quotesOf(run.told).length - before) / 300;
    expect(rate).toBeGreaterThan(100);
    expect(rate).toBeLessThan(450);
  });

  it('mostly confirms prices', async () => {
    const { told } = await practiceMinutes(2, 8);
    const latest = new Map<string, string>();
    let [unchanged, all] = [0, 0];
    for (const quote of quotesOf(told)) {
      const key = `${quote.selectionId}/${quote.bookId}/${quote.side}`;
      const levels = JSON.stringify(quote.levels);
      const before = latest.get(key);
      latest.set(key, levels);
      if (before === undefined) continue;
      all += 1;
      if (before === levels) unchanged += 1;
    }
    expect(unchanged / all).toBeGreaterThan(0.7);
    expect(unchanged / all).toBeLessThan(0.9);
  });

  it('leaves no price standing that its book no longer confirms', async () => {
    const world = { seed: 2, startedAt: WORLD_START };
    const { told, clock } = await practiceMinutes(2, 12);
    const open = new Map<string, boolean>();
    const latest = new Map<string, Quote>();
    for (const event of eventsOf(told)) {
      if (event.kind === 'event') for (const { id, status } of event.markets) open.set(id, status === 'open');
      if (event.kind === 'market-status') open.set(event.marketId, event.status === 'open');
      if (event.kind === 'quotes')
        for (const quote of event.quotes)
          latest.set(`${quote.selectionId}/${quote.bookId}/${quote.side}`, quote);
    }
    const slowest = ({ bookId, marketId, receivedAt }: Quote): number => {
      const profile = [EXCHANGE, ...BOOKMAKERS].find(({ book }) => book.id === bookId);
      const inPlay =
        receivedAt > matchOf(world, Number(marketId.split(':')[1]?.slice(1))).fixture.clock.kickOff;
      return (profile?.cadence[inPlay ? 'live' : 'far'] ?? 0) * 1.25 + 1000;
    };
    const forgotten = [...latest.values()].filter(
      (quote) =>
        quote.levels.length > 0 &&
        open.get(quote.marketId) &&
        quote.receivedAt < clock.now() - slowest(quote),
    );
    expect(latest.size).toBeGreaterThan(4000);
    expect(forgotten).toEqual([]);
  });

  it('tells the start while the closing prices still stand', async () => {
    const { told } = await practiceMinutes(2, 3);
    const live = told.findIndex(
      ({ at, event }) =>
        at > WORLD_START &&
        event.kind === 'score' &&
        event.status === 'live' &&
        event.score.home + event.score.away === 0,
    );
    const start = told[live]?.event;
    if (start?.kind !== 'score') throw new Error('no match started');
    const before = quotesOf(told.slice(0, live)).filter(({ marketId }) =>
      marketId.startsWith(`${start.eventId}:`),
    );
    expect(before.length).toBeGreaterThan(100);
    expect(before.every(({ levels }) => levels.length > 0)).toBe(true);
  });

  it('brings a result within two minutes', async () => {
    const { told } = await practiceMinutes(3, 2);
    const late = told.filter(
      ({ at, event }) => at > WORLD_START && event.kind === 'score' && event.status === 'ended',
    );
    expect(late.length).toBeGreaterThanOrEqual(1);
  });

  it('says everything is practice', async () => {
    const { told } = await practiceRun({ seed: 4 });
    for (const event of eventsOf(told)) {
      if (event.kind === 'books')
        expect(event.books.every(({ name }) => name.startsWith('Practice'))).toBe(true);
      if (event.kind !== 'event') continue;
      expect(event.event.sport).toBe('practice_football');
      expect(event.event.competition).toMatch(/^Practice /);
    }
  });
});

describe('results', () => {
  it('are the sum of the goals told, each match ending once', async () => {
    const run = await practiceRun({ seed: 12, maximumQuotesPerSecond: 5 });
    run.clock.advance(360 * MINUTE);
    const ends = new Map<string, number>();
    for (const event of eventsOf(run.told)) {
      if (event.kind !== 'score' || event.status !== 'ended') continue;
      ends.set(event.eventId, (ends.get(event.eventId) ?? 0) + 1);
      const { goals } = matchOf(
        { seed: 12, startedAt: WORLD_START },
        Number(event.eventId.slice(11)),
      ).fixture;
      expect(event.score.home).toBe(goals.filter(({ side }) => side === 'home').length);
      expect(event.score.home + event.score.away).toBe(goals.length);
    }
    expect(ends.size).toBeGreaterThan(25);
    expect([...ends.values()].every((times) => times === 1)).toBe(true);
  });
});

describe('a run', () => {
  it('says nothing after stop', async () => {
    const run = await practiceRun({ seed: 1 });
    run.clock.advance(10_000);
    await run.source.stop();
    const count = run.told.length;
    run.clock.advance(10 * MINUTE);
    expect(run.told).toHaveLength(count);
    expect(run.source.health().state).toBe('off');
  });

  it('says nothing after its end', async () => {
    const run = await practiceRun({ seed: 1, until: WORLD_START + MINUTE });
    run.clock.advance(10 * MINUTE);
    expect(run.told.at(-1)?.at).toBeLessThanOrEqual(WORLD_START + MINUTE);
    expect(run.told.at(-1)?.at).toBeGreaterThan(WORLD_START + MINUTE - 2000);
  });

  it('accounts for every quote', async () => {
    const run = await practiceMinutes(1, 1);
    const health = sourceHealth.parse(run.source.health());
    expect(health.counts.received).toBe(quotesOf(run.told).length);
    expect(health.counts.used + health.counts.duplicate + health.counts.quarantined).toBe(
      health.counts.received,
    );
    expect(health).toMatchObject({
      id: 'simulator',
      name: 'Practice simulator',
      kind: 'simulator',
      state: 'live',
    });
    expect(health.latencyMs?.p50).toBeGreaterThan(30);
    expect(health.latencyMs?.p99).toBeLessThanOrEqual(400);
  });

  it('keeps up at a thousand times the speed without passing its ceiling', async () => {
    const base = createManualClock();
    // Timers no finer than Node's.
    const timers = { ...base, after: (ms: number, run: () => void) => base.after(Math.max(1, ms), run) };
    const clock = createScaledClock(timers, { startedAt: WORLD_START, speed: 1000 });
    const source = createSimulator({ seed: 8, clock, startedAt: WORLD_START, maximumQuotesPerSecond: 5000 });
    const told: PracticeRun['told'] = [];
    await source.start((event) => told.push({ at: clock.now(), event }));
    base.advance(10_000);
    await source.stop();
    const ended = eventsOf(told).filter((event) => event.kind === 'score' && event.status === 'ended');
    expect(ended.length).toBeGreaterThan(18);
    expect(quotesOf(told).length).toBeLessThan(5000 * 11.5);
    expect(quotesOf(told).length).toBeGreaterThan(5000 * 8);
    expect(faults(told)).toEqual([]);
  });

  it('drives the load asked for', async () => {
    const run = await practiceRun({ seed: 3, updatesPerSecond: 50_000 });
    run.clock.advance(2000);
    const count = quotesOf(run.told).length;
    expect(count).toBeGreaterThan(99_000);
    expect(count).toBeLessThan(101_000);
    expect(faults(run.told)).toEqual([]);
  });

  it('refuses an impossible load', async () => {
    await expect(practiceRun({ seed: 3, updatesPerSecond: 100_001 })).rejects.toThrow(/at most 100000/);
  });
});
