const newline = 10;
/** Longer than any line of text by far; without it a file of zeros would fill the memory. */
const longestLineBytes = 1 << 20;

/**
 * Bytes to text, whole lines at a time. A line that is not UTF-8 is read as windows-1252, which older files and
 * spreadsheets are written in: a team's name in one line decides nothing about the others. Throws on an endless line.
 */
export async function* decodeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // A leading byte order mark is dropped below, once.
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const western = new TextDecoder('windows-1252');
  const decode = (bytes: Uint8Array): string => {
    try {
      return utf8.decode(bytes);
    } catch {
      const end = bytes.indexOf(newline) + 1;
      if (end === 0 || end === bytes.length) return western.decode(bytes);
      return decode(bytes.subarray(0, end)) + decodeRest(bytes.subarray(end));
    }
  };
  const decodeRest = (bytes: Uint8Array): string => {
    let text = '';
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(newline, from);
      const to = end === -1 ? bytes.length : end + 1;
      text += decode(bytes.subarray(from, to));
      from = to;
    }
    return text;
  };

  let pending = Buffer.alloc(0);
  let first = true;
  for await (const chunk of chunks) {
    const bytes = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    pending = bytes.subarray(end);
    if (pending.length > longestLineBytes)
      throw Object.assign(new Error('a line of over a megabyte'), { code: 'EENDLESSLINE' });
    if (end === 0) continue;
    const text = decode(bytes.subarray(0, end));
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
  if (pending.length > 0) {
    const text = decode(pending);
    yield first ? text.replace(/^\uFEFF/, '') : text;
  }
}
