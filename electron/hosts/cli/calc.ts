/** The calculators of the command line: one operation a topic, plain JSON in and out, nothing rounded but Elo points. */
import { z } from 'zod';
import { CALIBRATION_OPERATIONS } from './calc-calibration.ts';
import { FIT_OPERATIONS } from './calc-fit.ts';
import { GOAL_OPERATIONS } from './calc-goals.ts';
import { type CalcAnswer, type CalcOperation, refuse } from './calc-operation.ts';
import { PRICE_OPERATIONS } from './calc-prices.ts';
import { RATING_OPERATIONS } from './calc-ratings.ts';
import { RESULT_OPERATIONS } from './calc-results.ts';
import { SETTLEMENT_OPERATIONS } from './calc-settlement.ts';
import { STAKE_OPERATIONS } from './calc-stakes.ts';

export type { CalcAnswer } from './calc-operation.ts';

/** Every operation that answers at once, by its name. */
export const CALC_OPERATIONS: Readonly<Record<string, CalcOperation>> = {
  ...PRICE_OPERATIONS,
  ...STAKE_OPERATIONS,
  ...SETTLEMENT_OPERATIONS,
  ...RESULT_OPERATIONS,
  ...RATING_OPERATIONS,
  ...GOAL_OPERATIONS,
  ...FIT_OPERATIONS,
  ...CALIBRATION_OPERATIONS,
};

/** Operations that wait for a runtime, loaded when first asked for. */
const RUNTIME_OPERATIONS: Readonly<Record<string, (inputs: unknown) => Promise<CalcAnswer>>> = {
  onnx: async (inputs) => (await import('./calc-onnx.ts')).runOnnx(inputs),
};

/**
 * Runs the operation `op`. Errors: `unknown-op`; `invalid-input` with the field and what it should be; the closed codes
 * of the domain function. Never throws.
 */
export function calculate(op: string, inputs: unknown): CalcAnswer {
  const operation = Object.hasOwn(CALC_OPERATIONS, op) ? CALC_OPERATIONS[op] : undefined;
  return operation === undefined
    ? refuse(
        'unknown-op',
        `There is no operation "${op}". Known: ${[...Object.keys(CALC_OPERATIONS), ...Object.keys(RUNTIME_OPERATIONS)].join(', ')}.`,
      )
    : operation.calculate(inputs);
}

/** The same for every operation there is, with those that wait for a runtime. */
export function calculateAny(op: string, inputs: unknown): Promise<CalcAnswer> | CalcAnswer {
  const waiting = Object.hasOwn(RUNTIME_OPERATIONS, op) ? RUNTIME_OPERATIONS[op] : undefined;
  return waiting === undefined ? calculate(op, inputs) : waiting(inputs);
}

const request = z.object({
  id: z.union([z.string(), z.number()]).nullable().default(null),
  op: z.string(),
  inputs: z.unknown(),
});

/**
 * Answers requests `{"id", "op", "inputs"}`, one a line, with `{"id", "result"}` or `{"id", "error"}`, one a line and in
 * the same order. Blank lines are skipped; a line that is no request is answered under id `null` with its number.
 */
export async function runCalc(lines: AsyncIterable<string>, write: (line: string) => void): Promise<void> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') write(JSON.stringify(await answerLine(line, number)));
  }
}

async function answerLine(
  line: string,
  number: number,
): Promise<{ readonly id: string | number | null } & CalcAnswer> {
  const malformed = (why: string) => ({
    id: null,
    ...refuse('malformed-line', `Line ${number} is not a request {"id", "op", "inputs"}: ${why}`),
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error));
  }
  const parsed = request.safeParse(value);
  if (!parsed.success)
    return malformed(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
    );
  const { id, op, inputs } = parsed.data;
  return { id, ...(await calculateAny(op, inputs)) };
}
