import { setImmediate } from 'node:timers/promises';

/** Numbers sorted at once; longer runs are merged from these. */
const RUN = 1 << 11;
/** Numbers moved before everyone else has a turn: a millisecond's worth. */
const TURN_MOVES = 1 << 15;

/**
 * The numbers from 0 to before `keys.length` in ascending order of their keys, those of equal keys in their own. Takes
 * its time in slices, as sorting some million keys at once would not.
 */
export async function slicedOrder(keys: readonly number[]): Promise<Uint32Array> {
  const count = keys.length;
  const keyOf = (number: number): number => keys[number] ?? 0;
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  let moved = 0;
  const turn = async (moves: number): Promise<void> => {
    moved += moves;
    if (moved < TURN_MOVES) return;
    moved = 0;
    await setImmediate();
  };

  for (let start = 0; start < count; start += RUN) {
    const run = from.subarray(start, start + RUN);
    for (let at = 0; at < run.length; at += 1) run[at] = start + at;
    run.sort((one, other) => keyOf(one) - keyOf(other) || one - other);
    // Sorting moves each some ten times.
    await turn(run.length * 10);
  }
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(middle + width, count);
      let [left, right, at] = [start, middle, start];
      while (at < end) {
        const stop = Math.min(end, at + TURN_MOVES);
        const begun = at;
        for (; at < stop; at += 1) {
          const takesLeft =
            left < middle && (right >= end || keyOf(from[left] ?? 0) <= keyOf(from[right] ?? 0));
          to[at] = (takesLeft ? from[left++] : from[right++]) ?? 0;
        }
        await turn(at - begun);
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
