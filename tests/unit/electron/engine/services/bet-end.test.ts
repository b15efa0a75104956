import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { betEnd } from '../../../../../electron/engine/services/bet-end.ts';
import { createMarketStore } from '../../../../../electron/engine/storage/market/market-store.ts';
import type { Bet } from '../../../../../shared/domain/bet.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { ResultRevision } from '../../../../../shared/domain/result.ts';
import type { EpochMs, EventId, MarketId, SelectionId } from '../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { createHistoryFile } from '../../../../support/history-file.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';
import { sampleQuote } from '../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;
const EVENT = 'e' as EventId;
const MARKET = 'e:m' as MarketId;
const SELECTION = 'e:m:home' as SelectionId;

let folder: DataFolder;
let db: Database;
let store: MarketStore;
beforeEach(() => {
  folder = createDataFolder();
  db = createHistoryFile(join(folder.data, 'market.db'));
  store = createMarketStore(db, createSilentLog());
  return () => {
    db.close();
    folder.remove();
  };
});

function save(status: SportingEvent['status'], score: SportingEvent['score'] = null): void {
  store.saveEvent({
    id: EVENT,
    sourceId: 'sim',
    sport: 'soccer_epl',
    competition: 'EPL',
    home: 'Alder',
    away: 'Birch',
    startsAt: START,
    status,
    score,
  } as never);
  store.saveMarkets([
    {
      id: MARKET,
      eventId: EVENT,
      type: 'match-odds',
      period: 'match',
      line: null,
      status: 'open',
      selections: [{ id: SELECTION, marketId: MARKET, name: 'Alder', side: 'home' }],
    } as never,
  ]);
}
const price = (before: number) =>
  store.recordQuote(
    sampleQuote({
      selection: SELECTION,
      book: 'b0',
      side: 'back',
      price: 20_000,
      size: null,
      at: START - before,
      behind: 0,
    }),
  );
const fair = (before: number) =>
  store.recordFair({
    selectionId: SELECTION,
    marketId: MARKET,
    probability: 0.5,
    low: 0.5,
    high: 0.5,
    method: 'power',
    source: 'mean',
    books: 1,
    at: START - before,
  } as never);
const ended = (options: {
  readonly placed?: number;
  readonly bet?: Partial<Bet>;
  readonly results?: readonly ResultRevision[];
  readonly now?: number;
}) =>
  betEnd(
    sampleOrder({
      eventId: EVENT,
      marketId: MARKET,
      selectionId: SELECTION,
      createdAt: (START - (options.placed ?? 30 * MINUTE)) as EpochMs,
    }),
    { closing: [], ...options.bet } as unknown as Bet,
    {
      store,
      results: options.results ?? [],
      startsAt: undefined,
      now: (options.now ?? START + MINUTE) as EpochMs,
    },
  );

describe('why a bet has no close', () => {
  it('is not asked before the start, nor of a bet that has one', () => {
    save('scheduled');
    expect(ended({ now: START - 1 })).toEqual({ event: null, close: null, noClose: null });
    const closing = [{ against: 'consensus', fair: 0.5, closingPrice: 21_000, at: START }] as never;
    expect(ended({ bet: { closing } })).toEqual({
      event: null,
      close: { at: START, fair: 0.5, price: 21_000 },
      noClose: null,
    });
  });
  it('is that prices had grown old', () => {
    save('live');
    price(22 * MINUTE);
    fair(22 * MINUTE);
    expect(ended({}).noClose).toBe(
      'No new price of its market came within 10 minutes of the start: the last came 22 minutes before the start.',
    );
  });
  it('is that there was no fair price, or none that stood', () => {
    save('live');
    expect(ended({}).noClose).toBe('There was no fair price of it before the start.');
    fair(MINUTE);
    expect(ended({}).noClose).toBe('No price of its market was recorded before the start.');
    price(2 * MINUTE);
    expect(ended({}).noClose).toMatch(/^No fair price stood at the start/);
  });
  it('is that it was placed in play', () => {
    save('live');
    expect(ended({ placed: -1 }).noClose).toMatch(/placed after the start/);
  });
});

describe('how a bet ended', () => {
  it('is what its source told, or who entered it by hand', () => {
    save('live', { home: 1, away: 0 } as never);
    expect(ended({}).event).toBeNull();
    save('ended', { home: 2, away: 1, at: START } as never);
    expect(ended({}).event).toEqual({ status: 'ended', score: { home: 2, away: 1 } });
    const result = {
      status: 'ended',
      score: { home: 2, away: 2 },
      halfTime: null,
      origin: 'user',
      teller: 'user',
    };
    expect(ended({ results: [{ ...result, revision: 1 } as never] }).event).toEqual({
      status: 'ended',
      score: { home: 2, away: 2 },
    });
  });
});
