import { percentile } from '../../../../shared/domain/percentile.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { FeedSink, SourceHealth } from '../source.ts';

/** What became of quotes, without what else went wrong. */
export type Received = Omit<SourceHealth['counts'], 'errors'>;
export const NOTHING_RECEIVED: Received = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
export const totalOf = (one: Received, other: Received): Received => ({
  received: one.received + other.received,
  used: one.used + other.used,
  duplicate: one.duplicate + other.duplicate,
  quarantined: one.quarantined + other.quarantined,
});

const LATENCIES_KEPT = 100;
/** Told once; a fault that repeats is one line. Forgotten all at once beyond so many, so that new ones are told for ever. */
const MOST_REMEMBERED = 2_000;
const SAMPLE_CHARACTERS = 2_000;

/** What became of everything received, in quotes: one side of one runner in one message. */
export type Ledger = {
  used(quotes: number): void;
  duplicate(quotes: number): void;
  /** Refused, with what is shown of it the first time. */
  quarantine(reason: string, sample: string, at: EpochMs, quotes?: number): void;
  /** Refused for a reason that has been told. */
  refused(quotes: number): void;
  latency(ms: number): void;
  counts(): Received;
  latencies(): SourceHealth['latencyMs'];
};

export function createLedger(sink: FeedSink): Ledger {
  const latencies: number[] = [];
  const told = new Set<string>();
  let used = 0;
  let duplicate = 0;
  let quarantined = 0;
  return {
    used(quotes) {
      used += quotes;
    },
    duplicate(quotes) {
      duplicate += quotes;
    },
    quarantine(reason, sample, at, quotes = 1) {
      quarantined += quotes;
      const shown = sample.slice(0, SAMPLE_CHARACTERS);
      const key = `${reason} ${shown}`;
      if (told.has(key)) return;
      if (told.size >= MOST_REMEMBERED) told.clear();
      told.add(key);
      sink({ kind: 'quarantine', reason, sample: shown, at });
    },
    refused(quotes) {
      quarantined += quotes;
    },
    latency(ms) {
      latencies.push(ms);
      if (latencies.length > LATENCIES_KEPT) latencies.shift();
    },
    counts: () => ({ received: used + duplicate + quarantined, used, duplicate, quarantined }),
    latencies() {
      if (latencies.length === 0) return null;
      const sorted = [...latencies].sort((a, b) => a - b);
      return { p50: percentile(sorted, 50), p99: percentile(sorted, 99) };
    },
  };
}
