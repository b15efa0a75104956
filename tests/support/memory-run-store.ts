import type { RunStore, StoredRun } from '../../electron/engine/ports/run-store.ts';
import type { RunResult } from '../../shared/contract/runs.ts';

/** Runs in memory; `folder` names places that nobody makes. Shared between services, it outlives each of them. */
export function createMemoryRunStore(): RunStore {
  const runs = new Map<string, StoredRun>();
  const results = new Map<string, RunResult>();
  return {
    save: (run, at) => void runs.set(run.id, structuredClone({ ...run, savedAt: at })),
    run: (id) => structuredClone(runs.get(id)),
    list: () =>
      structuredClone([...runs.values()]).sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)),
    result: (id) => results.get(id),
    saveResult: (id, result) => void results.set(id, result),
    remove: (id) => {
      runs.delete(id);
      results.delete(id);
    },
    folder: (id) => `/runs/${id}`,
  };
}
