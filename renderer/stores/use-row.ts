import { useCallback, useSyncExternalStore } from 'react';
import type { Table } from './table.ts';

/** One row of a table in React: drawn again when that row changes, at most once a frame. For a few rows, not for grids. */
export function useRow<T>(table: Table<T>, key: string | null): T | undefined {
  const subscribe = useCallback(
    (changed: () => void) =>
      table.subscribe((changes) => {
        if (key !== null && changes.has(key)) changed();
      }),
    [table, key],
  );
  return useSyncExternalStore(subscribe, () => (key === null ? undefined : table.get(key)));
}
