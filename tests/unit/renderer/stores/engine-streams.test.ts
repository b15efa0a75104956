import { expect, it } from 'vitest';
import { fill, fillFair } from '../../../../renderer/stores/engine-streams.ts';
import { createTable } from '../../../../renderer/stores/table.ts';
import type { FairPrice } from '../../../../shared/domain/edge.ts';

type Row = { readonly id: string; readonly price: number };

it('keeps the newest item of each key and starts over on reset', async () => {
  const table = createTable<Row>(() => {});
  const handlers = fill(table, (row) => row.id, undefined);
  await handlers.onItems([
    { id: 'a', price: 1 },
    { id: 'b', price: 2 },
    { id: 'a', price: 3 },
  ]);
  expect([...table.values()]).toEqual([
    { id: 'a', price: 3 },
    { id: 'b', price: 2 },
  ]);
  handlers.onReset?.();
  expect(table.size).toBe(0);
});

it('drops a fair price once no book prices its market', async () => {
  const table = createTable<FairPrice>(() => {});
  const { onItems, onReset } = fillFair(table, undefined);
  const fair = (selectionId: string, books: number) => ({ selectionId, books }) as FairPrice;
  await onItems([fair('a', 3), fair('b', 2)]);
  await onItems([fair('a', 0)]);
  expect([...table.values()]).toEqual([fair('b', 2)]);
  await onItems([fair('a', 1)]);
  expect(table.get('a')).toEqual(fair('a', 1));
  onReset?.();
  expect(table.size).toBe(0);
});
