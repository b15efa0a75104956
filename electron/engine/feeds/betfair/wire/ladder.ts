/** Prices and sizes of one side, parallel, best first. Read-only to everyone but the cache. */
export interface Ladder {
  readonly prices: readonly number[];
  readonly sizes: readonly number[];
}

/** Betfair's grid of prices has 350, a line market's up to 1,000; more in one ladder are none of an exchange's. */
export const MOST_LEVELS = 2_000;
/** What `set` says of a price more than a ladder has. */
export const FULL = -2;

/** A ladder that takes changes; `set` says at which place something changed, -1 for nowhere, `FULL` where it didn't fit. */
export interface GrowingLadder extends Ladder {
  set(key: number, price: number, size: number): number;
}

/** Entries from which moving them at once is worth the call. */
const MANY = 64;

/** Opens place `at`. */
function insert(list: number[], at: number, value: number): void {
  if (list.length - at > MANY) {
    list.splice(at, 0, value);
    return;
  }
  list.push(value);
  for (let i = list.length - 1; i > at; i -= 1) list[i] = list[i - 1] as number;
  list[at] = value;
}

function remove(list: number[], at: number): void {
  if (list.length - at > MANY) {
    list.splice(at, 1);
    return;
  }
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
        if (keys.length >= MOST_LEVELS) return FULL;
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
