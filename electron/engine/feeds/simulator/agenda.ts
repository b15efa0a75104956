/** What is due when, soonest first; among equals in the order added. */
export interface Agenda<T> {
  add(due: number, item: T): void;
  /** Infinity when empty. */
  nextDue(): number;
  /** The soonest, left in place. */
  peek(): T | undefined;
  /** The soonest, if due at `now`. */
  take(now: number): T | undefined;
  clear(): void;
}

type Entry<T> = { readonly due: number; readonly order: number; readonly item: T };

const before = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.due < b.due || (a.due === b.due && a.order < b.order);

/** A binary heap. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let order = 0;

  const rise = (entry: Entry<T>) => {
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || before(parent, entry)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = entry;
  };

  const sink = (entry: Entry<T>) => {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      let child = heap[below];
      if (child === undefined) break;
      const sibling = heap[below + 1];
      if (sibling !== undefined && before(sibling, child)) {
        child = sibling;
        below += 1;
      }
      if (before(entry, child)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = entry;
  };

  return {
    add: (due, item) => rise({ due, order: order++, item }),
    nextDue: () => heap[0]?.due ?? Number.POSITIVE_INFINITY,
    peek: () => heap[0]?.item,
    take(now) {
      const first = heap[0];
      if (first === undefined || first.due > now) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first.item;
    },
    clear() {
      heap.length = 0;
    },
  };
}
