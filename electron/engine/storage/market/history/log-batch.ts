import { maximumVarintBytes, putVarint, readVarints } from '../../varint.ts';

/** Slices of many series as one blob: for each its id, its length and its bytes. An empty slice voids those before it. */
export type LogBatch = {
  add(id: number, bytes: Uint8Array, from: number, to: number): void;
  length(): number;
  /** What was added since, to be used before the next `add`. */
  take(): Uint8Array;
};

export function createLogBatch(): LogBatch {
  let batch = new Uint8Array(1 << 16);
  let used = 0;
  return {
    add(id, bytes, from, to) {
      const needed = used + to - from + 2 * maximumVarintBytes;
      if (needed > batch.length) {
        const larger = new Uint8Array(needed * 2);
        larger.set(batch.subarray(0, used));
        batch = larger;
      }
      used = putVarint(batch, used, id);
      used = putVarint(batch, used, to - from);
      // Mostly a dozen bytes: a loop is faster than a view and `set`.
      for (let at = from; at < to; at += 1) batch[used++] = bytes[at] as number;
    },
    length: () => used,
    take() {
      const taken = batch.subarray(0, used);
      used = 0;
      return taken;
    },
  };
}

/** Visits a row of the log, slice by slice. */
export function readLogBatch(row: Uint8Array, visit: (id: number, slice: Uint8Array) => void): void {
  const reader = readVarints(row);
  while (!reader.done()) {
    const id = reader.next();
    visit(id, reader.skip(reader.next()));
  }
}
