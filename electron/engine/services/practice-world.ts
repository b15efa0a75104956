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
/** Saved this often; after a crash the world resumes past the last moment it can have reached. */
const SAVE_EVERY_MS = 1000;

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

/** Saves the world's progress; `stop` saves it a last time. At high speeds the saved time runs ahead of the clock. */
export function keepWorld(
  journal: Journal,
  world: PracticeWorld,
  clock: Clock & { speed(): number },
  wall: Clock,
): () => void {
  const save = (ahead: number) =>
    journal.saveSetting(KEY, { ...world, worldTime: Math.round(clock.now() + ahead) }, wall.now());
  save(SAVE_EVERY_MS * clock.speed());
  const cancel = wall.every(SAVE_EVERY_MS, () => save(SAVE_EVERY_MS * 2 * clock.speed()));
  return () => {
    cancel();
    save(0);
  };
}
