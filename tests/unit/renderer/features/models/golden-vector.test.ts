import { expect, it } from 'vitest';
import { readGolden } from '../../../../../renderer/features/models/golden-vector.ts';

const golden = { input: [1.5, 2], output: [0.4, 0.6] };

it.each([
  ['{"input": [1.5, 2], "output": [0.4, 0.6]}'],
  ['{"input": [[1.5, 2]], "output": [[0.4, 0.6]]}'],
  ['1.5, 2\n0.4, 0.6'],
  ['[1.5 2]\n[0.4 0.6]'],
  ['1.5;2\r\n\r\n4e-1;0.6\r\n'],
])('reads %j', (text) => {
  expect(readGolden(text, 2, 2)).toEqual({ ok: true, golden });
});

it('takes nothing pasted for no vector', () => {
  expect(readGolden(' \n', 2, 2)).toEqual({ ok: true, golden: null });
});

it.each([
  ['1.5, 2', /two lines/],
  ['{"input": [1.5, 2]}', /Paste JSON/],
  ['{"input": [1.5, 2', /Paste JSON/],
  ['1.5, nan\n0.4, 0.6', /"nan" is not a number/],
  ['{"input": [1.5, null], "output": [1]}', /Input: "null" is not a number/],
  ['1, 2, 3\n0.4, 0.6', /3 numbers, the model has 2 columns/],
  ['1, 2\n0.4, 0.3, 0.3', /3 numbers, the model gives 2/],
  ['{"input": [], "output": []}', /Paste JSON/],
])('says what is wrong with %j', (text, problem) => {
  const read = readGolden(text, 2, 2);
  expect(read.ok ? '' : read.problem).toMatch(problem);
});

it('does not count where the model leaves it open', () => {
  expect(readGolden('1, 2, 3\n1', null, null).ok).toBe(true);
});
