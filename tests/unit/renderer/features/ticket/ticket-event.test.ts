import { describe, expect, it } from 'vitest';
import { ticketNames, whyEnded } from '../../../../../renderer/features/ticket/ticket-event.ts';
import type { Runner } from '../../../../../renderer/stores/catalogue.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Fixture } from '../../../../../shared/contract/index.ts';
import type { Book, EventStatus } from '../../../../../shared/domain/catalogue.ts';
import type { EventId, MarketId } from '../../../../../shared/domain/units.ts';

const subject = { eventId: 'e' as EventId, marketId: 'm' as MarketId };

function listed(...events: (readonly [id: string, status: EventStatus, markets?: readonly string[]])[]) {
  const table = createTable<Fixture>(() => {});
  for (const [id, status, markets = ['m']] of events)
    table.set(id, {
      event: { id, status },
      markets: markets.map((market) => ({ id: market })),
      retired: false,
    } as unknown as Fixture);
  return table;
}

describe('whyEnded', () => {
  it.each(['scheduled', 'live'] as const)('is nothing while %s', (status) => {
    expect(whyEnded(subject, listed(['e', status]))).toBeNull();
  });

  it.each([
    ['ended', /is over/],
    ['postponed', /postponed/],
    ['abandoned', /abandoned/],
  ] as const)('says so when %s', (status, text) => {
    expect(whyEnded(subject, listed(['e', status]))).toMatch(text);
  });

  it('says that an event is gone, but not while no event is known', () => {
    expect(whyEnded(subject, listed(['other', 'live']))).toMatch(/event is no longer offered/);
    expect(whyEnded(subject, listed())).toBeNull();
  });

  it('says when only the market is gone', () => {
    expect(whyEnded(subject, listed(['e', 'live', ['another']]))).toMatch(/market is no longer offered/);
  });
});

it('names what a ticket is on, and nothing by halves', () => {
  const runner = {
    event: { home: 'Ajax', away: 'PSV' },
    market: { type: 'totals', line: 2.5, period: 'match' },
    selection: { name: 'Over 2.5' },
  } as unknown as Runner;
  const book = { name: 'Kestrel' } as Book;
  expect(ticketNames(runner, book)).toEqual({
    selection: 'Over 2.5',
    event: 'Ajax v PSV',
    market: 'Over/Under 2.5',
    book: 'Kestrel',
  });
  expect(ticketNames(undefined, book)).toBeNull();
  expect(ticketNames(runner, undefined)).toBeNull();
});
