import { expect, it } from 'vitest';
import { fill } from '../../../../renderer/stores/engine-streams.ts';
import { createTable } from '../../../../renderer/stores/table.ts';

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
