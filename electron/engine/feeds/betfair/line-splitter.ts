const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export type LineSplitter = {
  /**
   * Tells every line that `bytes` completes, without its CRLF; empty ones are left out. A line stays valid until the
   * call returns. `false` once a line is longer than allowed: nothing more is told then.
   */
  take(bytes: Uint8Array, onLine: (line: Uint8Array) => void): boolean;
  /** Bytes of the line that is not complete yet. */
  pending(): number;
};

/** Cuts at line feeds in bytes, never inside a character: UTF-8 has no 0x0A within one. */
export function createLineSplitter(maximumBytes: number): LineSplitter {
  const parts: Uint8Array[] = [];
  let held = 0;
  let broken = false;

  const join = (last: Uint8Array): Uint8Array => {
    if (held === 0) return last;
    const line = new Uint8Array(held + last.length);
    let place = 0;
    for (const part of parts) {
      line.set(part, place);
      place += part.length;
    }
    line.set(last, place);
    parts.length = 0;
    held = 0;
    return line;
  };

  return {
    take(bytes, onLine) {
      let start = 0;
      while (!broken) {
        const end = bytes.indexOf(LINE_FEED, start);
        const size = (end < 0 ? bytes.length : end) - start;
        if (held + size > maximumBytes) {
          broken = true;
          parts.length = 0;
          break;
        }
        if (end < 0) {
          // Kept beyond this call, so copied: the socket may use its buffer again.
          if (size > 0) parts.push(bytes.slice(start));
          held += size;
          break;
        }
        const line = join(bytes.subarray(start, end));
        start = end + 1;
        const text = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
        if (text.length > 0) onLine(text);
      }
      return !broken;
    },
    pending: () => held,
  };
}
