import { randomFillSync } from 'node:crypto';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Ids } from '../../engine/ports/ids.ts';

/** Crockford's base 32: no I, L, O, U. In ASCII order, so ids sort as text. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** Fills the array with random bytes. */
export type FillRandom = (bytes: Uint8Array) => void;

/**
 * ULIDs (https://github.com/ulid/spec): 48 bits of milliseconds, 80 random bits. Within a millisecond, and while the
 * clock runs backwards, the random part counts up, so that later ids always sort after earlier ones.
 */
export function createNodeIds(
  clock: Pick<Clock, 'now'>,
  fillRandom: FillRandom = (bytes) => void randomFillSync(bytes),
): Ids {
  let time = -1;
  const bytes = new Uint8Array(RANDOM_DIGITS);
  const digits = new Uint8Array(RANDOM_DIGITS);

  const draw = (now: number) => {
    time = now;
    fillRandom(bytes);
    for (const [i, byte] of bytes.entries()) digits[i] = byte & 31;
  };
  /** False when all digits were at their highest. */
  const countUp = (): boolean => {
    for (let i = RANDOM_DIGITS - 1; i >= 0; i -= 1) {
      const digit = digits[i] ?? 0;
      digits[i] = digit === 31 ? 0 : digit + 1;
      if (digit < 31) return true;
    }
    return false;
  };

  return {
    next() {
      const now = clock.now();
      if (now > time) draw(now);
      else if (!countUp()) draw(time + 1);
      return timeText(time) + randomText(digits);
    },
  };
}

function timeText(time: number): string {
  let text = '';
  for (let left = time, i = 0; i < TIME_DIGITS; i += 1) {
    text = ALPHABET.charAt(left % 32) + text;
    left = Math.floor(left / 32);
  }
  return text;
}

function randomText(digits: Uint8Array): string {
  let text = '';
  for (const digit of digits) text += ALPHABET.charAt(digit);
  return text;
}
