/** The unit a tar archive is made of: headers, and contents padded to it. */
export const TAR_BLOCK = 512;

const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const CHECKSUM = [148, 156] as const;
const TYPE_AT = 156;
/** Where ustar and GNU archives name themselves. */
const MAGIC = [257, 262] as const;
const PREFIX = [345, 500] as const;

type Field = readonly [from: number, to: number];

const text = (header: Uint8Array, [from, to]: Field): string => {
  const field = header.subarray(from, to);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
};

/** Octal digits, or base 256 where the first bit says so; `undefined` where it is neither. */
function sizeOf(header: Uint8Array): number | undefined {
  const [from, to] = SIZE;
  const field = header.subarray(from, to);
  const first = field[0] ?? 0;
  if ((first & 0x80) !== 0) return field.subarray(1).reduce((size, byte) => size * 256 + byte, first & 0x7f);
  const digits = text(header, SIZE).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
}

/** The sum of the header's bytes with its own field read as blanks. */
function hasChecksum(header: Uint8Array): boolean {
  const [from, to] = CHECKSUM;
  const sum = header.reduce((total, byte, at) => total + (at >= from && at < to ? 0x20 : byte), 0);
  return sum === Number.parseInt(text(header, CHECKSUM).trim(), 8);
}

export const isTar = (start: Uint8Array): boolean =>
  start.length >= TAR_BLOCK && text(start, MAGIC) === 'ustar';

export type TarHeader = {
  readonly name: string;
  readonly size: number;
  /** A plain file; links, folders and what else there is have no content for us. */
  readonly isFile: boolean;
};

/** What the block of `TAR_BLOCK` bytes says of the entry after it; `undefined` when it is no header, or a damaged one. */
export function readTarHeader(header: Uint8Array): TarHeader | undefined {
  const size = isTar(header) && hasChecksum(header) ? sizeOf(header) : undefined;
  if (size === undefined || !Number.isSafeInteger(size)) return undefined;
  const prefix = text(header, PREFIX);
  const name = text(header, NAME);
  const type = header[TYPE_AT];
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, isFile: type === 0 || type === 0x30 };
}
