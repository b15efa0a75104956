import { describe, expect, test } from 'vitest';
import { runCalc } from '../../../../../electron/hosts/cli/calc.ts';
import { codeOf, resultOf } from '../../../../support/calculation.ts';

test.each<[op: string, inputs: unknown, code: string]>([
  ['horoscope', {}, 'unknown-op'],
  ['constructor', {}, 'unknown-op'],
  ['devig', null, 'invalid-input'],
  ['devig', [], 'invalid-input'],
])('%s %j is refused: %s', (op, inputs, code) => {
  expect(codeOf(op, inputs)).toBe(code);
});

test('inputs that are not understood are named', () => {
  expect(resultOf('kelly_single', { odds: 2, p: 0.6, fracton: 0.5 })['ignoredInputs']).toEqual(['fracton']);
});

describe('lines', () => {
  const run = async (...lines: readonly string[]) => {
    const answers: unknown[] = [];
    async function* source() {
      yield* lines;
    }
    await runCalc(source(), (line) => {
      expect(line).not.toContain('\n');
      answers.push(JSON.parse(line));
    });
    return answers;
  };

  test('are answered in order, blank ones skipped', async () => {
    const answers = await run(
      '{"id":"a","op":"kelly_single","inputs":{"odds":3,"p":0.5}}',
      '',
      '   ',
      '{"id":7,"op":"horoscope","inputs":{}}',
      '{"op":"kelly_single","inputs":{"odds":3,"p":0.5}}',
    );
    expect(answers).toMatchObject([
      { id: 'a', result: { stake: 0.25 } },
      { id: 7, error: { code: 'unknown-op' } },
      { id: null, result: { stake: 0.25 } },
    ]);
  });

  test('that are no request are answered with their number', async () => {
    const answers = await run('', '{"id":', '[]', '{"id":1}', '{"id":{},"op":"devig"}');
    expect(answers).toHaveLength(4);
    for (const [i, given] of answers.entries())
      expect(given).toMatchObject({
        id: null,
        error: { code: 'malformed-line', message: expect.stringContaining(`Line ${i + 2} `) },
      });
  });
});
