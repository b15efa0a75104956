import { setImmediate } from 'node:timers/promises';

export type JsonLimits = {
  /** Of one part. */
  readonly bytes: number;
  /** Of one part: brackets that open and commas, which is what parsing costs and text doesn't tell. */
  readonly values: number;
};

/** A part is larger than anything that is read at once. */
export class PartTooLarge extends Error {}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isByteOrderMark = (byte: number): boolean => byte === 0xef || byte === 0xbb || byte === 0xbf;

/** Where in a document its parts end, byte by byte. */
function createScanner() {
  let depth = 0;
  let closer = 0;
  let inText = false;
  let escaped = false;
  let values = 0;
  let state: 'before' | 'inside' | 'after' | 'broken' = 'before';

  const readText = (byte: number) => {
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) inText = false;
  };
  /** Before the document and after it, where nothing stands but its first bracket. */
  const readOutside = (byte: number) => {
    if (isBlank(byte) || (state === 'before' && isByteOrderMark(byte))) return;
    if (state === 'before' && (byte === OPEN_LIST || byte === OPEN_OBJECT)) {
      state = 'inside';
      closer = byte === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT;
    } else state = 'broken';
  };
  const close = (byte: number): boolean => {
    if (depth > 0) {
      depth -= 1;
      return false;
    }
    state = byte === closer ? 'after' : 'broken';
    return true;
  };
  return {
    state: () => state,
    /** Of the part so far. */
    values: () => values,
    /** Whether `byte` ends a part. */
    read(byte: number): boolean {
      if (inText) {
        readText(byte);
        return false;
      }
      if (state !== 'inside') {
        readOutside(byte);
        return false;
      }
      switch (byte) {
        case QUOTE:
          inText = true;
          return false;
        case OPEN_LIST:
        case OPEN_OBJECT:
          depth += 1;
          values += 1;
          return false;
        case COMMA:
          if (depth === 0) return true;
          values += 1;
          return false;
        case CLOSE_LIST:
        case CLOSE_OBJECT:
          return close(byte);
        default:
          return false;
      }
    },
    newPart() {
      values = 0;
    },
  };
}

/**
 * Cuts a JSON list or object into its parts as its bytes come, without parsing any. `take` answers with the parts a
 * chunk completes; what stands inside a part is for its parser to judge.
 */
function createJsonCutter(limits: JsonLimits) {
  const scanner = createScanner();
  let held: Uint8Array[] = [];
  let length = 0;
  let parts = 0;

  const hold = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > limits.bytes || scanner.values() > limits.values) throw new PartTooLarge();
    // A chunk's memory is its reader's.
    held.push(Uint8Array.prototype.slice.call(bytes));
  };
  const complete = (): Buffer | undefined => {
    const bytes = Buffer.concat(held);
    held = [];
    length = 0;
    scanner.newPart();
    parts += 1;
    // An empty document has one part of blanks, which is none.
    return parts === 1 && scanner.state() === 'after' && bytes.every(isBlank) ? undefined : bytes;
  };
  return {
    take(chunk: Uint8Array): readonly Buffer[] {
      const found: Buffer[] = [];
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const before = scanner.state() === 'before';
        if (scanner.read(chunk[at] ?? 0)) {
          hold(chunk.subarray(from, at));
          from = at + 1;
          const part = complete();
          if (part !== undefined) found.push(part);
        } else if (before) from = at + 1;
      }
      if (scanner.state() === 'inside') hold(chunk.subarray(from));
      return found;
    },
    broken: (): boolean => scanner.state() === 'broken',
    whole: (): boolean => scanner.state() === 'after',
  };
}

/** Bytes cut at a time: in between, everyone else in the engine has a turn. */
const SLICE_BYTES = 1 << 14;

/** The document ends too early, or goes on after its end, or a part of it can't be parsed. */
export class BrokenJson extends Error {}

/**
 * The parts of a JSON document: elements of a list, or members of an object with their names, as they stand in the file.
 * Throws `PartTooLarge` and `BrokenJson`: what was told before is to be thrown away then.
 */
export async function* jsonParts(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: JsonLimits,
): AsyncGenerator<Buffer, void, void> {
  const cutter = createJsonCutter(limits);
  for await (const chunk of bytes)
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      yield* cutter.take(chunk.subarray(from, from + SLICE_BYTES));
      if (cutter.broken()) throw new BrokenJson();
      await setImmediate();
    }
  if (!cutter.whole()) throw new BrokenJson();
}

/** Whether `bytes` are worth parsing at once; a count of bytes, some nanoseconds each. */
export function isParsable(bytes: Uint8Array, limits: JsonLimits): boolean {
  if (bytes.length > limits.bytes) return false;
  let values = 0;
  for (const byte of bytes)
    if ((byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) && ++values > limits.values)
      return false;
  return true;
}
