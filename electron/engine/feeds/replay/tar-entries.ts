const BLOCK = 512;
const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE_AT = 156;
const MAGIC_AT = 257;
const PREFIX = { at: 345, length: 155 };

export type TarEntry = { readonly name: string; readonly bytes: Buffer };

export const isTar = (bytes: Uint8Array): boolean =>
  bytes.byteLength >= BLOCK &&
  Buffer.from(bytes.buffer, bytes.byteOffset + MAGIC_AT, 5).toString('latin1') === 'ustar';

const text = (header: Buffer, { at, length }: { readonly at: number; readonly length: number }): string => {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
};

const octal = (header: Buffer, field: { readonly at: number; readonly length: number }): number => {
  const digits = text(header, field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
};

/** The sum of the header's bytes with its own field read as blanks. */
function hasChecksum(header: Buffer): boolean {
  let sum = 0;
  for (const [index, byte] of header.entries())
    sum += index >= CHECKSUM.at && index < CHECKSUM.at + CHECKSUM.length ? 0x20 : byte;
  return sum === octal(header, CHECKSUM);
}

/**
 * The plain files of a tar archive held in memory, in its order (POSIX ustar; other kinds of entries are passed over).
 * `damaged` is what is wrong with the rest, when something is.
 */
export function readTar(archive: Buffer): {
  readonly entries: readonly TarEntry[];
  readonly damaged: string | null;
} {
  const entries: TarEntry[] = [];
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return { entries, damaged: null };
    const size = octal(header, SIZE);
    if (!hasChecksum(header) || Number.isNaN(size))
      return { entries, damaged: `The archive is damaged after ${entries.length} files.` };
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (bytes.length < size)
      return { entries, damaged: `The archive ends inside its file ${text(header, NAME)}.` };
    const type = header[TYPE_AT];
    const prefix = text(header, PREFIX);
    const name = text(header, NAME);
    if (type === 0 || type === 0x30)
      entries.push({ name: prefix === '' ? name : `${prefix}/${name}`, bytes });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return { entries, damaged: 'The archive has no end: a part of it may be missing.' };
}
