import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonOf } from '../../../../renderer/stores/json.ts';

it('is what JSON would carry', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(jsonOf(value)).toEqual(value);
    }),
  );
  expect(jsonOf({ activeGroup: undefined, size: 1, sides: [{ a: undefined }] })).toStrictEqual({
    size: 1,
    sides: [{}],
  });
});

it.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [undefined],
  [() => 1],
  [[undefined]],
  [new Map()],
  [new Date(0)],
  [1n],
])('refuses %s', (value) => {
  expect(() => jsonOf(value)).toThrow(TypeError);
});
