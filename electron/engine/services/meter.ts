import { percentile } from '../../../shared/domain/percentile.ts';

/** Rates and percentiles of the last second, for the status bar. */
export interface Meter {
  /** One feed event with `updates` quotes went from arrival to edges in `elapsedMs`. */
  record(updates: number, elapsedMs: number): void;
  /** Figures since the last call, `sinceMs` ago; starts a new window. */
  take(sinceMs: number): {
    readonly updatesPerSecond: number;
    readonly pipelineMs: { readonly p50: number; readonly p99: number };
  };
}

/** Bounds the memory of a window; beyond it every further sample replaces an older one in turn. */
const SAMPLES = 4096;

export function createMeter(): Meter {
  const samples = new Float64Array(SAMPLES);
  let count = 0;
  let updates = 0;
  return {
    record(quotes, elapsedMs) {
      samples[count % SAMPLES] = elapsedMs;
      count += 1;
      updates += quotes;
    },
    take(sinceMs) {
      const sorted = samples.slice(0, Math.min(count, SAMPLES)).sort();
      const taken = {
        updatesPerSecond: sinceMs > 0 ? (updates * 1000) / sinceMs : 0,
        pipelineMs: { p50: percentile(sorted, 50), p99: percentile(sorted, 99) },
      };
      count = 0;
      updates = 0;
      return taken;
    },
  };
}
