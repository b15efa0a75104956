import { readTarHeader, TAR_BLOCK } from '../tar-header.ts';
import type { ByteSource } from './stream-file-bytes.ts';

const CHUNK = 1 << 20;

/** A tar archive is cut off or not one. */
export class TarError extends Error {}

export type TarEntry = { readonly name: string; readonly content: AsyncIterable<Uint8Array> };

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
    const block = await exactly(source, TAR_BLOCK);
    // Two empty blocks end an archive; one is enough to know.
    if (block.every((byte) => byte === 0)) return;
    const header = readTarHeader(block);
    if (header === undefined) throw new TarError('an entry does not begin where it should');
    const { name, size, isFile } = header;
    const content = take(source, size);
    if (isFile) yield { name, content };
    for await (const _ of content);
    const padding = (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
    if (padding > 0) await exactly(source, padding);
  }
}
