import { expect, it } from 'vitest';
import { generateUpdates } from '../../../../../../electron/engine/feeds/simulator/generate-updates.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';

function firstEvents(seed: number, count: number): FeedEvent[] {
  const stream = generateUpdates({ seed });
  return Array.from({ length: count }, () => stream.next().value);
}

it('introduces the books and every match before quoting them', () => {
  const events = firstEvents(1, 5000);
  expect(events[0]?.kind).toBe('books');
  const known = new Set<string>();
  for (const event of events) {
    if (event.kind === 'event')
      for (const market of event.markets) for (const selection of market.selections) known.add(selection.id);
    if (event.kind === 'quotes')
      expect(event.quotes.every(({ selectionId }) => known.has(selectionId))).toBe(true);
  }
  expect(known.size).toBe(40 * 13);
});

it('is the same for the same seed', () => {
  expect(firstEvents(7, 3000)).toEqual(firstEvents(7, 3000));
  expect(firstEvents(7, 3000)).not.toEqual(firstEvents(8, 3000));
});

it('confirms about four prices in five, and never crosses the exchange', () => {
  const latest = new Map<string, number | undefined>();
  let [unchanged, all] = [0, 0];
  for (const event of firstEvents(2, 20_000)) {
    if (event.kind !== 'quotes') continue;
    const backs = new Map<string, number>();
    for (const { selectionId, bookId, side, levels } of event.quotes) {
      const price = levels[0]?.price;
      const key = `${selectionId}/${bookId}/${side}`;
      if (latest.has(key)) {
        all += 1;
        if (latest.get(key) === price) unchanged += 1;
      }
      latest.set(key, price);
      if (side === 'back') backs.set(selectionId, price ?? 0);
      else expect(price ?? Number.POSITIVE_INFINITY).toBeGreaterThan(backs.get(selectionId) ?? 0);
    }
  }
  expect(unchanged / all).toBeGreaterThan(0.75);
  expect(unchanged / all).toBeLessThan(0.85);
});
