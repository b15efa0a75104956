import { type OperationError, OperationFailure, operationError } from '../contract/errors.ts';
import { type ClientFrame, check, checkInput, clientFrame, PROTOCOL, type ServerFrame } from './frames.ts';
import type { OperationTable, TableCall, TableStream } from './operation-table.ts';
import { createOutbox, type StreamOutlet } from './outbox.ts';
import type { ServeOptions } from './serve-options.ts';
import { FrameTooLarge } from './transport-error.ts';
import type { OperationContext, Transport } from './types.ts';

/** One client of the server. */
export interface ServerConnection {
  start(): void;
  readonly waitingItems: number;
  close(): void;
}

type OpenFrame = Extract<ClientFrame, { kind: 'open' }>;
type Running = { readonly operation: string; readonly abort: AbortController; outlet?: StreamOutlet };
type Implementation = (...inputs: readonly unknown[]) => unknown;

export function createServerConnection(
  transport: Transport,
  table: OperationTable,
  implementations: Readonly<Record<string, unknown>>,
  options: Required<ServeOptions>,
  onClosed: () => void,
): ServerConnection {
  const running = new Map<number, Running>();
  let closed = false;

  const send = (frame: ServerFrame): 'sent' | 'too-large' => {
    if (closed) return 'sent';
    try {
      transport.send(frame);
      return 'sent';
    } catch (error) {
      if (error instanceof FrameTooLarge) return 'too-large';
      options.log.warn('a client could not be sent to', { error: String(error) });
      close();
      return 'sent';
    }
  };
  const outbox = createOutbox(
    {
      send,
      get pending() {
        return transport.pending;
      },
    },
    options.after,
  );

  function close() {
    if (closed) return;
    closed = true;
    outbox.close();
    for (const operation of running.values()) operation.abort.abort();
    running.clear();
    transport.close();
    onClosed();
  }

  /** Removes the operation; false when it was already over, so that each is answered once. */
  const settle = (id: number, entry: Running): boolean => running.get(id) === entry && running.delete(id);

  const masked = (operation: string, detail: string): OperationError => {
    const logId = options.nextLogId();
    options.log.error('an operation failed', { logId, operation, error: detail });
    return { code: 'internal', message: `The engine failed at this; its log tells more under ${logId}.` };
  };
  /** Expected failures pass as they are; what is not one stays in the log. */
  const asError = (operation: string, thrown: unknown): OperationError => {
    if (!(thrown instanceof OperationFailure)) return masked(operation, describeThrown(thrown));
    const { code, message, details } = thrown;
    const error = { code, message, ...(details === undefined ? {} : { details }) };
    const checked = check(operationError, error);
    return checked.ok ? checked.value : masked(operation, `a malformed failure: ${checked.problem}`);
  };
  const fail = (id: number, error: OperationError) => send({ kind: 'fail', id, error });

  const runCall = async (frame: OpenFrame, call: TableCall, input: unknown, entry: Running) => {
    const { id, operation } = frame;
    const answer = await invoke(implementations[operation], input, { signal: entry.abort.signal });
    if (!settle(id, entry)) return;
    if (!answer.ok) return fail(id, asError(operation, answer.thrown));
    const result = check(call.output, answer.value);
    if (!result.ok)
      return fail(id, masked(operation, `the result does not fit the contract: ${result.problem}`));
    if (send({ kind: 'done', id, result: result.value }) === 'too-large')
      fail(id, masked(operation, 'the result is larger than a frame may be'));
  };

  const runStream = async (frame: OpenFrame, stream: TableStream, input: unknown, entry: Running) => {
    const { id, operation } = frame;
    const outlet = outbox.open(id, stream, frame.credit, {
      onBroken({ code, message }) {
        if (!settle(id, entry)) return;
        fail(id, code === 'overflow' ? overflow(operation, message) : masked(operation, message));
        entry.abort.abort();
      },
      onFinished: () => settle(id, entry),
    });
    entry.outlet = outlet;
    const context: OperationContext = { signal: entry.abort.signal, drained: () => outlet.drained() };
    const answer = await invoke(implementations[operation], input, outlet.emit, context);
    if (running.get(id) !== entry) return;
    outlet.finish(
      answer.ok ? { kind: 'done', id } : { kind: 'fail', id, error: asError(operation, answer.thrown) },
    );
  };

  const open = (frame: OpenFrame) => {
    const { id, operation } = frame;
    if (running.has(id)) return malformed(`id ${id} is already open`);
    const known = table.get(operation);
    if (known === undefined || implementations[operation] === undefined)
      return fail(id, {
        code: 'unknown-operation',
        message: `This engine (${options.engineVersion}) has no operation ${JSON.stringify(operation)}.`,
      });
    if (running.size >= options.maximumOpen)
      return fail(id, {
        code: 'unavailable',
        message: `This client already has ${running.size} operations open; end some first.`,
      });
    const input = checkInput(known.input, frame.input);
    if (!input.ok)
      return fail(id, {
        code: 'invalid-input',
        message: `The input of ${operation} does not fit: ${input.problem}`,
      });
    const entry: Running = { operation, abort: new AbortController() };
    running.set(id, entry);
    if (known.kind === 'call') void runCall(frame, known, input.value, entry);
    else void runStream(frame, known, input.value, entry);
  };

  /** Answered at once, whether or not the implementation heeds its signal, and even if the id is long over. */
  const cancel = (id: number) => {
    const entry = running.get(id);
    if (entry) {
      running.delete(id);
      entry.outlet?.discard();
      entry.abort.abort();
    }
    fail(id, { code: 'cancelled', message: 'Cancelled by the client.' });
  };

  const malformed = (problem: string) => {
    options.log.warn('a client broke the protocol; its connection is closed', { problem });
    close();
  };

  const receive = (raw: unknown) => {
    if (closed) return;
    const frame = check(clientFrame, raw);
    if (!frame.ok) return malformed(frame.problem);
    switch (frame.value.kind) {
      case 'open':
        return open(frame.value);
      case 'credit':
        return running.get(frame.value.id)?.outlet?.grant(frame.value.items);
      case 'cancel':
        return cancel(frame.value.id);
    }
  };

  return {
    start() {
      transport.onClose(close);
      send({ kind: 'hello', protocol: PROTOCOL, engine: options.engineVersion, epoch: options.epoch });
      transport.onFrame(receive);
    },
    get waitingItems() {
      return outbox.waiting;
    },
    close,
  };
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly thrown: unknown };

async function invoke(implementation: unknown, ...inputs: readonly unknown[]): Promise<Answer> {
  try {
    return { ok: true, value: await (implementation as Implementation)(...inputs) };
  } catch (thrown) {
    return { ok: false, thrown };
  }
}

const overflow = (operation: string, problem: string): OperationError => ({
  code: 'overflow',
  message: `${operation} was stopped: ${problem}. Open it again from where it stopped.`,
});

const describeThrown = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
