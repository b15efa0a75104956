/** Milliseconds to wait before the next attempt. */
export type Backoff = {
  next(): number;
  reset(): void;
};

/** Doubling from `firstMs` to `mostMs`, each spread over its upper half so that programs don't return as one. */
export function createBackoff(random: () => number, { firstMs = 500, mostMs = 60_000 } = {}): Backoff {
  let attempts = 0;
  return {
    next() {
      const full = Math.min(mostMs, firstMs * 2 ** attempts);
      attempts = Math.min(attempts + 1, 30);
      return Math.round(full * (0.5 + random() / 2));
    },
    reset() {
      attempts = 0;
    },
  };
}
