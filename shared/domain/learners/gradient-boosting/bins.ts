/** The bin of a missing value. Values have bins 0 to 254 at most. */
export const MISSING_BIN = 255;
/** Above every value: a threshold here tells missing values from all others. */
const LARGEST_FLOAT = 3.4028234663852886e38;

/**
 * Every value as its bin. Bin b of a column holds the values above `cuts[column][b - 1]` up to `cuts[column][b]`; the
 * cuts are 32-bit floats, so that `x <= cut` asked of a raw value and of its bin are the same question.
 */
export type BinnedMatrix = {
  readonly rows: number;
  readonly columns: number;
  /** Column by column. */
  readonly bins: Uint8Array;
  readonly cuts: readonly Float32Array[];
  /** Columns that can be split on: two bins, or one and missing values. */
  readonly useful: Int32Array;
};

/** Bins of about equally many rows, at most `most` a column; one for each value where there are no more values. */
export function binMatrix(x: Float32Array, rows: number, columns: number, most: number): BinnedMatrix {
  const bins = new Uint8Array(rows * columns);
  const cuts: Float32Array[] = [];
  const useful: number[] = [];
  const column = new Float32Array(rows);
  const present = new Float32Array(rows);
  for (let j = 0; j < columns; j += 1) {
    let count = 0;
    for (let i = 0; i < rows; i += 1) {
      const value = x[i * columns + j] as number;
      column[i] = value;
      if (!Number.isNaN(value)) {
        present[count] = value;
        count += 1;
      }
    }
    const columnCuts = quantileCuts(present.subarray(0, count).sort(), most);
    assignBins(column, columnCuts, bins.subarray(j * rows, (j + 1) * rows));
    cuts.push(columnCuts);
    if (columnCuts.length > 1 || (count > 0 && count < rows)) useful.push(j);
  }
  return { rows, columns, bins, cuts, useful: Int32Array.from(useful) };
}

/** Upper ends of the bins of sorted values; the last one is above every value. */
export function quantileCuts(sorted: Float32Array, most: number): Float32Array {
  const distinct = countDistinct(sorted, most + 1);
  const cuts: number[] = [];
  let share = distinct <= most ? 0 : sorted.length / most;
  let taken = 0;
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [value, next] = [sorted[i] as number, sorted[i + 1] as number];
    if (value === next || i + 1 - taken < share) continue;
    cuts.push(between(value, next));
    taken = i + 1;
    if (share === 0) continue;
    if (cuts.length === most - 1) break;
    // A value with more rows than its share leaves less to the bins after it.
    share = (sorted.length - taken) / (most - cuts.length);
  }
  return Float32Array.from([...cuts, LARGEST_FLOAT]);
}

function countDistinct(sorted: Float32Array, enough: number): number {
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length && distinct < enough; i += 1)
    if (sorted[i] !== sorted[i - 1]) distinct += 1;
  return distinct;
}

/** A 32-bit float from `low` on and below `high`, half-way where there is one. */
function between(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle >= low && middle < high ? middle : low;
}

function assignBins(column: Float32Array, cuts: Float32Array, out: Uint8Array): void {
  const last = cuts.length - 1;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] as number;
    if (Number.isNaN(value)) {
      out[i] = MISSING_BIN;
      continue;
    }
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (cuts[middle] as number)) high = middle;
      else low = middle + 1;
    }
    out[i] = low;
  }
}

/** Four columns' bins in one word a row: one read serves four histograms. */
export type PackedColumns = {
  /** The columns in the order of their places; a place without one has bin 0 throughout. */
  readonly columns: Int32Array;
  readonly words: readonly Int32Array[];
};

export function packColumns({ rows, bins }: BinnedMatrix, columns: Int32Array): PackedColumns {
  const words = Array.from({ length: Math.ceil(columns.length / 4) }, (_, group) => {
    const packed = new Int32Array(rows);
    columns.subarray(4 * group, 4 * group + 4).forEach((column, place) => {
      const from = column * rows;
      for (let i = 0; i < rows; i += 1)
        packed[i] = (packed[i] as number) | ((bins[from + i] as number) << (8 * place));
    });
    return packed;
  });
  return { columns, words };
}
