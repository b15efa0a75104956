import type { ByteSource } from './stream-file-bytes.ts';

const BLOCK = 512;
/** Where ustar and GNU archives name themselves. */
const MAGIC_AT = 257;
const CHUNK = 1 << 20;

/** A tar archive is cut off or not one. */
export class TarError extends Error {}

export type TarEntry = { readonly name: string; readonly content: AsyncIterable<Uint8Array> };

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8').replace(/\0.*$/s, '');

export const TAR_HEADER_BYTES = BLOCK;
export const isTar = (start: Uint8Array): boolean =>
  start.length >= BLOCK && text(start.subarray(MAGIC_AT, MAGIC_AT + 5)) === 'ustar';

/** Octal digits, or base 256 where the first bit says so. */
function sizeOf(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) !== 0)
    return field.subarray(1).reduce((size, byte) => size * 256 + byte, (field[0] ?? 0) & 0x7f);
  const size = Number.parseInt(text(field).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new TarError('an entry has no valid size');
  return size;
}

async function exactly(source: ByteSource, count: number): Promise<Uint8Array> {
  const bytes = (await source.peek(count)).slice();
  if (bytes.length < count) throw new TarError('it ends in the middle of an entry');
  await source.take(count);
  return bytes;
}

async function* take(source: ByteSource, size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; ) {
    const chunk = await source.take(Math.min(left, CHUNK));
    if (chunk === undefined) throw new TarError('it ends in the middle of an entry');
    left -= chunk.length;
    yield chunk;
  }
}

/** The files of a tar archive, in order; each is read, or skipped, before the next one is given. */
export async function* tarEntries(source: ByteSource): AsyncGenerator<TarEntry> {
  for (;;) {
    if ((await source.peek(1)).length === 0) return;
    const header = await exactly(source, BLOCK);
    // Two empty blocks end an archive; one is enough to know.
    if (header.every((byte) => byte === 0)) return;
    if (!isTar(header)) throw new TarError('an entry does not begin where it should');
    const size = sizeOf(header.subarray(124, 136));
    const prefix = text(header.subarray(345, 500));
    const name = text(header.subarray(0, 100));
    const type = header[156];
    const content = take(source, size);
    if (type === 0 || type === 0x30) yield { name: prefix === '' ? name : `${prefix}/${name}`, content };
    for await (const _ of content);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (padding > 0) await exactly(source, padding);
  }
}
