import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAgenda } from '../../../../../../electron/engine/feeds/simulator/agenda.ts';

it('gives what is due, soonest first and equals in the order added', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (dues) => {
      const agenda = createAgenda<{ due: number; order: number }>();
      const items = dues.map((due, order) => ({ due, order }));
      for (const item of items) agenda.add(item.due, item);
      const taken: typeof items = [];
      for (let item = agenda.take(20); item; item = agenda.take(20)) taken.push(item);
      expect(taken).toEqual(items.toSorted((a, b) => a.due - b.due || a.order - b.order));
    }),
  );
});

it('keeps what is not due', () => {
  const agenda = createAgenda<string>();
  agenda.add(5, 'later');
  expect(agenda.take(4)).toBeUndefined();
  expect(agenda.peek()).toBe('later');
  expect(agenda.nextDue()).toBe(5);
  expect(agenda.take(5)).toBe('later');
  expect(agenda.nextDue()).toBe(Number.POSITIVE_INFINITY);
});

it('forgets everything when cleared', () => {
  const agenda = createAgenda<string>();
  agenda.add(1, 'gone');
  agenda.clear();
  expect(agenda.take(10)).toBeUndefined();
});
