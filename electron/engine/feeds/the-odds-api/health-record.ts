import { percentile } from '../../../../shared/domain/percentile.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { SourceHealth } from '../source.ts';
import type { Problem } from './error-table.ts';
import type { QuoteCounts } from './normalise-odds.ts';

const LATENCIES_KEPT = 100;
/** A source that is silent for this many of its intervals is behind. */
const SILENT_INTERVALS = 3;

type Status = Pick<SourceHealth, 'state' | 'message'>;

/** What has been seen of the source since the engine started, and what is wrong with it now. */
export type HealthRecord = {
  answered(at: EpochMs, elapsedMs: number): void;
  count(counts: QuoteCounts): void;
  /** How a job stands; `null` clears its problem. */
  report(job: string, problem: Problem | null): void;
  /** A remark that is no fault: a sport out of season. `null` clears it. */
  note(about: string, sentence: string | null): void;
  clearProblems(): void;
  status(now: EpochMs, cadenceMs: number): Status;
  numbers(): Pick<SourceHealth, 'lastReceivedAt' | 'latencyMs' | 'counts'>;
};

export function createHealthRecord(): HealthRecord {
  const latencies: number[] = [];
  const problems = new Map<string, Problem>();
  const notes = new Map<string, string>();
  const counts = { received: 0, used: 0, duplicate: 0, quarantined: 0, errors: 0 };
  let lastReceivedAt: EpochMs | null = null;

  const sentences = (): string => {
    const said = [...problems].map(([job, { message, meanwhile, retry }]) =>
      retry === 'skip-request' ? `${job}: ${message}` : `${message} ${meanwhile ?? ''}`.trim(),
    );
    return [...new Set([...said, ...notes.values()])].slice(0, 4).join(' ');
  };

  return {
    answered(at, elapsedMs) {
      lastReceivedAt = at;
      latencies.push(elapsedMs);
      if (latencies.length > LATENCIES_KEPT) latencies.shift();
    },
    count({ received, used, duplicate, quarantined }) {
      counts.received += received;
      counts.used += used;
      counts.duplicate += duplicate;
      counts.quarantined += quarantined;
    },
    report(job, problem) {
      if (problem === null) problems.delete(job);
      else {
        counts.errors += 1;
        problems.set(job, problem);
      }
    },
    note(about, sentence) {
      if (sentence === null) notes.delete(about);
      else notes.set(about, sentence);
    },
    clearProblems: () => problems.clear(),
    status(now, cadenceMs) {
      const message = sentences();
      const states = new Set([...problems.values()].map(({ state }) => state));
      if (states.has('failed')) return { state: 'failed', message };
      if (states.has('degraded')) return { state: 'degraded', message };
      if (lastReceivedAt === null) return { state: 'connecting', message };
      const silentMs = now - lastReceivedAt;
      if (silentMs <= cadenceMs * SILENT_INTERVALS) return { state: 'live', message };
      const silence = `Nothing has come from The Odds API for ${Math.round(silentMs / 1000)} s.`;
      return { state: 'degraded', message: `${silence} ${message}`.trim() };
    },
    numbers() {
      const sorted = [...latencies].sort((a, b) => a - b);
      return {
        lastReceivedAt,
        latencyMs: sorted.length === 0 ? null : { p50: percentile(sorted, 50), p99: percentile(sorted, 99) },
        counts: { ...counts },
      };
    },
  };
}
