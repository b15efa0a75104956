import { describe, expect, it } from 'vitest';
import { liveFixture } from '../../../../../../electron/engine/inference/serving/live-fixture.ts';
import type { MarketState } from '../../../../../../electron/engine/ports/market-state.ts';
import type { Book, Market, SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../../../../shared/domain/quote.ts';
import type { BookId, EpochMs } from '../../../../../../shared/domain/units.ts';

const event = {
  id: 'e1',
  sourceId: 's',
  sport: 'soccer_epl',
  competition: 'EPL',
  home: 'Manchester United',
  away: 'Wolves',
  startsAt: Date.UTC(2026, 7, 3, 18, 5),
  status: 'scheduled',
  score: null,
} as unknown as SportingEvent;
const book = { id: 'pinnacle', name: 'Pinnacle', kind: 'bookmaker', commission: 0 } as unknown as Book;

const stateOf = (
  market: Partial<Market>,
  prices: readonly (number | undefined)[],
  receivedAt = 100,
): MarketState => ({
  event,
  market: {
    id: 'm1',
    eventId: 'e1',
    type: 'match-odds',
    period: 'match',
    line: null,
    status: 'open',
    selections: ['home', 'draw', 'away'].map((side) => ({ id: side, marketId: 'm1', name: side, side })),
    ...market,
  } as unknown as Market,
  prices: [
    {
      book,
      backs: prices.map((price) =>
        price === undefined
          ? undefined
          : ({ levels: [{ price, size: null }], receivedAt } as unknown as Quote),
      ),
      lays: [],
      backTracks: [],
      layTracks: [],
      standing: { state: 'open', reason: '' },
      version: 1,
    },
  ],
  spread: 0,
});

const options = {
  freshSince: 50 as EpochMs,
  bookName: (id: BookId) => `${id}!`,
  teamName: (competition: string, name: string) => `${competition} ${name}`,
};

describe('a live event as models see it', () => {
  it('has the code of its league, its season and day, and its teams by their imported names', () => {
    expect(liveFixture(event, [], options)).toEqual({
      competition: 'E0',
      season: '2026/27',
      playedOn: '2026-08-03',
      kickOff: '18:05',
      home: 'E0 Manchester United',
      away: 'E0 Wolves',
      odds: [],
    });
  });

  it('belongs until June to the season that began the year before', () => {
    const june = { ...event, startsAt: Date.UTC(2026, 5, 30) as EpochMs };
    expect(liveFixture(june, [], options).season).toBe('2025/26');
  });

  it('brings the best back price of every book as a pre-closing one', () => {
    const { odds } = liveFixture(event, [stateOf({}, [21_000, undefined, 39_000])], options);
    expect(odds).toEqual([
      {
        book: 'pinnacle!',
        market: 'match-odds',
        line: null,
        side: 'home',
        stage: 'pre-closing',
        price: 21_000,
      },
      {
        book: 'pinnacle!',
        market: 'match-odds',
        line: null,
        side: 'away',
        stage: 'pre-closing',
        price: 39_000,
      },
    ]);
  });

  it('leaves out what is not traded on: a price that others contradict, and a book that is held', () => {
    const state = stateOf({}, [21_000, 34_000, 39_000]);
    const doubting = { ...options, isDoubtful: ({ levels }: Quote) => levels[0]?.price === 34_000 };
    expect(liveFixture(event, [state], doubting).odds.map(({ side }) => side)).toEqual(['home', 'away']);
    const [prices] = state.prices;
    if (prices) prices.standing = { state: 'suspended', reason: 'goal' };
    expect(liveFixture(event, [state], options).odds).toEqual([]);
  });

  it.each([
    ['stale prices', stateOf({}, [21_000, 34_000, 39_000], 49)],
    ['a suspended market', stateOf({ status: 'suspended' }, [21_000, 34_000, 39_000])],
    ['half a match', stateOf({ period: 'first-half' }, [21_000, 34_000, 39_000])],
    ['a market that imports do not have', stateOf({ type: 'correct-score' }, [21_000, 34_000, 39_000])],
  ])('leaves out %s', (_what, state) => {
    expect(liveFixture(event, [state], options).odds).toEqual([]);
  });
});
