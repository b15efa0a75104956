import type { Run } from '../../shared/contract/runs.ts';

/** How fast a run goes, from what this window has seen of it. */
export type RunPace = {
  /** Takes note of where the run stands at `now` (page milliseconds, monotonic). */
  readonly observe: (run: Run, now: number) => void;
  /** Milliseconds it will still take at the pace so far; `null` while that can't be told. */
  readonly left: (run: Run, now: number) => number | null;
};

/** Less than this says nothing about the rest. */
const LEAST_SHARE = 0.01;
const LEAST_MS = 2000;

/**
 * A resumed run starts at the share of its checkpoint, so its start says nothing about its pace: the pace is measured
 * from where it was first seen running.
 */
export function createRunPace(): RunPace {
  const seen = new Map<string, { readonly share: number; readonly at: number }>();
  return {
    observe({ id, state, share }, now) {
      if (state !== 'running') seen.delete(id);
      else if (!seen.has(id)) seen.set(id, { share, at: now });
    },
    left({ id, state, share }, now) {
      const from = seen.get(id);
      if (state !== 'running' || from === undefined) return null;
      const done = share - from.share;
      const took = now - from.at;
      return done < LEAST_SHARE || took < LEAST_MS ? null : ((1 - share) / done) * took;
    },
  };
}

/** Of every run in this window. */
export const runPace = createRunPace();
