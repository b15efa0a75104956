import { describe, expect, it } from 'vitest';
import {
  columnProblems,
  featureFor,
  firstMapping,
  idFrom,
  nameFrom,
  namesIn,
  orders,
  rowLength,
} from '../../../../../renderer/features/models/column-mapping.ts';
import type { Inspection } from '../../../../../shared/contract/models.ts';

const features = ['elo-home', 'elo-away', 'form.5.home', 'form.50.home'];

describe('pasted names', () => {
  it.each([
    ['elo_home, elo_away', ['elo_home', 'elo_away']],
    ['[\'elo_home\', "elo_away"]', ['elo_home', 'elo_away']],
    ['elo_home\nelo_away\n', ['elo_home', 'elo_away']],
    ['elo_home;\telo_away', ['elo_home', 'elo_away']],
    ['  ', []],
  ])('of %j are %j', (text, names) => expect(namesIn(text)).toEqual(names));
});

describe('a feature', () => {
  it('is found by its name, then by its letters and digits', () => {
    expect(featureFor('elo-home', features)).toBe('elo-home');
    expect(featureFor('Elo_Home', features)).toBe('elo-home');
    expect(featureFor('gf_away', features)).toBeUndefined();
  });

  it('is not guessed where two would do', () => {
    expect(featureFor('a b', ['a-b', 'a_b'])).toBeUndefined();
    expect(featureFor('a_b', ['a-b', 'a_b'])).toBe('a_b');
  });
});

describe('the first mapping', () => {
  it('matches what was pasted and keeps what it can not match', () => {
    expect(firstMapping(3, ['ELO_HOME', 'gf_away'], features)).toEqual(['elo-home', 'gf_away', '']);
  });

  it("is the set's own order for a model of as many columns, and open otherwise", () => {
    expect(firstMapping(4, [], features)).toEqual(features);
    expect(firstMapping(2, [], features)).toEqual(['', '']);
  });

  it('numbers the columns of a CSV file', () => {
    expect(firstMapping(2, [], null)).toEqual(['column_1', 'column_2']);
  });
});

it('says what is wrong with each column', () => {
  expect(columnProblems(['elo-home', 'gf_away', '', 'elo-away', 'elo-away'], features)).toEqual([
    null,
    'unknown',
    'missing',
    'repeated',
    'repeated',
  ]);
  expect(columnProblems(['a', 'b', ''], null)).toEqual([null, null, 'missing']);
});

it('reads the length of a row from the suggestion, then from the shape', () => {
  const inspection = {
    inputs: [{ name: 'X', type: 'float32', shape: [null, 'n'] }],
    outputs: [
      { name: 'p', type: 'float32', shape: [null, 3] },
      { name: 'label', type: 'int64', shape: [null] },
    ],
    suggestion: { input: 'X', output: 'p', kind: 'probabilities', columns: 12, classes: 3 },
  } as unknown as Inspection;
  expect(rowLength(inspection, 'inputs', 'X')).toBe(12);
  expect(rowLength(inspection, 'outputs', 'p')).toBe(3);
  expect(rowLength(inspection, 'outputs', 'label')).toBeNull();
  expect(rowLength({ ...inspection, suggestion: null }, 'inputs', 'X')).toBeNull();
});

it('offers every order of the outcomes', () => {
  expect(orders(['home', 'draw', 'away']).map((order) => order.join(' '))).toEqual([
    'home draw away',
    'home away draw',
    'draw home away',
    'draw away home',
    'away home draw',
    'away draw home',
  ]);
  expect(orders(['value'])).toEqual([['value']]);
});

it.each([
  ['My boosted 1X2!', 'my-boosted-1x2'],
  ['  Köln – Süd ', 'koln-sud'],
  ['???', ''],
  ['a'.repeat(80), 'a'.repeat(64)],
])('makes of %j the id %j', (name, id) => expect(idFrom(name)).toBe(id));

it('begins with the name of the file', () => {
  expect(nameFrom('C:\\models\\random_forest.ONNX')).toBe('random forest');
  expect(nameFrom('/models/forest.v2.onnx')).toBe('forest.v2');
});
