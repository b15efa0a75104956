import type { EpochMs } from '../../../../shared/domain/units.ts';

/** What is no longer told of for so long is over; the longest postponements of games are shorter. */
const KEPT_MS = 7 * 86_400_000;

/** Values by key, each for as long as it is told again now and then: an exchange lists what is on, never what is over. */
export type Remembered<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T, at: EpochMs): void;
  /** Forgets what was last told too long before `at`. */
  age(at: EpochMs): void;
};

export function createRemembered<T>(): Remembered<T> {
  const kept = new Map<string, { readonly value: T; readonly at: EpochMs }>();
  return {
    get: (key) => kept.get(key)?.value,
    set: (key, value, at) => void kept.set(key, { value, at }),
    age(at) {
      for (const [key, { at: told }] of kept) if (at - told > KEPT_MS) kept.delete(key);
    },
  };
}
