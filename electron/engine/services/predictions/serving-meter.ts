import type { ModelEntry } from '../../../../shared/contract/models.ts';
import { percentile } from '../../../../shared/domain/percentile.ts';

type Serving = NonNullable<ModelEntry['serving']>;

/** The last so many batches; each further one replaces the oldest. */
const BATCHES = 512;

/** How a model's serving is doing: batches' latencies, and how many rows a second of work they came to. */
export function createServingMeter() {
  const latencies = new Float64Array(BATCHES);
  const sizes = new Float64Array(BATCHES);
  let batches = 0;
  let predictions = 0;
  let failures = 0;
  return {
    batch(rows: number, elapsedMs: number): void {
      latencies[batches % BATCHES] = elapsedMs;
      sizes[batches % BATCHES] = rows;
      batches += 1;
      predictions += rows;
    },
    failure(): void {
      failures += 1;
    },
    read(note: string | null): Serving {
      const kept = Math.min(batches, BATCHES);
      const sorted = latencies.slice(0, kept).sort();
      const busyMs = sorted.reduce((sum, ms) => sum + ms, 0);
      const rows = sizes.subarray(0, kept).reduce((sum, size) => sum + size, 0);
      return {
        predictions,
        failures,
        p50Ms: percentile(sorted, 50),
        p99Ms: percentile(sorted, 99),
        perSecond: busyMs > 0 ? (rows * 1000) / busyMs : 0,
        note,
      };
    },
  };
}
export type ServingMeter = ReturnType<typeof createServingMeter>;
