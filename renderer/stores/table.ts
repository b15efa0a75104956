import { flushNextFrame } from './frame.ts';

/**
 * Live rows outside React. Writers `set` as fast as they like; readers hear of the changed keys at most once a
 * frame, so a burst of ticks costs one notification.
 */
export interface Table<T> {
  get(key: string): T | undefined;
  values(): IterableIterator<T>;
  readonly size: number;
  /** The changed keys since the last call, with their newest values; `undefined` means removed. */
  subscribe(listener: (changes: ReadonlyMap<string, T | undefined>) => void): () => void;
}

export interface WritableTable<T> extends Table<T> {
  set(key: string, value: T): void;
  delete(key: string): void;
  clear(): void;
}

type Schedule = (flush: () => void) => void;

/** `schedule` runs a flush later, once per request; the frame all tables share in the app, a queue in tests. */
export function createTable<T>(schedule: Schedule = flushNextFrame): WritableTable<T> {
  const rows = new Map<string, T>();
  const listeners = new Set<(changes: ReadonlyMap<string, T | undefined>) => void>();
  let changes = new Map<string, T | undefined>();

  const flush = () => {
    const told = changes;
    changes = new Map();
    for (const listener of listeners) listener(told);
  };
  const changed = (key: string, value: T | undefined) => {
    if (changes.size === 0) schedule(flush);
    changes.set(key, value);
  };

  return {
    get: (key) => rows.get(key),
    values: () => rows.values(),
    get size() {
      return rows.size;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(key, value) {
      rows.set(key, value);
      changed(key, value);
    },
    delete(key) {
      if (rows.delete(key)) changed(key, undefined);
    },
    clear() {
      for (const key of rows.keys()) changed(key, undefined);
      rows.clear();
    },
  };
}
