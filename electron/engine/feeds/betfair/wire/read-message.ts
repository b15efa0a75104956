import { type Fields, fieldsOf, readFields } from './fields.ts';
import type { ConnectionMessage, MarketChangeMessage, StatusMessage, StreamMessage } from './messages.ts';
import { createRefusals, type Refusals, type WireProblem } from './problem.ts';
import { readMarketChange } from './read-market-change.ts';
import { readOrderChange } from './read-order-change.ts';
import { createMarketChangeScanner } from './scan-market-change.ts';

/** A message with the parts of it that were refused, or why there is none. */
export type ReadMessage =
  | { readonly ok: true; readonly message: StreamMessage; readonly problems: readonly WireProblem[] }
  | { readonly ok: false; readonly problem: WireProblem };

const NO_PROBLEMS: readonly WireProblem[] = [];
const decoder = new TextDecoder();

function readConnection(fields: Fields, refusals: Refusals): ConnectionMessage {
  const read = readFields(fields, '', refusals);
  return { op: 'connection', id: read.number('id'), connectionId: read.text('connectionId') };
}

/** A status without a known code counts as a failure: nothing must be built on it. */
function readStatus(fields: Fields, refusals: Refusals): StatusMessage {
  const read = readFields(fields, '', refusals);
  return {
    op: 'status',
    id: read.number('id'),
    statusCode: read.choice('statusCode', ['SUCCESS', 'FAILURE']) ?? 'FAILURE',
    errorCode: read.text('errorCode'),
    errorMessage: read.text('errorMessage'),
    connectionId: read.text('connectionId'),
    connectionClosed: read.flag('connectionClosed') ?? false,
    connectionsAvailable: read.number('connectionsAvailable'),
  };
}

/** Adding an operation of the protocol is adding a line here (and its message's type). */
const READERS: ReadonlyMap<unknown, (fields: Fields, refusals: Refusals) => StreamMessage> = new Map<
  unknown,
  (fields: Fields, refusals: Refusals) => StreamMessage
>([
  ['connection', readConnection],
  ['status', readStatus],
  ['mcm', readMarketChange],
  ['ocm', readOrderChange],
]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A message from its text, by JSON.parse. What `readStreamMessage` does with everything it has no shortcut for. */
export function readMessageText(text: string): ReadMessage {
  const refusals = createRefusals();
  const refused = (reason: WireProblem['reason']): ReadMessage => {
    refusals.refuse(reason, '', text);
    return { ok: false, problem: refusals.problems[0] as WireProblem };
  };
  const value = parse(text);
  if (value === undefined) return refused('not-json');
  const fields = fieldsOf(value);
  if (fields === undefined || typeof fields['op'] !== 'string') return refused('not-a-message');
  const reader = READERS.get(fields['op']);
  if (reader === undefined) return refused('unknown-op');
  return { ok: true, message: reader(fields, refusals), problems: refusals.problems };
}

/** One line of the stream, without its line end; or `line[from, to)`. */
export type ReadLine = (line: Uint8Array, from?: number, to?: number) => ReadMessage;

export interface MessageReader {
  readonly line: ReadLine;
  /**
   * Reads lines of a block that holds many, faster than one by one. Its bytes must not change meanwhile; the clocks of
   * its messages are slices of its text, and keep it in memory for as long as they are held.
   */
  block(bytes: Uint8Array): (from: number, to: number) => ReadMessage;
}

const scanned = (message: MarketChangeMessage): ReadMessage => ({ ok: true, message, problems: NO_PROBLEMS });

/**
 * Reads messages from the stream's bytes. Market changes in the form that Betfair writes them are scanned straight
 * from the bytes, faster than JSON.parse and checked on the way; everything else, and every message with a part that
 * is not as it should be, takes the long way with the same result. Total: never throws.
 */
export function createMessageReader(): MessageReader {
  const scan = createMarketChangeScanner();
  const longWay = (bytes: Uint8Array, from: number, to: number): ReadMessage =>
    readMessageText(decoder.decode(bytes.subarray(from, to)));
  return {
    line(bytes, from = 0, to = bytes.length) {
      const message = scan.line(bytes, from, to);
      return message === undefined ? longWay(bytes, from, to) : scanned(message);
    },
    block(bytes) {
      const scanLine = scan.block(bytes);
      return (from, to) => {
        const message = scanLine(from, to);
        return message === undefined ? longWay(bytes, from, to) : scanned(message);
      };
    },
  };
}

/** One line of the stream, without its line end. Total: never throws. */
export const readStreamMessage: ReadLine = createMessageReader().line;
