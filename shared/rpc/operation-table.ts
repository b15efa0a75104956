import type * as z from 'zod';
import type { Contract, Policy } from '../contract/operation.ts';

/** A contract with its types forgotten: what the frames are checked against, by name. */
export type OperationTable = ReadonlyMap<string, TableCall | TableStream>;
export type TableCall = { readonly kind: 'call'; readonly input: z.ZodType; readonly output: z.ZodType };
export type TableStream = {
  readonly kind: 'stream';
  readonly input: z.ZodType;
  readonly item: z.ZodType;
  readonly policy: Policy<unknown>;
};

/** A map, so that `constructor` or `__proto__` from the wire is an unknown operation and nothing else. */
export function operationTable(contract: Contract): OperationTable {
  return new Map(
    Object.entries(contract).map(([name, operation]) => [
      name,
      operation.kind === 'call'
        ? operation
        : { ...operation, policy: operation.policy as unknown as Policy<unknown> },
    ]),
  );
}
