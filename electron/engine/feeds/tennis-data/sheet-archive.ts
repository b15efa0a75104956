import { crc32, inflateRawSync } from 'node:zlib';

/** A season unpacks to 2.5 MB and 95,000 cells; what this allows is parsed, at once, in half a second. */
const mostBytes = 12 << 20;
const mostCells = 300_000;
/** A sheet's own first tag has a kilobyte of namespaces; its parser's time grows with the square of a tag's attributes. */
const mostTagBytes = 8 << 10;

const damaged = 'the spreadsheet is cut off or damaged; download it again';
const tooLarge = 'the spreadsheet unpacks to more than any season of matches; save its matches as CSV';

type Entry = { readonly name: Buffer; readonly content: Buffer };

/** Spreadsheets are zip archives. */
export const isSheet = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';

/**
 * The archive of an .xlsx file again, unpacked under a limit, with its checksums verified and its parts stored as they
 * are: readers of archives believe the sizes these state, and set that much memory aside. Throws a sentence without
 * its end when the file is damaged or unpacks to too much.
 */
export function soundArchive(bytes: Buffer): Buffer {
  let entries: readonly Entry[];
  try {
    entries = readEntries(bytes);
  } catch (error) {
    const isLimit = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(isLimit ? tooLarge : damaged, { cause: error });
  }
  if (entries.some(({ content }) => hasEndlessTag(content))) throw new Error(damaged);
  for (const { name, content } of entries)
    if (/worksheets\/[^/]*\.xml$/i.test(name.toString('utf8')) && gridOf(content) > mostCells)
      throw new Error(tooLarge);
  return storedArchive(entries);
}

/** Parts in the order of the archive's directory (APPNOTE.TXT 4.3, without ZIP64, which no season needs). */
function readEntries(bytes: Buffer): readonly Entry[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end === -1) throw new Error('no directory');
  const entries: Entry[] = [];
  let left = mostBytes;
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('no entry');
    const [method, checksum] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, nameEnd);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    // Pictures and the like are no part of a table.
    if (!/\.(?:xml|rels)$/i.test(name.toString('utf8'))) continue;
    if (method !== 0 && method !== 8) throw new Error('unknown packing');
    const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) });
    left -= content.length;
    // Parts that are not packed can overlap.
    if (left < 0) throw Object.assign(new Error('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
    if (crc32(content) !== checksum) throw new Error('wrong checksum');
    entries.push({ name, content });
  }
  return entries;
}

const less = 0x3c;
const greater = 0x3e;
const quote = 0x22;
const apostrophe = 0x27;

/** Whether a tag goes on for longer than any; one can hold `>` in quotes. */
function hasEndlessTag(xml: Buffer): boolean {
  for (let from = xml.indexOf(less); from !== -1; ) {
    let at = from + 1;
    for (let quoted = 0; at < xml.length; at += 1) {
      if (at - from > mostTagBytes) return true;
      const byte = xml[at] ?? 0;
      if (quoted === 0 && byte === greater) break;
      if (byte === quoted) quoted = 0;
      else if (quoted === 0 && (byte === quote || byte === apostrophe)) quoted = byte;
    }
    from = xml.indexOf(less, at);
  }
  return false;
}

/** Cells of the rectangle up to the last row and column named: a lone cell far out makes its reader fill it all. */
function gridOf(sheet: Buffer): number {
  let [rows, columns] = [0, 0];
  for (const [, letters = '', digits] of sheet
    .toString('latin1')
    .matchAll(/\br\s*=\s*["']([A-Za-z]*)(\d+)["']/g)) {
    rows = Math.max(rows, Number(digits));
    let column = 0;
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    columns = Math.max(columns, column);
  }
  return rows * Math.max(columns, 1);
}

function storedArchive(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    // From the version needed to the lengths of name and extra field, the same in both headers.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, name]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, rest, name]));
    parts.push(local, content);
    offset += local.length + content.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
