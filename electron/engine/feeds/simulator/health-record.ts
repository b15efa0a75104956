import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import { percentile } from '../../../../shared/domain/percentile.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';

/** The simulator's account of itself. */
export interface HealthRecord {
  begin(): void;
  end(): void;
  record(quotes: readonly Quote[]): void;
  read(): SourceHealth;
}

const WINDOW = 100;

/** Latency is of the last hundred batches, from the book's confirmation to its arrival, in world milliseconds. */
export function createHealthRecord(id: SourceId): HealthRecord {
  let running = false;
  let received = 0;
  let batches = 0;
  let lastReceivedAt: EpochMs | null = null;
  const latencies: number[] = [];

  const latency = (): SourceHealth['latencyMs'] => {
    if (latencies.length === 0) return null;
    const sorted = latencies.toSorted((a, b) => a - b);
    return { p50: percentile(sorted, 50), p99: percentile(sorted, 99) };
  };

  return {
    begin() {
      running = true;
    },
    end() {
      running = false;
    },
    record(quotes) {
      const first = quotes[0];
      if (first === undefined) return;
      received += quotes.length;
      lastReceivedAt = first.receivedAt;
      latencies[batches % WINDOW] = first.receivedAt - first.sourceTime;
      batches += 1;
    },
    read: () => ({
      id,
      name: 'Practice simulator',
      kind: 'simulator',
      state: running ? 'live' : 'off',
      message: '',
      capabilities: { depth: true, lay: true, scores: true, streaming: true },
      cadenceMs: null,
      lastReceivedAt,
      latencyMs: latency(),
      credits: null,
      facts: [],
      counts: { received, used: received, duplicate: 0, quarantined: 0, errors: 0 },
    }),
  };
}
