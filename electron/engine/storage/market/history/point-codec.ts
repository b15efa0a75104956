import { maximumVarintBytes, putVarint, readVarints, unzigzag, zigzag } from '../../varint.ts';

/**
 * A change point as integers. Prices: `x` OddsE4 or 0 when withdrawn, `y` size in minor units or -1, `z` how long
 * before `at` the book says so (ms). Fair lines: probability, low and high in hundred-millionths.
 */
export type Point = { at: number; x: number; y: number; z: number };
export type SeriesKind = 'back' | 'lay' | 'fair';

/** Every run starts from this point, so each chunk reads on its own. */
export const origin: Readonly<Point> = { at: 0, x: 0, y: -1, z: 0 };

export type PointCodec = {
  /** Writes `next` relative to `last`; returns the position after it. `next.at` is not before `last.at`. */
  write(
    bytes: Uint8Array,
    position: number,
    last: Readonly<Point>,
    at: number,
    x: number,
    y: number,
    z: number,
  ): number;
  /** Calls `visit` with each point of a run. The object is reused: copy what is kept. */
  read(bytes: Uint8Array, visit: (point: Readonly<Point>) => void): void;
};
export const maximumPointBytes = 4 * maximumVarintBytes;

/** Prices move in hundredths almost always: bit 1 marks the others, bit 0 that a size follows. */
const priceCodec: PointCodec = {
  write(bytes, position, last, at, x, y, z) {
    const move = x - last.x;
    const fine = move % 100 !== 0;
    const resized = y !== last.y;
    let end = putVarint(bytes, position, at - last.at);
    end = putVarint(bytes, end, zigzag(fine ? move : move / 100) * 4 + (fine ? 2 : 0) + (resized ? 1 : 0));
    end = putVarint(bytes, end, zigzag(z - last.z));
    return resized ? putVarint(bytes, end, zigzag(y - last.y)) : end;
  },
  read(bytes, visit) {
    const reader = readVarints(bytes);
    const point = { ...origin };
    while (!reader.done()) {
      point.at += reader.next();
      const token = reader.next();
      const flags = token % 4;
      point.x += unzigzag((token - flags) / 4) * (flags >= 2 ? 1 : 100);
      point.z += unzigzag(reader.next());
      if (flags % 2 === 1) point.y += unzigzag(reader.next());
      visit(point);
    }
  },
};

/** Low and high are kept as distances from the probability: they move with it. */
const fairCodec: PointCodec = {
  write(bytes, position, last, at, x, y, z) {
    let end = putVarint(bytes, position, at - last.at);
    end = putVarint(bytes, end, zigzag(x - last.x));
    end = putVarint(bytes, end, zigzag(y - x - (last.y - last.x)));
    return putVarint(bytes, end, zigzag(z - x - (last.z - last.x)));
  },
  read(bytes, visit) {
    const reader = readVarints(bytes);
    const point = { ...origin };
    while (!reader.done()) {
      point.at += reader.next();
      const below = point.y - point.x;
      const above = point.z - point.x;
      point.x += unzigzag(reader.next());
      point.y = point.x + below + unzigzag(reader.next());
      point.z = point.x + above + unzigzag(reader.next());
      visit(point);
    }
  },
};

export const codecs: Readonly<Record<SeriesKind, PointCodec>> = {
  back: priceCodec,
  lay: priceCodec,
  fair: fairCodec,
};
