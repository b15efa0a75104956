import { open, stat } from 'node:fs/promises';
import { fileProblem, notRegular } from '../../../../shared/domain/file-problem.ts';
import { isTar, TAR_BLOCK } from '../tar-header.ts';
import { type ByteSource, createByteSource } from './stream-file-bytes.ts';
import { bunzip2 } from './stream-file-bzip2.ts';
import { gunzip } from './stream-file-gunzip.ts';
import { tarEntries } from './stream-file-tar.ts';

/** Whole lines of a stream file, or word of damage after which that file (of an archive) gives no more. */
export type StreamFilePart =
  | {
      readonly kind: 'lines';
      /** The file in the archive; the file itself otherwise. */
      readonly name: string;
      /** Ends with a line end, except at the end of a file. Valid until the next part is asked for. */
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'damage'; readonly name: string; readonly message: string };

/** A recording of Betfair's stream: raw, gzip or bzip2, or a tar archive of such. */
export interface StreamFile {
  readonly path: string;
  /** Reads from the start, as much at a time as is asked for: files of any size fit. Can be called again. */
  parts(): AsyncIterable<StreamFilePart>;
}

export type OpenedStreamFile =
  | { readonly ok: true; readonly file: StreamFile }
  | {
      readonly ok: false;
      readonly code: 'unreadable-file' | 'empty-file';
      readonly message: string;
    };

const CHUNK = 1 << 18;
/** Real lines have at most a few megabytes; one longer than this is no line. */
const LONGEST_LINE = 64 << 20;
const NEWLINE = 10;
const RETURN = 13;

const reasonOf = (error: unknown): string => fileProblem(error, 'reading');

async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, void> {
  const handle = await open(path);
  try {
    for (;;) {
      // A buffer of its own each time: parts of it are still held while the next is read.
      const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Decompressed by what the content says, whatever the name. */
async function decompressed(input: AsyncIterable<Uint8Array>): Promise<ByteSource> {
  const source = createByteSource(input);
  const [first, second, third] = await source.peek(3);
  if (first === 0x1f && second === 0x8b) return createByteSource(gunzip(source.rest()));
  if (first === 0x42 && second === 0x5a && third === 0x68) return createByteSource(bunzip2(source.rest()));
  return source;
}

/** Chunks cut at line ends. */
async function* wholeLines(name: string, source: ByteSource): AsyncGenerator<StreamFilePart> {
  let begun: Uint8Array[] = [];
  let length = 0;
  const joined = (last: Uint8Array): Uint8Array =>
    begun.length === 0 ? last : Buffer.concat([...begun, last]);
  try {
    for await (const chunk of source.rest()) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        yield { kind: 'lines', name, bytes: joined(chunk.subarray(0, end)) };
        begun = [];
        length = 0;
      }
      if (end < chunk.length) begun.push(chunk.subarray(end));
      length += chunk.length - end;
      if (length > LONGEST_LINE) {
        yield { kind: 'damage', name, message: 'it has a line longer than 64 MB: this is no stream file' };
        return;
      }
    }
    if (begun.length > 0) yield { kind: 'lines', name, bytes: joined(new Uint8Array(0)) };
  } catch (error) {
    // What was decompressed of the last line is incomplete; it goes with the damage.
    yield { kind: 'damage', name, message: reasonOf(error) };
  }
}

async function* partsOf(path: string): AsyncGenerator<StreamFilePart> {
  const input = chunksOf(path);
  try {
    const source = await decompressed(input);
    if (!isTar(await source.peek(TAR_BLOCK))) {
      yield* wholeLines(path, source);
      return;
    }
    for await (const { name, content } of tarEntries(source)) {
      try {
        yield* wholeLines(name, await decompressed(content));
      } catch (error) {
        yield { kind: 'damage', name, message: reasonOf(error) };
      }
    }
  } catch (error) {
    yield { kind: 'damage', name: path, message: reasonOf(error) };
  } finally {
    // A damaged archive is not read to its end.
    await input.return(undefined);
  }
}

/**
 * Opens a recording of the stream. What kind of file it is, and whether it is damaged, is told while it is read; a
 * file that is not there, may not be read or is empty fails here.
 */
export async function openStreamFile(path: string): Promise<OpenedStreamFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    if (!found.isFile()) throw notRegular();
    await (await open(path)).close();
    if (found.size === 0)
      return {
        ok: false,
        code: 'empty-file',
        message: `${path} is empty: copy or download it again.`,
      };
  } catch (error) {
    return { ok: false, code: 'unreadable-file', message: `Can't read ${path}: ${reasonOf(error)}.` };
  }
  return { ok: true, file: { path, parts: () => partsOf(path) } };
}

/** Calls `take` with the place of each line in `bytes`, without its line end; empty lines are passed over. */
export function forEachLine(bytes: Uint8Array, take: (from: number, to: number) => void): void {
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from);
    const next = found < 0 ? bytes.length : found;
    const to = next > from && bytes[next - 1] === RETURN ? next - 1 : next;
    if (to > from) take(from, to);
    from = next + 1;
  }
}
