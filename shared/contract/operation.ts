import type * as z from 'zod';

/** What happens to items a consumer has not taken yet. */
export type Policy<T> =
  /** Only the newest item per key waits; older ones are replaced. */
  | { readonly keep: 'latest'; readonly key: (item: T) => string }
  /** Every item is delivered, or the stream fails with `overflow` once `limit` items wait. */
  | { readonly keep: 'lossless'; readonly limit: number };

export type Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
};

export type Stream<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> = {
  readonly kind: 'stream';
  readonly input: I;
  readonly item: T;
  readonly policy: Policy<z.output<T>>;
};

export type Operation = Call | Stream;
/** Every operation by name. */
export type Contract = Readonly<Record<string, Operation>>;

/** One question, one answer. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'call',
  input,
  output,
});

/** One question, items until done, failed or cancelled. */
export const stream = <I extends z.ZodType, T extends z.ZodType>(
  input: I,
  item: T,
  policy: Policy<z.output<T>>,
): Stream<I, T> => ({ kind: 'stream', input, item, policy });
