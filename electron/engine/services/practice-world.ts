import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';

/** The simulated world's identity and how far it has run; it stands still while the engine is off. */
export type PracticeWorld = {
  readonly seed: number;
  readonly startedAt: EpochMs;
  readonly worldTime: EpochMs;
};

const KEY = 'practice-world';
/** To be saved this often; after a crash the world resumes past the last moment it can have reached. */
export const SAVE_WORLD_EVERY_MS = 1000;

const isWorld = (value: unknown): value is PracticeWorld =>
  typeof value === 'object' &&
  value !== null &&
  ['seed', 'startedAt', 'worldTime'].every((key) =>
    Number.isSafeInteger((value as Record<string, unknown>)[key]),
  );

/** The world of the last run, or a new one that starts now. Open bets need their events to come back. */
export function resumeWorld(journal: Journal, wall: Clock, newSeed: () => number): PracticeWorld {
  const stored = journal.setting(KEY);
  if (isWorld(stored)) return stored;
  const now = wall.now();
  return { seed: newSeed(), startedAt: now, worldTime: now };
}

/** Keeps the world's progress; failing to write it is the caller's to handle, and costs the next start some time. */
export interface WorldKeeper {
  /** Writes how far the world can have run by the next time it is written; at high speeds that is ahead of the clock. */
  save(): void;
  /** Writes how far it has run, and no more: the world stands still from now on. */
  finish(): void;
}

export function createWorldKeeper(
  journal: Journal,
  world: PracticeWorld,
  clock: Clock & { speed(): number },
  wall: Clock,
): WorldKeeper {
  const write = (ahead: number) =>
    journal.saveSetting(KEY, { ...world, worldTime: Math.round(clock.now() + ahead) }, wall.now());
  return {
    // Twice the interval: a timer may be late.
    save: () => write(2 * SAVE_WORLD_EVERY_MS * clock.speed()),
    finish: () => write(0),
  };
}
