import { describe, expect, it } from 'vitest';
import { createTrackerReading } from '../../../../../../electron/engine/feeds/replay/odds-tracker.ts';
import { countTurns } from '../../../../../support/count-turns.ts';

const T1 = '2026-03-01T12:00:00Z';

/** Events with so many bookmakers each, and so many changes of each one's price, all at one moment. */
const file = (events: number, books: number, changes: number) =>
  Object.fromEntries(
    Array.from({ length: events }, (_, event) => [
      `e${event}`,
      {
        title: 'Elks vs Owls',
        sport: 'soccer_epl',
        commence_time: '2026-03-02T00:00:00Z',
        bookmakers: Object.fromEntries(
          Array.from({ length: books }, (__, book) => [
            `Book ${book}`,
            {
              a: {
                market_type: 'h2h',
                outcome_name: 'Elks',
                updates: Array.from({ length: changes }, (___, i) => ({ timestamp: T1, price: 2 + i / 100 })),
              },
            },
          ]),
        ),
      },
    ]),
  );

/** Opens the file; the changes of each event in each payload. */
async function told(tracked: ReturnType<typeof file>) {
  const reading = createTrackerReading();
  reading.take(tracked);
  const opened = await reading.open();
  const payloads: Readonly<Record<string, number>>[] = [];
  if (opened.ok)
    for await (const batch of opened.tape.entries())
      for (const entry of batch)
        if (entry.kind === 'payload') {
          const events = JSON.parse(Buffer.from(entry.body).toString()) as {
            id: string;
            bookmakers: { markets: { outcomes: unknown[] }[] }[];
          }[];
          payloads.push(
            Object.fromEntries(
              events.map(({ id, bookmakers }) => [
                id,
                bookmakers.flatMap(({ markets }) => markets.flatMap(({ outcomes }) => outcomes)).length,
              ]),
            ),
          );
        }
  return { payloads, account: opened.account, notes: opened.ok ? opened.tape.notes : [] };
}

describe('the changes of a moment', () => {
  it('are told a few hundred at once, in whole events', async () => {
    const { payloads, account } = await told(file(5, 120, 1));
    expect(payloads).toEqual([{ e0: 120, e1: 120 }, { e2: 120, e3: 120 }, { e4: 120 }]);
    expect(account).toMatchObject({ received: 600, used: 600, quarantined: 0 });
  });

  it('are told in several payloads where one event has too many', async () => {
    const { payloads } = await told(file(1, 5, 500));
    expect(payloads).toEqual([{ e0: 1_000 }, { e0: 1_000 }, { e0: 500 }]);
  });

  it('give everyone else a turn', async () => {
    const turns = countTurns();
    await told(file(10, 10, 200));
    expect(turns.sofar()).toBeGreaterThan(19);
    turns.stop();
  });
});

it('refuses changes of more bookmakers than there are', async () => {
  const { account, notes } = await told(file(1, 300, 2));
  expect(account).toMatchObject({ received: 600, used: 500, quarantined: 100 });
  expect(notes).toEqual([
    '100 price changes are left out: there is no room for so many bookmakers, games or lines.',
  ]);
});
