import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is kept in Maps and Sets by code that was run while they were watched. */
export type LiveEntries = {
  /** The entries of every Map and Set that is still reachable; everything else is collected first. */
  count(): Promise<number>;
  /** Gives Map and Set back. */
  stop(): void;
};

/**
 * Replaces Map and Set by ones that are counted, until `stop`. So the memory of anything can be measured in entries,
 * exactly and without a window into it: what grows with all that has ever come is told from what stands.
 */
export function watchEntries(): LiveEntries {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { Map: PlainMap, Set: PlainSet } = globalThis;
  let made: WeakRef<{ readonly size: number }>[] = [];
  class WatchedMap<K, V> extends PlainMap<K, V> {
    constructor(entries?: Iterable<readonly [K, V]> | null) {
      super(entries);
      made.push(new WeakRef(this));
    }
  }
  class WatchedSet<T> extends PlainSet<T> {
    constructor(values?: Iterable<T> | null) {
      super(values);
      made.push(new WeakRef(this));
    }
  }
  globalThis.Map = WatchedMap as MapConstructor;
  globalThis.Set = WatchedSet as SetConstructor;
  return {
    async count() {
      // What was looked at in this turn is kept alive until its end.
      await turn();
      collect();
      made = made.filter((each) => each.deref() !== undefined);
      return made.reduce((sum, each) => sum + (each.deref()?.size ?? 0), 0);
    },
    stop() {
      globalThis.Map = PlainMap;
      globalThis.Set = PlainSet;
    },
  };
}
