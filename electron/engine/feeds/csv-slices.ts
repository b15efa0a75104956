import { setImmediate } from 'node:timers/promises';

/** Bytes of a line that are read: the tables of the field have some 300 in 30 columns. */
export const MOST_ROW_BYTES = 1 << 16;
/** Bytes parsed at a time, a few milliseconds' worth: in between, everyone else in the engine has a turn. */
const SLICE_BYTES = 1 << 14;

const NEWLINE = 0x0a;

/**
 * The bytes of a CSV table in small slices for a parser that takes them one by one. A line that goes on for longer than
 * any row is cut off there: what its parser is then given has too few cells.
 */
export async function* csvSlices(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  /** Bytes of the line that the next slice goes on with. */
  let begun = 0;
  for await (const chunk of bytes)
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      const slice = chunk.subarray(from, from + SLICE_BYTES);
      const end = slice.indexOf(NEWLINE);
      const passed = end < 0 ? slice.length : end;
      if (begun + passed <= MOST_ROW_BYTES) yield slice;
      else if (end >= 0) yield slice.subarray(end);
      begun = end < 0 ? begun + slice.length : slice.length - slice.lastIndexOf(NEWLINE) - 1;
      await setImmediate();
    }
}
