import { codecs, maximumPointBytes, origin, type Point, type SeriesKind } from './point-codec.ts';

/** One history: its newest point, and the points not sealed into a chunk yet, packed. */
export type Series = {
  readonly id: number;
  readonly kind: SeriesKind;
  readonly selectionId: string;
  readonly bookId: string;
  /** The newest point; before the first one `at` and `x` are -1, which no point has. */
  readonly last: Point;
  bytes: Uint8Array;
  length: number;
  /** How much of `bytes` is in the log already. */
  flushed: number;
  count: number;
  firstAt: number;
  /** The latest time a source gave in the points not sealed yet; 0 for fair lines. */
  saidTo: number;
  /** It has left memory: whoever still holds it opens its key anew. */
  forgotten: boolean;
};

export type SeriesKey = Pick<Series, 'kind' | 'selectionId' | 'bookId'>;

const nothing = new Uint8Array(0);

export const createSeries = (id: number, { kind, selectionId, bookId }: SeriesKey): Series => ({
  id,
  kind,
  selectionId,
  bookId,
  last: { ...origin, at: -1, x: -1 },
  bytes: nothing,
  length: 0,
  flushed: 0,
  count: 0,
  firstAt: 0,
  saidTo: 0,
  forgotten: false,
});

function reserve(series: Series, bytes: number): void {
  if (series.length + bytes <= series.bytes.length) return;
  // Few, large steps: each is an allocation outside the heap. A full run is about 1.5 kB.
  const larger = new Uint8Array(Math.max(128, series.bytes.length * 4, series.length + bytes));
  larger.set(series.bytes.subarray(0, series.length));
  series.bytes = larger;
}

/** Adds a change. A clock that stepped back does not reorder what was known: `at` is never before the last point. */
export function append(series: Series, received: number, x: number, y: number, z: number): void {
  const last = series.last;
  const at = Math.max(received, last.at);
  reserve(series, maximumPointBytes);
  const from = series.count === 0 ? origin : last;
  series.length = codecs[series.kind].write(series.bytes, series.length, from, at, x, y, z);
  if (series.count === 0) series.firstAt = at;
  if (at - z > series.saidTo && series.kind !== 'fair') series.saidTo = at - z;
  series.count += 1;
  last.at = at;
  last.x = x;
  last.y = y;
  last.z = z;
}

/** Adds what the log had of this series; `settle` then reads the newest point out of it. */
export function appendPacked(series: Series, slice: Uint8Array): void {
  reserve(series, slice.length);
  series.bytes.set(slice, series.length);
  series.length += slice.length;
  series.flushed = series.length;
}

/** Sets the newest point and the counts from packed points: the log's after reopening, or the last chunk's. */
export function settle(series: Series, run: Uint8Array, unsealed: boolean): void {
  let count = 0;
  codecs[series.kind].read(run, (point) => {
    if (count === 0 && unsealed) series.firstAt = point.at;
    count += 1;
    if (unsealed && series.kind !== 'fair') series.saidTo = Math.max(series.saidTo, point.at - point.z);
    Object.assign(series.last, point);
  });
  if (unsealed) series.count = count;
}

/** Empties the run after it was sealed; the newest point and the room stay. */
export function clear(series: Series): void {
  series.length = 0;
  series.flushed = 0;
  series.count = 0;
  series.saidTo = 0;
}

export const tail = (series: Series): Uint8Array => series.bytes.subarray(0, series.length);
