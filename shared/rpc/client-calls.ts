import { type OperationError, OperationFailure } from '../contract/errors.ts';
import { check } from './frames.ts';
import type { Link } from './link.ts';
import type { TableCall } from './operation-table.ts';
import type { RpcLog } from './rpc-log.ts';
import type { After } from './timers.ts';

type PendingCall = {
  readonly name: string;
  readonly operation: TableCall;
  readonly input: unknown;
  /** Set once sent; a call without it waits for the connection. */
  id: number | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: OperationError) => void;
};

type CallsOptions = { readonly after: After; readonly waitMs: number; readonly log: RpcLog };

/** The calls of a client: waiting for a connection, or in flight. */
export function createClientCalls(link: () => Link, nextId: () => number, options: CallsOptions) {
  const waiting = new Set<PendingCall>();
  const inFlight = new Map<number, PendingCall>();

  const sendCall = (call: PendingCall) => {
    const id = nextId();
    call.id = id;
    inFlight.set(id, call);
    const sent = link().send({ kind: 'open', id, operation: call.name, input: call.input, credit: 0 });
    if (!sent.ok && inFlight.delete(id)) call.reject({ code: 'invalid-input', message: sent.problem });
  };

  const abandon = (call: PendingCall) => {
    // In flight the engine's answer decides: it may have finished before the cancel arrived.
    if (call.id !== undefined)
      return void (inFlight.has(call.id) && link().send({ kind: 'cancel', id: call.id }));
    if (waiting.delete(call)) call.reject({ code: 'cancelled', message: 'Cancelled before it was sent.' });
  };

  return {
    call(name: string, operation: TableCall, input: unknown, signal?: AbortSignal): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const fail = (error: OperationError) => reject(new OperationFailure(error));
        if (signal?.aborted) return fail({ code: 'cancelled', message: 'Cancelled before it was sent.' });
        let release = () => {};
        const settled =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            release();
            then(value);
          };
        const call: PendingCall = {
          name,
          operation,
          input,
          id: undefined,
          resolve: settled(resolve),
          reject: settled(fail),
        };
        const onAbort = () => abandon(call);
        signal?.addEventListener('abort', onAbort, { once: true });
        release = () => signal?.removeEventListener('abort', onAbort);
        if (link().state === 'open') return sendCall(call);
        waiting.add(call);
        const cancelWait = options.after(options.waitMs, () => {
          if (waiting.delete(call))
            call.reject({
              code: 'disconnected',
              message: `${name} was not sent: the engine could not be reached within ${options.waitMs} ms.`,
            });
        });
        release = () => {
          cancelWait();
          signal?.removeEventListener('abort', onAbort);
        };
      });
    },

    /** Sends what waited. */
    onOpen() {
      for (const call of [...waiting]) {
        waiting.delete(call);
        sendCall(call);
      }
    },

    /** What was in flight may or may not have happened; waiting calls go on waiting. */
    onLost() {
      const lost = [...inFlight.values()];
      inFlight.clear();
      for (const call of lost)
        call.reject({
          code: 'disconnected',
          message: `The connection to the engine was lost before ${call.name} was answered; it may have been done.`,
        });
    },

    onEnded(error: OperationError) {
      const ended = [...inFlight.values(), ...waiting];
      inFlight.clear();
      waiting.clear();
      for (const call of ended) call.reject(error);
    },

    /** False when `id` is no call of ours. */
    onDone(id: number, result: unknown): boolean {
      const call = inFlight.get(id);
      if (!call) return false;
      inFlight.delete(id);
      const checked = check(call.operation.output, result);
      if (checked.ok) call.resolve(checked.value);
      else {
        options.log.error('an answer does not fit the contract', {
          operation: call.name,
          error: checked.problem,
        });
        call.reject({
          code: 'internal',
          message: `The engine's answer to ${call.name} does not fit the contract.`,
        });
      }
      return true;
    },

    onFail(id: number, error: OperationError): boolean {
      const call = inFlight.get(id);
      if (!call) return false;
      inFlight.delete(id);
      call.reject(error);
      return true;
    },
  };
}
