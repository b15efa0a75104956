import { calculate } from '../../electron/hosts/cli/calc.ts';

/** What `calc` answers to one operation; throws its refusal. */
export function resultOf(op: string, inputs: unknown): Readonly<Record<string, unknown>> {
  const given = calculate(op, inputs);
  if ('error' in given) throw new Error(given.error.message);
  return given.result;
}

/** The code with which `calc` refuses one operation; `none` where it answers. */
export function codeOf(op: string, inputs: unknown): string {
  const given = calculate(op, inputs);
  return 'error' in given ? given.error.code : 'none';
}
