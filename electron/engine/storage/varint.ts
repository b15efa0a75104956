import { StorageFailure } from './storage-failure.ts';

/** Most bytes one varint of a safe integer takes. */
export const maximumVarintBytes = 8;

/** Signed to unsigned so that small magnitudes stay small: 0, -1, 1, -2 become 0, 1, 2, 3. For |value| < 2^52. */
export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Writes a non-negative safe integer, seven bits a byte, lowest first; returns the position after it. */
export function putVarint(bytes: Uint8Array, position: number, value: number): number {
  if (value < 128) {
    bytes[position] = value;
    return position + 1;
  }
  let rest = value;
  let at = position;
  // Bit operations are on 32 bits; larger values, rare here, shrink by division first.
  while (rest > 0x7fff_ffff) {
    bytes[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** Reads varints one after another. Reading past the end throws `corrupt`. */
export type VarintReader = {
  readonly done: () => boolean;
  readonly next: () => number;
  readonly skip: (bytes: number) => Uint8Array;
};

export function readVarints(bytes: Uint8Array): VarintReader {
  let at = 0;
  const corrupt = () => new StorageFailure('corrupt', 'A packed record in market.db ends too early.');
  return {
    done: () => at >= bytes.length,
    next() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) throw corrupt();
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
    skip(length) {
      if (at + length > bytes.length) throw corrupt();
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}
