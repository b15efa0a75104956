import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { FeedSink } from '../source.ts';

export type Tallied = 'used' | 'duplicate' | 'quarantined';
export type Counts = SourceHealth['counts'];

const LONGEST_SAMPLE = 2_000;
/** Standing faults remembered, so that each is told once; forgotten all at once beyond that. */
const MOST_TOLD = 20_000;

/** JSON.parse takes nesting that JSON.stringify runs out of stack on. */
function textOf(sample: unknown): string {
  if (typeof sample === 'string') return sample.slice(0, LONGEST_SAMPLE);
  try {
    return (JSON.stringify(sample) ?? String(sample)).slice(0, LONGEST_SAMPLE);
  } catch {
    return 'nested too deeply to show';
  }
}

/**
 * Counts messages about contracts: received = used + duplicate + quarantined. A refused one is counted each time it
 * comes and told the first time.
 */
export type Tally = {
  count(as: Exclude<Tallied, 'quarantined'>, parts?: number): void;
  refuse(reason: string, sample: unknown, at: EpochMs, parts?: number): void;
  counts(): Omit<Counts, 'errors'>;
};

export function createTally(sink: FeedSink): Tally {
  const counts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
  const told = new Set<string>();
  const add = (as: Tallied, parts: number) => {
    counts.received += parts;
    counts[as] += parts;
  };
  return {
    count: (as, parts = 1) => add(as, parts),
    refuse(reason, sample, at, parts = 1) {
      add('quarantined', parts);
      const text = textOf(sample);
      const key = `${reason} ${text}`;
      if (told.has(key)) return;
      if (told.size >= MOST_TOLD) told.clear();
      told.add(key);
      sink({ kind: 'quarantine', reason, sample: text, at });
    },
    counts: () => ({ ...counts }),
  };
}
