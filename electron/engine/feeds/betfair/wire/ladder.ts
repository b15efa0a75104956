/** Prices and sizes of one side, parallel, best first. Read-only to everyone but the cache. */
export interface Ladder {
  readonly prices: readonly number[];
  readonly sizes: readonly number[];
}

/** A ladder that takes changes; `set` says at which place something changed, -1 for nowhere. */
export interface GrowingLadder extends Ladder {
  set(key: number, price: number, size: number): number;
}

/** Opens place `at` in both lists. */
function insert(list: number[], at: number, value: number): void {
  list.push(value);
  for (let i = list.length - 1; i > at; i -= 1) list[i] = list[i - 1] as number;
  list[at] = value;
}

function remove(list: number[], at: number): void {
  for (let i = at; i < list.length - 1; i += 1) list[i] = list[i + 1] as number;
  list.pop();
}

/**
 * A ladder of `[key, price, size]`, sorted by key: the price itself, or a level. Size 0 takes the key away. Arrays and
 * binary search: real ladders are short, and changes come near the top.
 */
function createSortedLadder(descending: boolean, keys: number[], prices: number[]): GrowingLadder {
  const sizes: number[] = [];
  const placeOf = (key: number): number => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = keys[middle] as number;
      if (descending ? other > key : other < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    prices,
    sizes,
    set(key, price, size) {
      const at = placeOf(key);
      const known = at < keys.length && keys[at] === key;
      if (size === 0) {
        if (!known) return -1;
        remove(keys, at);
        if (prices !== keys) remove(prices, at);
        remove(sizes, at);
        return at;
      }
      if (!known) {
        insert(keys, at, key);
        if (prices !== keys) insert(prices, at, price);
        insert(sizes, at, size);
        return at;
      }
      if (sizes[at] === size && prices[at] === price) return -1;
      prices[at] = price;
      sizes[at] = size;
      return at;
    },
  };
}

/** Keyed by price; `highest` first is the ladder of a backer, lowest that of a layer. */
export function createPriceLadder(best: 'highest' | 'lowest'): GrowingLadder {
  const prices: number[] = [];
  return createSortedLadder(best === 'highest', prices, prices);
}

/** Keyed by level, 0 first. */
export const createLevelLadder = (): GrowingLadder => createSortedLadder(false, [], []);
