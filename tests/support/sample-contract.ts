import * as z from 'zod';
import { OperationFailure } from '../../shared/contract/errors.ts';
import { call, stream } from '../../shared/contract/operation.ts';
import type { Implementations } from '../../shared/rpc/types.ts';

const tick = z.object({ key: z.string(), sequence: z.int() });
export type Tick = z.infer<typeof tick>;

/** One operation for each thing that can happen to an operation. */
export const sampleContract = {
  double: call(z.object({ value: z.int().max(1000) }), z.int()),
  refuse: call(z.object({}), z.int()),
  crash: call(z.object({}), z.int()),
  lie: call(z.object({}), z.int()),
  wait: call(z.object({}), z.int()),
  text: call(z.object({ text: z.string() }), z.string()),
  ticks: stream(z.object({}), tick, { keep: 'latest', key: (item) => item.key }),
  lines: stream(z.object({ count: z.int() }), tick, { keep: 'lossless', limit: 500 }),
} as const;
export type SampleContract = typeof sampleContract;

/** Does what each name says; tests replace what they look into. */
export const sampleImplementations: Implementations<SampleContract> = {
  double: ({ value }) => value * 2,
  refuse: () => {
    throw new OperationFailure({
      code: 'refused',
      message: 'The stake is above the limit.',
      details: { control: 'exposure' },
    });
  },
  crash: () => {
    throw new Error('secret-database-path');
  },
  lie: () => 'not a number' as unknown as number,
  wait: (_, { signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
    ),
  text: ({ text }) => text,
  ticks: async (_, emit, { signal }) => {
    emit({ key: 'a', sequence: 1 });
    await aborted(signal);
  },
  lines: async ({ count }, emit) => {
    for (let sequence = 1; sequence <= count; sequence += 1) emit({ key: 'line', sequence });
  },
};

export const aborted = (signal: {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', resolve)));
