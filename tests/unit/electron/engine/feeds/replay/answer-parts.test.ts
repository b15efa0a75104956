import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerParts } from '../../../../../../electron/engine/feeds/replay/answer-parts.ts';
import { readEnvelope } from '../../../../../../electron/engine/feeds/replay/odds-envelopes.ts';

type Event = { readonly id: string; readonly bookmakers?: readonly unknown[] };

const event = (id: string, books: number, outcomes: number): Event => ({
  id,
  bookmakers: Array.from({ length: books }, (_, book) => ({
    key: `book${book}`,
    markets: [{ key: 'h2h', outcomes: Array.from({ length: outcomes }, (__, i) => ({ name: i, price: 2 })) }],
  })),
});

/** The parts of an answer with these events, each read as an answer is. */
function parts(events: readonly unknown[]) {
  const body = Buffer.from(JSON.stringify({ timestamp: '2026-03-01T12:00:00Z', data: events }));
  const envelope = readEnvelope(JSON.parse(body.toString()));
  if (envelope === undefined) throw new Error('no answer');
  return [...answerParts(body, envelope)].map((part) => ({
    isWhole: part === body,
    ...(JSON.parse(Buffer.from(part).toString()) as { timestamp: string; data: readonly Event[] }),
  }));
}
const idsOf = (events: readonly Event[]) =>
  parts(events).map(({ data }) => data.map(({ id }) => id).join(' '));

describe('an answer told in parts', () => {
  it('stays as it is while it is small', () => {
    expect(parts([event('a', 40, 3), event('b', 40, 3)]).map(({ isWhole }) => isWhole)).toEqual([true]);
  });

  it('is cut between events, an event never', () => {
    expect(idsOf([event('a', 40, 3), event('b', 40, 3), event('c', 40, 3)])).toEqual(['a b', 'c']);
    expect(idsOf([event('a', 1, 2), event('b', 100, 30), event('c', 1, 2)])).toEqual(['a', 'b', 'c']);
    expect(idsOf([event('b', 100, 30)])).toEqual(['b']);
  });

  it('says all of it, at its moment, whatever its events are', () => {
    const anyEvent = fc.oneof(
      fc.tuple(fc.nat(30), fc.nat(40)).map(([books, outcomes]) => event('e', books, outcomes)),
      fc.constantFrom<unknown>(
        null,
        5,
        [],
        {},
        { bookmakers: 'none' },
        { bookmakers: [null, { markets: 1 }] },
      ),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const all = [event('first', 20, 20), ...events];
        const told = parts(all);
        expect(told.flatMap(({ data }) => data)).toEqual(all);
        for (const { timestamp } of told) expect(Date.parse(timestamp)).toBe(Date.UTC(2026, 2, 1, 12));
      }),
      { numRuns: 100 },
    );
  });
});
