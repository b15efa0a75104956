import type { EpochMs } from '../../../shared/domain/units.ts';

/** The only source of time and of delays. Simulations and replays run it at their own speed. */
export interface Clock {
  now(): EpochMs;
  /** Monotonic milliseconds with a fraction, for latencies only. */
  monotonic(): number;
  /** Calls `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Calls `task` every `ms` until cancelled. */
  every(ms: number, task: () => void): () => void;
}
