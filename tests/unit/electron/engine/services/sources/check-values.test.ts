import { describe, expect, it } from 'vitest';
import { checkValues } from '../../../../../../electron/engine/services/sources/check-values.ts';
import type { SourceField, SourceValues } from '../../../../../../shared/contract/sources.ts';

const named = (name: string) => ({ name, label: name.toUpperCase(), help: '' });
const fields: readonly SourceField[] = [
  { ...named('address'), type: 'text', default: '', mostCharacters: 10 },
  { ...named('depth'), type: 'number', default: 3, least: 1, most: 10, integer: true },
  { ...named('login'), type: 'choice', default: 'a', choices: [{ value: 'a', label: 'A' }] },
  { ...named('scores'), type: 'switch', default: true },
  { ...named('regions'), type: 'list', default: ['eu'], choices: [{ value: 'eu', label: 'EU' }], least: 1 },
  { ...named('sports'), type: 'list', default: [], choices: [], least: 0 },
];
const check = (values: SourceValues) => checkValues(fields, values);

describe('values of a source', () => {
  it('are filled with defaults', () => {
    expect(check({})).toEqual({
      ok: true,
      values: { address: '', depth: 3, login: 'a', scores: true, regions: ['eu'], sports: [] },
    });
  });

  it('are trimmed, and said once', () => {
    expect(check({ sports: [' nba ', 'nba', ''], address: ' x ' })).toMatchObject({
      values: { sports: ['nba'], address: 'x' },
    });
  });

  it.each<[SourceValues, RegExp]>([
    [{ dept: 3 }, /no setting dept: it has address, depth/],
    [{ depth: 11 }, /DEPTH: give a whole number from 1 to 10/],
    [{ depth: 2.5 }, /whole number/],
    [{ depth: Number.NaN }, /whole number/],
    [{ depth: '3' }, /whole number/],
    [{ address: 'x'.repeat(11) }, /ADDRESS: at most 10 characters/],
    [{ address: 3 }, /give a text/],
    [{ login: 'b' }, /LOGIN: choose one of a/],
    [{ scores: 'yes' }, /say yes or no/],
    [{ regions: ['mars'] }, /mars is none of eu/],
    [{ regions: [] }, /choose at least one/],
    [{ sports: 'nba' }, /give a list/],
    [{ constructor: 1 }, /no setting constructor/],
  ])('refuse %j', (values, message) => {
    expect(check(values)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });
});
