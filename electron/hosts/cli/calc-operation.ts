import { z } from 'zod';
import { MARGIN_METHOD_NAMES, type MarginMethod } from '../../../shared/domain/margin.ts';

export type CalcError = { readonly code: string; readonly message: string };
export type CalcAnswer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: CalcError };

/** One line of the table of `calc.ts`. `calculate` never throws: bad inputs are an answer with an error. */
export type CalcOperation = { readonly calculate: (inputs: unknown) => CalcAnswer };

export const answer = (result: Readonly<Record<string, unknown>>): CalcAnswer => ({ result });
export const refuse = (code: string, message: string): CalcAnswer => ({ error: { code, message } });

/** Every field that is wrong, and how. */
export const sentenceOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'inputs'}: ${issue.message}`).join('; ');

/**
 * An operation whose inputs are checked against `schema`. Inputs the operation does not know are not an error, but are
 * named in the result as `ignoredInputs`, so that a misspelt option does not pass unseen.
 */
export function operation<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  run: (inputs: z.output<z.ZodObject<Shape>>) => CalcAnswer,
): CalcOperation {
  return {
    calculate: (inputs) => {
      const parsed = schema.safeParse(inputs);
      if (!parsed.success) return refuse('invalid-input', sentenceOf(parsed.error));
      const given = run(parsed.data);
      const ignored = Object.keys(Object(inputs)).filter((key) => !Object.hasOwn(schema.shape, key));
      return 'error' in given || ignored.length === 0
        ? given
        : answer({ ...given.result, ignoredInputs: ignored });
    },
  };
}

export const odds = z.number().gt(1, 'decimal odds are above 1');
export const oddsList = z.array(odds).min(1, 'at least one price is needed');
export const chance = z.number().min(0).max(1, 'a probability is at most 1');
export const commission = z.number().min(0).lt(1, 'a commission is a fraction: 0.02 is two per cent');
export const fraction = z.number().min(0, 'a fraction of Kelly is 0 or more');
export const stake = z.number().min(0, 'a stake is 0 or more');

/** Names other libraries use for the same method. "Logarithmic" is left out: authors disagree on what it means. */
const ALIASES: Readonly<Record<string, MarginMethod>> = {
  basic: 'multiplicative',
  proportional: 'multiplicative',
  equal_margin: 'additive',
  dmw: 'additive',
  differential_margin_weights: 'additive',
  wpo: 'additive',
  or: 'odds_ratio',
  bb: 'balanced_book',
  jsd: 'jensen_shannon',
};

export const methodName = z
  .string()
  .refine(
    (name) => MARGIN_METHOD_NAMES.some((method) => method === name) || Object.hasOwn(ALIASES, name),
    `a method is one of ${[...MARGIN_METHOD_NAMES, ...Object.keys(ALIASES)].join(', ')}`,
  );

/** The method of a name that `methodName` has let through. */
export const marginMethod = (name: string): MarginMethod => ALIASES[name] ?? (name as MarginMethod);
