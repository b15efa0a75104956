import type { Policy } from '../contract/operation.ts';

/** Items emitted and not yet sent. */
export interface WaitingItems<T> {
  /** False when the item does not fit any more. */
  push(item: T): boolean;
  /** Removes and returns up to `count`, in the order they are to be sent. */
  take(count: number): T[];
  /** Puts taken items back in front, unless something newer has taken their place. */
  restore(items: readonly T[]): void;
  readonly size: number;
}

/** The buffer of a stream's policy. */
export const createWaitingItems = <T>(policy: Policy<T>): WaitingItems<T> =>
  policy.keep === 'latest' ? createLatest(policy.key) : createLossless(policy.limit);

/**
 * At most one item per key. A newer item takes the older one's place in the queue, so a key that changes all the
 * time is still sent in its turn.
 */
function createLatest<T>(keyOf: (item: T) => string): WaitingItems<T> {
  let waiting = new Map<string, T>();
  return {
    push(item) {
      waiting.set(keyOf(item), item);
      return true;
    },
    take(count) {
      const taken: T[] = [];
      for (const [key, item] of waiting) {
        if (taken.length === count) break;
        taken.push(item);
        waiting.delete(key);
      }
      return taken;
    },
    restore(items) {
      const restored = new Map(items.map((item) => [keyOf(item), item]));
      for (const [key, item] of waiting) restored.set(key, item);
      waiting = restored;
    },
    get size() {
      return waiting.size;
    },
  };
}

/** Every item in order, up to `limit`. */
function createLossless<T>(limit: number): WaitingItems<T> {
  let waiting: T[] = [];
  let head = 0;
  return {
    push(item) {
      if (waiting.length - head >= limit) return false;
      waiting.push(item);
      return true;
    },
    take(count) {
      const taken = waiting.slice(head, head + count);
      head += taken.length;
      // Moving the rest to the front only when half is spent keeps taking linear over the stream's life.
      if (head * 2 >= waiting.length) {
        waiting = waiting.slice(head);
        head = 0;
      }
      return taken;
    },
    restore(items) {
      waiting = [...items, ...waiting.slice(head)];
      head = 0;
    },
    get size() {
      return waiting.length - head;
    },
  };
}
