/** Bytes that come in chunks, taken in the sizes the reader wants. */
export interface ByteSource {
  /** The next `count` bytes without taking them; fewer only at the end. */
  peek(count: number): Promise<Uint8Array>;
  /** The next bytes, at most `most`; `undefined` at the end. */
  take(most: number): Promise<Uint8Array | undefined>;
  /** Whatever is left, in chunks as they come. */
  rest(): AsyncGenerator<Uint8Array>;
}

export function createByteSource(input: AsyncIterable<Uint8Array>): ByteSource {
  const chunks = input[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let ended = false;
  const more = async (): Promise<boolean> => {
    const next = ended ? undefined : await chunks.next();
    if (next === undefined || next.done === true) {
      ended = true;
      return false;
    }
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const source: ByteSource = {
    async peek(count) {
      while (held.length < count && (await more()));
      return held.subarray(0, count);
    },
    async take(most) {
      while (held.length === 0) if (!(await more())) return undefined;
      const taken = held.subarray(0, most);
      held = held.subarray(taken.length);
      return taken;
    },
    async *rest() {
      try {
        for (;;) {
          const chunk = await source.take(Number.MAX_SAFE_INTEGER);
          if (chunk === undefined) return;
          yield chunk;
        }
      } finally {
        // Who stops in the middle leaves the file open otherwise.
        await chunks.return?.();
      }
    },
  };
  return source;
}
