/** Element types a model's table of features or of outputs may have. */
export type ServedType = 'float32' | 'float64' | 'int32' | 'int64';

const SERVED = ['float32', 'float64', 'int32', 'int64'] as const satisfies readonly ServedType[];
export const isServedType = (type: string): type is ServedType => SERVED.some((served) => served === type);

type Data = Float32Array | Float64Array | Int32Array | BigInt64Array;

/** Memory of a tensor that is used again and again, whatever its type, filled from and read to 32-bit floats. */
export type TensorBuffer = {
  readonly data: Data;
  /** Its first `length` values. */
  view(length: number): Data;
  /** Its first `length` values become those of `from`, the next up to `end` 0. Throws on a missing whole number. */
  write(from: Float32Array, at: number, length: number, end: number): void;
  read(to: Float32Array, at: number, length: number): void;
};

export function createBuffer(type: ServedType, length: number): TensorBuffer {
  switch (type) {
    case 'float32':
      return ofNumbers(new Float32Array(length));
    case 'float64':
      return ofDoubles(new Float64Array(length));
    case 'int32':
      return ofNumbers(new Int32Array(length), true);
    case 'int64':
      return ofBigInts(new BigInt64Array(length));
  }
}

function checkWhole(from: Float32Array, at: number, length: number): void {
  for (let i = at; i < at + length; i += 1)
    if (!Number.isFinite(from[i]))
      throw new Error('a feature is missing, and this model takes whole numbers only');
}

const PLACES = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

/**
 * A 32-bit float as the decimal of up to six places that it stands for, where there is one: 1.95 and not
 * 1.9500000476837158. A model that takes 64-bit floats has seen the decimal, and may split exactly at it.
 */
export function widened(value: number): number {
  for (const places of PLACES) {
    const decimal = Math.round(value * places) / places;
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

function ofDoubles(data: Float64Array): TensorBuffer {
  return {
    ...ofNumbers(data),
    write: (from, at, length, end) => {
      for (let i = 0; i < length; i += 1) data[i] = widened(from[at + i] as number);
      data.fill(0, length, end);
    },
  };
}

function ofNumbers(data: Float32Array | Float64Array | Int32Array, isWhole = false): TensorBuffer {
  return {
    data,
    view: (length) => data.subarray(0, length),
    write: (from, at, length, end) => {
      if (isWhole) checkWhole(from, at, length);
      data.set(at === 0 && length === from.length ? from : from.subarray(at, at + length));
      data.fill(0, length, end);
    },
    read: (to, at, length) => to.set(data.length === length ? data : data.subarray(0, length), at),
  };
}

function ofBigInts(data: BigInt64Array): TensorBuffer {
  return {
    data,
    view: (length) => data.subarray(0, length),
    write: (from, at, length, end) => {
      checkWhole(from, at, length);
      for (let i = 0; i < length; i += 1) data[i] = BigInt(Math.trunc(from[at + i] as number));
      data.fill(0n, length, end);
    },
    read: (to, at, length) => {
      for (let i = 0; i < length; i += 1) to[at + i] = Number(data[i]);
    },
  };
}
