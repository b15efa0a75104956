import type * as z from 'zod';
import type { OperationError } from '../contract/errors.ts';
import type { Call, Contract, Stream } from '../contract/operation.ts';

type CallName<C extends Contract> = { [N in keyof C]: C[N] extends Call ? N : never }[keyof C] & string;
type StreamName<C extends Contract> = { [N in keyof C]: C[N] extends Stream ? N : never }[keyof C] & string;
export type Input<C extends Contract, N extends keyof C> = z.input<C[N]['input']>;
export type Output<C extends Contract, N extends keyof C> = C[N] extends Call
  ? z.output<C[N]['output']>
  : never;
export type Item<C extends Contract, N extends keyof C> = C[N] extends Stream
  ? z.output<C[N]['item']>
  : never;

/** A way to carry frames: a MessagePort or a WebSocket. Order is kept; nothing is lost before `onClose`. */
export interface Transport {
  send(frame: unknown): void;
  /** Bytes or frames accepted but not yet handed on; 0 where the carrier cannot tell. */
  readonly pending: number;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What an implementation is given besides its input. */
export type OperationContext = {
  /** Aborts when the client cancels or goes away, and when the stream overflows. */
  readonly signal: AbortSignal;
  /**
   * Streams served over RPC: resolves when nothing emitted still waits to be sent, or the stream is over. For paging
   * through a backlog longer than a lossless limit: emit a page, `await drained?.()`, emit the next.
   */
  readonly drained?: () => Promise<void>;
};

/**
 * The engine's side of the contract. A stream implementation emits until `signal` aborts or its promise settles:
 * resolving ends the stream with done, rejecting fails it. `emit` never blocks; the stream's policy decides what waits.
 */
export type Implementations<C extends Contract> = {
  readonly [N in keyof C]: C[N] extends Call<infer I, infer O>
    ? (input: z.output<I>, context: OperationContext) => Promise<z.input<O>> | z.input<O>
    : C[N] extends Stream<infer I, infer T>
      ? (input: z.output<I>, emit: (item: z.input<T>) => void, context: OperationContext) => Promise<void>
      : never;
};

export type WatchHandlers<T> = {
  /**
   * Items in order, validated; at most a few hundred at a time. A handler that returns a promise is given the next
   * batch, and the engine the credit for it, once the promise settles.
   */
  readonly onItems: (items: readonly T[]) => void | Promise<void>;
  /** Items the engine may send ahead of the handler, 1,024 unless told; 1 for who takes them one at a time. */
  readonly credit?: number;
  /** The connection was lost and the stream reopened, maybe to a new engine: drop what came before. */
  readonly onReset?: () => void;
  readonly onDone?: () => void;
  readonly onFail?: (error: OperationError) => void;
};

export type ConnectionState = 'connecting' | 'open' | 'closed';

/** The renderer's side. Reconnects by itself, with backoff, and reopens every stream. */
export interface Client<C extends Contract> {
  /** Rejects with `OperationFailure`. A call in flight when the transport closes fails with `disconnected`. */
  call<N extends CallName<C>>(
    name: N,
    input: Input<C, N>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Output<C, N>>;
  /** Returns the function that cancels the stream. */
  watch<N extends StreamName<C>>(
    name: N,
    input: Input<C, N>,
    handlers: WatchHandlers<Item<C, N>>,
  ): () => void;
  /**
   * Told at once of the present state, then of each change; `reason` says why a connection was refused for good, `epoch`
   * which run of the engine answered last.
   */
  onState(listener: (state: ConnectionState, reason?: string, epoch?: string) => void): () => void;
  /** Calls that have no answer yet fail with `disconnected`; streams end without a word. */
  close(): void;
}
