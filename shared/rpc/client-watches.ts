import * as z from 'zod';
import type { OperationError } from '../contract/errors.ts';
import { check, MAXIMUM_CREDIT } from './frames.ts';
import type { Link } from './link.ts';
import type { TableStream } from './operation-table.ts';
import type { RpcLog } from './rpc-log.ts';
import type { WatchHandlers } from './types.ts';

const DEFAULT_CREDIT = 1024;

type Ending = { readonly kind: 'done' } | { readonly kind: 'fail'; readonly error: OperationError };

type Watch = {
  readonly name: string;
  readonly schema: z.ZodType<unknown[]>;
  readonly input: unknown;
  readonly handlers: WatchHandlers<unknown>;
  readonly credit: number;
  /** Of the present opening; `undefined` before the first. */
  id: number | undefined;
  opened: boolean;
  /** Batches the handler has not been given yet; bounded by `credit`. */
  inbox: (readonly unknown[])[];
  busy: boolean;
  /** Items handled whose credit has not been given back. */
  owed: number;
  ending: Ending | undefined;
  over: boolean;
};

/** The streams of a client: reopened on every connection, read one batch at a time, credits given back. */
export function createClientWatches(link: () => Link, nextId: () => number, log: RpcLog) {
  const watches = new Set<Watch>();
  const byId = new Map<number, Watch>();
  const schemas = new WeakMap<TableStream, z.ZodType<unknown[]>>();
  const itemsSchema = (operation: TableStream) => {
    const known = schemas.get(operation) ?? z.array(operation.item);
    schemas.set(operation, known);
    return known;
  };

  /** The renderer's own mistakes must neither break the connection nor stop the other panes. */
  const guarded = (watch: Watch, run: () => void) => {
    try {
      run();
    } catch (error) {
      handlerFailed(watch, error);
    }
  };
  const handlerFailed = (watch: Watch, error: unknown) =>
    log.error('a stream handler failed', {
      operation: watch.name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });

  const leave = (watch: Watch) => {
    watch.over = true;
    watch.inbox = [];
    watches.delete(watch);
    if (watch.id !== undefined) byId.delete(watch.id);
  };

  const open = (watch: Watch) => {
    const id = nextId();
    if (watch.id !== undefined) byId.delete(watch.id);
    watch.id = id;
    watch.inbox = [];
    watch.owed = 0;
    watch.ending = undefined;
    byId.set(id, watch);
    if (watch.opened) guarded(watch, () => watch.handlers.onReset?.());
    watch.opened = true;
    if (watch.over) return;
    const { name, input, credit } = watch;
    const sent = link().send({ kind: 'open', id, operation: name, input, credit });
    if (!sent.ok) finish(watch, { kind: 'fail', error: { code: 'invalid-input', message: sent.problem } });
  };

  const finish = (watch: Watch, ending: Ending) => {
    if (watch.over) return;
    leave(watch);
    guarded(watch, () => {
      if (ending.kind === 'done') watch.handlers.onDone?.();
      else watch.handlers.onFail?.(ending.error);
    });
  };

  const giveBack = (watch: Watch, id: number, items: number) => {
    if (watch.over || watch.id !== id) return;
    watch.owed += items;
    if (watch.owed < watch.credit / 2) return;
    const owed = watch.owed;
    watch.owed = 0;
    link().send({ kind: 'credit', id, items: owed });
  };

  const handle = (watch: Watch, items: readonly unknown[]): void | Promise<void> => {
    try {
      return watch.handlers.onItems(items);
    } catch (error) {
      handlerFailed(watch, error);
    }
  };

  const settle = async (watch: Watch, handling: Promise<void>) => {
    try {
      await handling;
    } catch (error) {
      handlerFailed(watch, error);
    }
  };

  /** Hands over batches until the inbox is empty or a handler takes its time. */
  const drain = (watch: Watch) => {
    while (!watch.busy && !watch.over) {
      const { id } = watch;
      const items = watch.inbox.shift();
      if (items === undefined || id === undefined) break;
      const handling = handle(watch, items);
      if (handling === undefined || typeof handling.then !== 'function') giveBack(watch, id, items.length);
      else {
        watch.busy = true;
        void settle(watch, handling).then(() => {
          watch.busy = false;
          giveBack(watch, id, items.length);
          drain(watch);
        });
      }
    }
    if (!watch.busy && !watch.over && watch.inbox.length === 0 && watch.ending) finish(watch, watch.ending);
  };

  const end = (id: number, ending: Ending) => {
    const watch = byId.get(id);
    if (!watch) return;
    // Items that came before the end are handed over first.
    watch.ending = ending;
    byId.delete(id);
    drain(watch);
  };

  return {
    watch(
      name: string,
      operation: TableStream,
      input: unknown,
      handlers: WatchHandlers<unknown>,
    ): () => void {
      const wanted = handlers.credit ?? DEFAULT_CREDIT;
      const watch: Watch = {
        name,
        schema: itemsSchema(operation),
        input,
        handlers,
        credit: Math.min(Math.max(1, Math.floor(wanted)), MAXIMUM_CREDIT),
        id: undefined,
        opened: false,
        inbox: [],
        busy: false,
        owed: 0,
        ending: undefined,
        over: false,
      };
      watches.add(watch);
      if (link().state === 'open') open(watch);
      return () => {
        if (watch.over) return;
        leave(watch);
        if (watch.id !== undefined && !watch.ending) link().send({ kind: 'cancel', id: watch.id });
      };
    },

    /** Opens all of them anew; what the last connection delivered and nobody has taken yet is dropped. */
    onOpen() {
      for (const watch of [...watches]) if (!watch.ending) open(watch);
    },

    onEnded(error: OperationError) {
      for (const watch of [...watches]) finish(watch, { kind: 'fail', error });
    },

    clear() {
      for (const watch of [...watches]) leave(watch);
    },

    onItems(id: number, items: readonly unknown[]) {
      const watch = byId.get(id);
      if (!watch) return;
      const checked = check(watch.schema, items);
      if (!checked.ok) {
        log.error('an item does not fit the contract', { operation: watch.name, error: checked.problem });
        link().send({ kind: 'cancel', id });
        const message = `The engine sent ${watch.name} an item that does not fit the contract.`;
        return finish(watch, { kind: 'fail', error: { code: 'internal', message } });
      }
      watch.inbox.push(checked.value);
      drain(watch);
    },

    onDone: (id: number) => end(id, { kind: 'done' }),
    onFail: (id: number, error: OperationError) => end(id, { kind: 'fail', error }),
  };
}
