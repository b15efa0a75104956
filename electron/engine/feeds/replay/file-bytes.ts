import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { notRegular } from '../../../../shared/domain/file-problem.ts';

/** Bytes of the beginning that say what a file is. */
export const PEEK_BYTES = 64 * 1024;

/** Ways files come compressed, by their first bytes. */
const COMPRESSIONS: readonly {
  readonly name: string;
  readonly magic: readonly number[];
  readonly open: () => Transform;
}[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], open: () => createGunzip() },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], open: () => createZstdDecompress() },
];

/** A file's first bytes as they stand on the disk. */
export async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const found = await stat(path);
  if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  if (!found.isFile()) throw notRegular();
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** A file's bytes, decompressed where it is; chunk by chunk, so that its size doesn't matter. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array, void, void> {
  const start = await firstBytes(path, 8);
  const raw = createReadStream(path);
  const found = COMPRESSIONS.find(({ magic }) => startsWith(start, magic));
  const chunks: AsyncIterable<Uint8Array> = found === undefined ? raw : pipeline(raw, found.open(), () => {});
  yield* chunks;
}

/** The first decompressed bytes, up to `most`; fewer where the file is shorter, or damaged from there on. */
export async function peekBytes(path: string, most = PEEK_BYTES): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of fileBytes(path)) {
      taken.push(chunk);
      length += chunk.byteLength;
      if (length >= most) break;
    }
  } catch (error) {
    if (length === 0) throw error;
  }
  return Buffer.concat(taken).subarray(0, most);
}

/** More decompressed bytes than are read of a file. */
export class FileTooLarge extends Error {}

/** `bytes` as they are; throws `FileTooLarge` past `most` of them. */
export async function* atMost(
  most: number,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    if (length > most) throw new FileTooLarge();
    yield chunk;
  }
}

/** All of it, up to `most` decompressed bytes; `undefined` where there are more. */
export async function wholeFile(path: string, most: number): Promise<Buffer | undefined> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of fileBytes(path)) {
    length += chunk.byteLength;
    if (length > most) return undefined;
    taken.push(chunk);
  }
  return Buffer.concat(taken);
}

export type TextLine =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** Longer than a line may be; skipped to its end. */
  | { readonly ok: false };

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Lines of a file without their ends, blank ones left out; one longer than `most` bytes is told, not held. */
export async function* fileLines(path: string, most: number): AsyncGenerator<TextLine, void, void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const end = (): TextLine | undefined => {
    const tooLong = length > most;
    const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    parts = [];
    length = 0;
    if (tooLong) return { ok: false };
    if (whole === undefined) return undefined;
    const bytes = whole.at(-1) === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    return bytes.byteLength === 0 ? undefined : { ok: true, bytes };
  };
  const add = (part: Uint8Array) => {
    length += part.byteLength;
    if (length > most) parts = [];
    else parts.push(part);
  };
  for await (const chunk of fileBytes(path)) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at));
      from = at + 1;
      const line = end();
      if (line !== undefined) yield line;
    }
    if (from < chunk.byteLength) add(chunk.subarray(from));
  }
  const line = end();
  if (line !== undefined) yield line;
}
