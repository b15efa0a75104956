/** A share is no measure of speed before so much of the work is done, nor before so many milliseconds. */
const LEAST_SHARE = 0.01;
const LEAST_MS = 3_000;

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** `about 4 min left`, from how far the work came in `elapsed` ms; empty where that says nothing yet. */
export function timeLeft(from: number, share: number, elapsed: number): string {
  const done = share - from;
  if (done < LEAST_SHARE || elapsed < LEAST_MS || share >= 1) return '';
  const left = (elapsed * (1 - share)) / done;
  if (left < 10_000) return 'a few seconds left';
  if (left < 1.5 * MINUTE) return `about ${Math.round(left / 10_000) * 10} s left`;
  if (left < 1.5 * HOUR) return `about ${Math.round(left / MINUTE)} min left`;
  return `about ${(left / HOUR).toFixed(1)} h left`;
}
