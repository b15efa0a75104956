import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contract } from '../../shared/contract/index.ts';
import type { Operation } from '../../shared/contract/operation.ts';

const operations: [string, Operation][] = Object.entries(contract);

/** The shape on the wire before and after parsing; throws for what JSON cannot carry, or what parsing changes. */
const wireShapes = (schema: z.ZodType) => ({
  input: withoutStrictness(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' })),
  output: withoutStrictness(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'throw' })),
});

/** Objects drop unknown properties on parsing, so their output alone says that there are none. */
function withoutStrictness(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStrictness);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !(name === 'additionalProperties' && inner === false))
      .map(([name, inner]) => [name, withoutStrictness(inner)]),
  );
}

describe.each(operations)('operation %s', (name, operation) => {
  it('has a name that is a noun and a verb', () => {
    expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/);
  });

  it('takes and gives JSON, unchanged by parsing', () => {
    const schemas =
      operation.kind === 'call' ? [operation.input, operation.output] : [operation.input, operation.item];
    for (const schema of schemas) {
      const { input, output } = wireShapes(schema);
      expect(input).toEqual(output);
    }
  });
});

describe.each(operations.filter(([, operation]) => operation.kind === 'stream'))(
  'stream %s',
  (_name, operation) => {
    it('says what happens to items that wait', () => {
      const policy = operation.kind === 'stream' ? operation.policy : undefined;
      if (policy?.keep === 'latest') expect(policy.key).toBeTypeOf('function');
      else expect(policy?.limit).toBeGreaterThan(0);
    });
  },
);

describe('the check itself', () => {
  it.each([
    ['a date', z.object({ at: z.date() })],
    ['a bigint', z.bigint()],
    ['a map', z.map(z.string(), z.int())],
  ])('refuses %s', (_what, schema) => {
    expect(() => wireShapes(schema)).toThrow();
  });

  it('sees what parsing changes', () => {
    const { input, output } = wireShapes(z.object({ limit: z.int().default(5) }));
    expect(input).not.toEqual(output);
    const piped = z.string().transform(Number).pipe(z.number());
    const shapes = wireShapes(piped);
    expect(shapes.input).not.toEqual(shapes.output);
  });
});
