/**
 * How long to wait after the `failures`-th failure in a row (from 1): a random point of the upper half of a time that
 * doubles from `firstMs` to `longestMs`, so that clients do not return in step. `random` is in [0, 1).
 */
export function backoffMs(
  failures: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
  random: () => number,
): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 20));
  return Math.floor(ceiling * (0.5 + random() / 2));
}

/** Milliseconds to wait before the next attempt. */
export type Backoff = {
  next(): number;
  reset(): void;
};

/** `backoffMs` that counts the failures itself. */
export function createBackoff(
  random: () => number,
  { firstMs = 500, longestMs = 60_000 }: { readonly firstMs?: number; readonly longestMs?: number } = {},
): Backoff {
  let failures = 0;
  return {
    next() {
      failures += 1;
      return backoffMs(failures, { firstMs, longestMs }, random);
    },
    reset() {
      failures = 0;
    },
  };
}
