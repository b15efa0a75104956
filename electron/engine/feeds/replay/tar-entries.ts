import { readTarHeader, TAR_BLOCK } from '../tar-header.ts';

export type TarEntry = { readonly name: string; readonly bytes: Buffer };

/** More files than any collection of tables has. */
const MOST_FILES = 20_000;

/**
 * The plain files of a tar archive held in memory, in its order; other kinds of entries are passed over. `damaged` is
 * what is wrong with the rest, when something is.
 */
export function readTar(archive: Buffer): {
  readonly entries: readonly TarEntry[];
  readonly damaged: string | null;
} {
  const entries: TarEntry[] = [];
  let headers = 0;
  for (let at = 0; at + TAR_BLOCK <= archive.length; ) {
    const block = archive.subarray(at, at + TAR_BLOCK);
    if (block.every((byte) => byte === 0)) return { entries, damaged: null };
    const header = readTarHeader(block);
    if (header === undefined)
      return { entries, damaged: `The archive is damaged after ${entries.length} files.` };
    headers += 1;
    if (headers > MOST_FILES)
      return { entries, damaged: `The archive holds more than ${MOST_FILES} files: the rest is left out.` };
    const { name, size, isFile } = header;
    const bytes = archive.subarray(at + TAR_BLOCK, at + TAR_BLOCK + size);
    if (bytes.length < size) return { entries, damaged: `The archive ends inside its file ${name}.` };
    if (isFile) entries.push({ name, bytes });
    at += TAR_BLOCK + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return { entries, damaged: 'The archive has no end: a part of it may be missing.' };
}
