import type { Clock } from '../ports/clock.ts';

export type Bounded<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/** Waits for `promise`, but not longer than `ms`. Rejects as it does; the promise itself goes on. */
export function bounded<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<Bounded<T>> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(ms, () => resolve({ inTime: false }));
    promise.then(
      (value) => {
        stop();
        resolve({ inTime: true, value });
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
