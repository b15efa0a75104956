/** How far another clock is ahead of ours (negative: behind), in milliseconds. */
export type ClockSkew = { readonly estimate: number; readonly uncertainty: number };

/** Differences beyond this are no skew of a clock but old news: a price confirmed long ago. */
const LONGEST_DELAY_MS = 10_000;
/** Heard this often, a stream has had one message without delay. */
const ENOUGH = 20;

/**
 * What the smallest of `count` delays (receipt less source time, milliseconds) says of the clocks. No message arrives
 * before it was sent: a negative smallest delay is a clock ahead by at least that much. A positive one is the fastest
 * way there was: of it the network's part is not known, so that the clock may be behind by up to all of it. `null` while
 * nothing can be said.
 */
export function estimateSkew(leastDelayMs: number, count: number): ClockSkew | null {
  if (count === 0 || leastDelayMs > LONGEST_DELAY_MS) return null;
  if (leastDelayMs < 0)
    return {
      estimate: -leastDelayMs,
      uncertainty: count >= ENOUGH ? 0.25 * -leastDelayMs + 50 : -leastDelayMs + 50,
    };
  return count < ENOUGH ? null : { estimate: -leastDelayMs / 2, uncertainty: leastDelayMs / 2 };
}
