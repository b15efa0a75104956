import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Table } from './table.ts';

/** A whole table in React, drawn again at most once a frame. For a few dozen rows; long tables go to the grid. */
export function useRows<T>(table: Table<T>): readonly T[] {
  const rows = useRef<readonly T[]>(undefined);
  const subscribe = useCallback(
    (changed: () => void) =>
      table.subscribe(() => {
        rows.current = undefined;
        changed();
      }),
    [table],
  );
  return useSyncExternalStore(subscribe, () => {
    rows.current ??= [...table.values()];
    return rows.current;
  });
}
