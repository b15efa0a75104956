import { expect, it } from 'vitest';
import { labelStep, tickText, xText, xValues } from '../../../../renderer/charts/line-data.ts';

it('puts categories side by side and days in time', () => {
  expect(xValues({ kind: 'categories', labels: ['2021-22', '2022-23'] })).toEqual([0, 1]);
  expect(xValues({ kind: 'days', days: ['1970-01-02', '1970-01-04'] })).toEqual([86_400, 259_200]);
});

it('names the point under the crosshair, in UTC', () => {
  expect(xText({ kind: 'categories', labels: ['E0'] }, 0)).toBe('E0');
  expect(xText({ kind: 'days', days: ['2021-05-23'] }, 0)).toBe('23 May 2021');
  expect(xText({ kind: 'days', days: [] }, 3)).toBe('');
});

it.each([
  [5, 500, 1],
  [20, 500, 3],
  [3, 0, 174],
])('writes of %i labels in %i pixels every %i', (count, width, step) => {
  expect(labelStep(count, width, 58)).toBe(step);
});

it.each([
  [365 * 86_400, '2020'],
  [31 * 86_400, 'Feb 2020'],
  [7 * 86_400, '3 Feb'],
])('writes a tick of a day axis for ticks %d seconds apart as %s', (increment, text) => {
  expect(tickText(Date.UTC(2020, 1, 3) / 1000, increment)).toBe(text);
});
