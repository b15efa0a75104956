import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putVarint, readVarints, unzigzag, zigzag } from '../../../../../electron/engine/storage/varint.ts';

test('any sequence of signed integers below 2^52 comes back', () => {
  const integers = fc.array(
    fc.oneof(
      fc.integer(),
      fc.integer({ min: -300, max: 300 }),
      fc.maxSafeInteger().map((n) => Math.trunc(n / 4)),
    ),
  );
  fc.assert(
    fc.property(integers, (values) => {
      const bytes = new Uint8Array(values.length * 8);
      let end = 0;
      for (const value of values) end = putVarint(bytes, end, zigzag(value));
      const reader = readVarints(bytes.subarray(0, end));
      expect(values.map(() => unzigzag(reader.next()))).toEqual(values.map((value) => value + 0));
      expect(reader.done()).toBe(true);
    }),
  );
});

test('bytes that end inside a number are corrupt', () => {
  const bytes = new Uint8Array(8);
  const end = putVarint(bytes, 0, 1_000_000);
  const reader = readVarints(bytes.subarray(0, end - 1));
  expect(() => reader.next()).toThrow(expect.objectContaining({ code: 'corrupt' }));
});

test('bytes that end inside what is skipped are corrupt', () => {
  const reader = readVarints(new Uint8Array(3));
  expect(reader.skip(3)).toHaveLength(3);
  expect(reader.done()).toBe(true);
  expect(() => readVarints(new Uint8Array(3)).skip(4)).toThrow(expect.objectContaining({ code: 'corrupt' }));
});
