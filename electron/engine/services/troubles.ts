import type { Log } from '../ports/log.ts';

/**
 * Failures that must not stop the engine: a full disk while history is written, a housekeeping task gone wrong.
 * The user is told for as long as the failure lasts.
 */
export interface Troubles {
  /** Runs `task`; what it throws is logged once per message and shown until the same task succeeds again. */
  guard(name: string, task: () => void): void;
  /** The sentence to show, or `null` when all is well. */
  current(): string | null;
}

export function createTroubles(log: Log): Troubles {
  const troubles = new Map<string, string>();
  return {
    guard(name, task) {
      try {
        task();
        if (troubles.size > 0) troubles.delete(name);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (troubles.get(name) === message) return;
        troubles.set(name, message);
        log.error('task failed', { task: name, error: message });
      }
    },
    current: () => [...new Set(troubles.values())].join(' ') || null,
  };
}
