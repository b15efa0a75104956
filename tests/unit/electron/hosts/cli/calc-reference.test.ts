import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calculateAny } from '../../../../../electron/hosts/cli/calc.ts';
import { needsSharedData, sharedData } from '../../../../support/shared-data.ts';

type Case = {
  readonly id: string;
  readonly topic: string;
  readonly inputs: unknown;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: Tolerance;
};
/** For every number, or by what it is: a field's own name, `probabilities` of predictions, `params` of the rest. */
type Tolerance = number | Readonly<Record<string, number>>;

const path = `${sharedData}/reference/quant-cases.json`;
const isAbsent = !existsSync(path);
const cases = isAbsent
  ? []
  : (JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly Case[] }).cases;

/** The tolerance below the field `key`; the widest stated where none is stated for it. */
function toleranceOf(tolerance: Tolerance, key: string): Tolerance {
  if (typeof tolerance === 'number') return tolerance;
  const isPrediction = key === 'predictions' || /_v_/.test(key);
  const { [key]: own, params, probabilities, ...rest } = tolerance;
  const stated = own ?? (isPrediction ? (probabilities ?? params) : (params ?? probabilities));
  return stated ?? Math.max(...Object.values(rest));
}

/** Where `actual` is further than `tolerance` from `expected`; what `actual` has besides does not matter. */
function differences(
  actual: unknown,
  expected: unknown,
  tolerance: Tolerance,
  at: string,
): readonly string[] {
  if (typeof expected === 'number')
    return typeof actual === 'number' && Math.abs(actual - expected) <= Number(tolerance)
      ? []
      : [`${at} is ${actual}, not ${expected}`];
  if (typeof expected === 'object' && expected !== null)
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(Object(actual)[key], value, toleranceOf(tolerance, key), `${at}.${key}`),
    );
  return actual === expected ? [] : [`${at} is ${actual}, not ${expected}`];
}

describe.skipIf(isAbsent)(`reference cases${isAbsent ? ` (${needsSharedData})` : ''}`, () => {
  test('are all there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(121);
  });

  test.each(cases)('$topic $id', async ({ topic, inputs, expected, tolerance }) => {
    const given = await calculateAny(topic, inputs);
    if ('error' in given) throw new Error(given.error.message);
    // "published" repeats the digits a source printed, to its own precision.
    const { published: _, ...values } = expected;
    expect(differences(given.result, values, tolerance, topic)).toEqual([]);
    expect(given.result['ignoredInputs']).toBeUndefined();
  });
});
