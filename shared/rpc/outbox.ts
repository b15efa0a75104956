import type * as z from 'zod';
import { BATCH_ITEMS, check, MAXIMUM_CREDIT, type ServerFrame } from './frames.ts';
import type { TableStream } from './operation-table.ts';
import type { After } from './timers.ts';
import { createWaitingItems, type WaitingItems } from './waiting-items.ts';

/** Between two flushes of a busy connection; a lone item goes out at once. */
const FLUSH_MS = 2;
/** Frames sent in one go before the event loop gets its turn. */
const FRAMES_PER_FLUSH = 16;
/** Above this many bytes waiting in the carrier nothing more is handed to it. */
const MAXIMUM_PENDING = 512 * 1024;

/** One stream's way out. */
export interface StreamOutlet {
  /** Never blocks, never throws. */
  emit(item: unknown): void;
  grant(items: number): void;
  /** Ends the stream with `ending` once what waits has been sent. */
  finish(ending: ServerFrame): void;
  /** Forgets what waits and sends nothing more. */
  discard(): void;
  /** Resolves when nothing waits, or when the stream is over. */
  drained(): Promise<void>;
}

/** The streams of one connection: buffers by policy, credits, batches, fairness. */
export interface Outbox {
  open(id: number, operation: TableStream, credit: number, hooks: StreamHooks): StreamOutlet;
  readonly waiting: number;
  close(): void;
}

export type StreamHooks = {
  /** The stream is over because of its own items. */
  readonly onBroken: (reason: { readonly code: 'overflow' | 'bad-item'; readonly message: string }) => void;
  /** The ending was sent. */
  readonly onFinished: () => void;
};

type OutboxCarrier = {
  /** `too-large`: refused by the carrier, nothing was sent. */
  send(frame: ServerFrame): 'sent' | 'too-large';
  readonly pending: number;
};

type OpenStream = {
  readonly id: number;
  readonly schema: z.ZodType;
  readonly items: WaitingItems<unknown>;
  readonly hooks: StreamHooks;
  credit: number;
  ending: ServerFrame | undefined;
  whenDrained: (() => void)[];
};

export function createOutbox(carrier: OutboxCarrier, after: After): Outbox {
  const streams = new Map<number, OpenStream>();
  let pace: 'idle' | 'soon' | 'cooling' = 'idle';
  let wanted = false;
  let closed = false;
  let cancelCooling = () => {};

  const isOpen = (stream: OpenStream) => streams.get(stream.id) === stream;
  const remove = (stream: OpenStream) => {
    streams.delete(stream.id);
    tellDrained(stream);
  };
  const breakOff = (stream: OpenStream, code: 'overflow' | 'bad-item', message: string) => {
    remove(stream);
    stream.hooks.onBroken({ code, message });
  };

  /** Sends up to one frame; false when the stream has nothing it may send. */
  const sendNext = (stream: OpenStream, atMost = BATCH_ITEMS): boolean => {
    const count = Math.min(stream.credit, atMost, stream.items.size);
    if (count === 0) return sendEnding(stream);
    const taken = stream.items.take(count);
    const items: unknown[] = [];
    for (const item of taken) {
      const checked = check(stream.schema, item);
      if (!checked.ok) {
        breakOff(stream, 'bad-item', `an item does not fit the contract: ${checked.problem}`);
        return true;
      }
      items.push(checked.value);
    }
    if (carrier.send({ kind: 'items', id: stream.id, items }) === 'too-large') {
      if (count === 1) {
        breakOff(stream, 'bad-item', 'an item is larger than a frame may be');
        return true;
      }
      stream.items.restore(taken);
      return sendNext(stream, count >> 1);
    }
    stream.credit -= count;
    if (stream.items.size === 0) tellDrained(stream);
    return true;
  };

  const sendEnding = (stream: OpenStream): boolean => {
    if (stream.ending === undefined || stream.items.size > 0) return false;
    remove(stream);
    carrier.send(stream.ending);
    stream.hooks.onFinished();
    return true;
  };

  /** One frame per stream in turn, so that a full stream does not hold up the others. True when more could go. */
  const flush = (): boolean => {
    let frames = 0;
    for (let progress = true; progress; ) {
      progress = false;
      for (const stream of [...streams.values()]) {
        if (frames >= FRAMES_PER_FLUSH || carrier.pending > MAXIMUM_PENDING) return true;
        if (isOpen(stream) && sendNext(stream)) {
          progress = true;
          frames += 1;
        }
      }
    }
    return false;
  };

  const run = () => {
    if (closed) return;
    wanted = flush();
    pace = 'cooling';
    cancelCooling = after(FLUSH_MS, () => {
      pace = 'idle';
      if (wanted) run();
    });
  };
  const wake = () => {
    wanted = true;
    if (pace !== 'idle') return;
    pace = 'soon';
    queueMicrotask(run);
  };

  const emit = (stream: OpenStream, item: unknown) => {
    if (!isOpen(stream) || stream.ending !== undefined) return;
    try {
      if (stream.items.push(item)) return wake();
      // A burst within one turn of the event loop is no sign of a slow consumer: send what credit allows first.
      while (isOpen(stream) && carrier.pending <= MAXIMUM_PENDING && sendNext(stream));
      if (isOpen(stream) && !stream.items.push(item))
        breakOff(stream, 'overflow', `${stream.items.size} items wait for the client to take them`);
    } catch (error) {
      breakOff(stream, 'bad-item', `the stream's key function failed: ${String(error)}`);
    }
  };

  return {
    open(id, operation, credit, hooks) {
      const stream: OpenStream = {
        id,
        schema: operation.item,
        items: createWaitingItems(operation.policy),
        hooks,
        credit,
        ending: undefined,
        whenDrained: [],
      };
      streams.set(id, stream);
      return {
        emit: (item) => emit(stream, item),
        grant(items) {
          stream.credit = Math.min(stream.credit + items, MAXIMUM_CREDIT);
          if (stream.items.size > 0) wake();
        },
        finish(ending) {
          stream.ending ??= ending;
          wake();
        },
        discard: () => remove(stream),
        drained: () =>
          new Promise((resolve) => {
            if (!isOpen(stream) || stream.items.size === 0) resolve();
            else stream.whenDrained.push(resolve);
          }),
      };
    },
    get waiting() {
      let total = 0;
      for (const stream of streams.values()) total += stream.items.size;
      return total;
    },
    close() {
      closed = true;
      cancelCooling();
      for (const stream of [...streams.values()]) remove(stream);
    },
  };
}

function tellDrained(stream: OpenStream): void {
  const listeners = stream.whenDrained;
  stream.whenDrained = [];
  for (const listener of listeners) listener();
}
