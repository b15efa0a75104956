/**
 * A bzip2 decompressor, block by block, for files larger than memory. Written here because the packages for it are
 * either untyped, unmaintained and slow, or want the whole file and its decompressed size at once. The format as of
 * bzip2 1.0.8; randomised blocks, which no release since 1997 writes, are refused.
 */

const BLOCK_MAGIC_HIGH = 0x314159;
const BLOCK_MAGIC_LOW = 0x265359;
const END_MAGIC_HIGH = 0x177245;
const END_MAGIC_LOW = 0x385090;
const MAXIMUM_CODE_LENGTH = 20;
const SYMBOLS_OF_A_SELECTOR = 50;
/** Codes up to this length are found in one look. */
const LOOK_BITS = 10;
const WINDOW = (1 << MAXIMUM_CODE_LENGTH) - 1;
const RUN_A = 0;
const RUN_B = 1;
/** More compressed bytes than any block can have: 900,000 symbols of 20 bits, and its tables. */
const MOST_BYTES_OF_A_BLOCK = 2_500_000;

/** What is wrong with an archive, for people. */
export class Bzip2Error extends Error {}

/** CRC-32 with the polynomial 0x04c11db7, most significant bit first, as bzip2 uses it. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

type BitReader = {
  /** Up to 24 bits, most significant first. */
  bits(count: number): number;
  symbol(code: Code): number;
  /** Moves to the next whole byte. */
  alignToByte(): void;
  /** The byte the next bit is in. */
  readonly position: number;
  /** How many bits of that byte are taken. */
  readonly taken: number;
};

const endsEarly = (): Bzip2Error => new Bzip2Error('it ends in the middle of a block');

function createBitReader(bytes: Uint8Array, start: number): BitReader {
  let at = start;
  /** The last bits read; only the lowest `count` are still to come. */
  let held = 0;
  let count = 0;
  return {
    bits(wanted) {
      while (count < wanted) {
        if (at >= bytes.length) throw endsEarly();
        held = (held << 8) | (bytes[at] as number);
        at += 1;
        count += 8;
      }
      count -= wanted;
      return (held >>> count) & ((1 << wanted) - 1);
    },
    symbol({ look, limits, bases, symbols }) {
      while (count < MAXIMUM_CODE_LENGTH && at < bytes.length) {
        held = (held << 8) | (bytes[at] as number);
        at += 1;
        count += 8;
      }
      const missing = MAXIMUM_CODE_LENGTH - count;
      const window = (missing > 0 ? held << missing : held >>> -missing) & WINDOW;
      const found = look[window >>> (MAXIMUM_CODE_LENGTH - LOOK_BITS)] as number;
      if (found !== 0) {
        count -= found & 15;
        if (count < 0) throw endsEarly();
        return found >>> 4;
      }
      for (let length = LOOK_BITS + 1; length <= MAXIMUM_CODE_LENGTH; length += 1) {
        const value = window >>> (MAXIMUM_CODE_LENGTH - length);
        if (value > (limits[length] as number)) continue;
        count -= length;
        if (count < 0) throw endsEarly();
        return symbols[(bases[length] as number) + value] as number;
      }
      throw new Bzip2Error('a code is not one of its block');
    },
    alignToByte() {
      at -= count >>> 3;
      count = 0;
    },
    get position() {
      return at - Math.ceil(count / 8);
    },
    get taken() {
      return (8 - (count & 7)) & 7;
    },
  };
}

/** One Huffman code: `look` gives symbol and length of short codes, the rest is canonical. */
type Code = {
  readonly look: Uint16Array;
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
};

function buildCode(lengths: Uint8Array, count: number): Code {
  const look = new Uint16Array(1 << LOOK_BITS);
  const limits = new Int32Array(MAXIMUM_CODE_LENGTH + 2).fill(-1);
  const bases = new Int32Array(MAXIMUM_CODE_LENGTH + 2);
  const symbols = new Uint16Array(count);
  let code = 0;
  let placed = 0;
  for (let length = 1; length <= MAXIMUM_CODE_LENGTH; length += 1) {
    bases[length] = placed - code;
    for (let symbol = 0; symbol < count; symbol += 1) {
      if (lengths[symbol] !== length) continue;
      symbols[placed] = symbol;
      if (length <= LOOK_BITS) {
        const from = code << (LOOK_BITS - length);
        look.fill((symbol << 4) | length, from, from + (1 << (LOOK_BITS - length)));
      }
      placed += 1;
      code += 1;
    }
    limits[length] = code - 1;
    code <<= 1;
  }
  return { look, limits, bases, symbols };
}

function readSymbolsInUse(reader: BitReader): Uint8Array {
  const groups = reader.bits(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group += 1) {
    if ((groups & (0x8000 >> group)) === 0) continue;
    const members = reader.bits(16);
    for (let i = 0; i < 16; i += 1) if (members & (0x8000 >> i)) used.push(group * 16 + i);
  }
  if (used.length === 0) throw new Bzip2Error('a block uses no symbols');
  return Uint8Array.from(used);
}

function readSelectors(reader: BitReader, codes: number): Uint8Array {
  const count = reader.bits(15);
  if (count === 0) throw new Bzip2Error('a block selects no code');
  const order = Array.from({ length: codes }, (_, i) => i);
  return Uint8Array.from({ length: count }, () => {
    let place = 0;
    while (reader.bits(1)) place += 1;
    if (place >= codes) throw new Bzip2Error('a block selects a code it does not have');
    const [chosen = 0] = order.splice(place, 1);
    order.unshift(chosen);
    return chosen;
  });
}

function readCode(reader: BitReader, symbols: number): Code {
  const lengths = new Uint8Array(symbols);
  let length = reader.bits(5);
  for (let i = 0; i < symbols; i += 1) {
    while (reader.bits(1)) length += reader.bits(1) ? -1 : 1;
    if (length < 1 || length > MAXIMUM_CODE_LENGTH) throw new Bzip2Error('a code is too long');
    lengths[i] = length;
  }
  return buildCode(lengths, symbols);
}

type Block = { readonly length: number; readonly origin: number; readonly crc: number };

/** The Burrows-Wheeler column of one block into `column`; the reader stands past the block's magic number. */
function readBlock(reader: BitReader, column: Uint32Array, counts: Uint32Array): Block {
  const crc = ((reader.bits(16) << 16) | reader.bits(16)) >>> 0;
  if (reader.bits(1)) throw new Bzip2Error('it has randomised blocks, which bzip2 no longer writes');
  const origin = reader.bits(24);
  const front = readSymbolsInUse(reader);
  const codeCount = reader.bits(3);
  if (codeCount < 2 || codeCount > 6) throw new Bzip2Error('a block has no valid codes');
  const selectors = readSelectors(reader, codeCount);
  const endOfBlock = front.length + 1;
  const codes = Array.from({ length: codeCount }, () => readCode(reader, endOfBlock + 1));
  return {
    crc,
    origin,
    length: readSymbols(reader, { selectors, codes, front, endOfBlock }, column, counts),
  };
}

type SymbolStream = {
  readonly selectors: Uint8Array;
  readonly codes: readonly Code[];
  /** Move-to-front list. */
  readonly front: Uint8Array;
  readonly endOfBlock: number;
};

function readSymbols(
  reader: BitReader,
  { selectors, codes, front, endOfBlock }: SymbolStream,
  column: Uint32Array,
  counts: Uint32Array,
): number {
  counts.fill(0);
  let length = 0;
  let run = 0;
  let runWeight = 1;
  for (const selector of selectors) {
    const code = codes[selector] as Code;
    for (let i = 0; i < SYMBOLS_OF_A_SELECTOR; i += 1) {
      const symbol = reader.symbol(code);
      if (symbol === RUN_A || symbol === RUN_B) {
        run += runWeight << symbol;
        runWeight <<= 1;
        if (run > column.length) throw new Bzip2Error('a run is longer than its block');
        continue;
      }
      if (run > 0) {
        const byte = front[0] as number;
        if (length + run > column.length) throw new Bzip2Error('a block is longer than it says');
        column.fill(byte, length, length + run);
        counts[byte] = (counts[byte] as number) + run;
        length += run;
        run = 0;
        runWeight = 1;
      }
      if (symbol === endOfBlock) return length;
      if (length >= column.length) throw new Bzip2Error('a block is longer than it says');
      const byte = front[symbol - 1] as number;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = byte;
      column[length] = byte;
      counts[byte] = (counts[byte] as number) + 1;
      length += 1;
    }
  }
  throw new Bzip2Error('a block has no end');
}

/** Undoes the Burrows-Wheeler transform and the first run-length coding. */
function expandBlock(block: Block, column: Uint32Array, counts: Uint32Array): Uint8Array {
  const { length, origin } = block;
  if (length === 0) return new Uint8Array(0);
  if (origin >= length) throw new Bzip2Error('a block starts outside itself');
  let sum = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const count = counts[byte] as number;
    counts[byte] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i += 1) {
    const byte = (column[i] as number) & 255;
    const place = counts[byte] as number;
    counts[byte] = place + 1;
    column[place] = (column[place] as number) | (i << 8);
  }
  let out = new Uint8Array(length + (length >>> 2) + 256);
  let written = 0;
  let crc = -1;
  let place = (column[origin] as number) >>> 8;
  let previous = -1;
  let same = 0;
  for (let i = 0; i < length; i += 1) {
    const entry = column[place] as number;
    const byte = entry & 255;
    place = entry >>> 8;
    if (written + 256 > out.length) out = grown(out);
    if (same === 4) {
      // After four equal bytes comes how many more there are.
      for (let more = byte; more > 0; more -= 1) {
        crc = (crc << 8) ^ (CRC[(crc >>> 24) ^ previous] as number);
        out[written] = previous;
        written += 1;
      }
      same = 0;
      previous = -1;
      continue;
    }
    same = byte === previous ? same + 1 : 1;
    previous = byte;
    crc = (crc << 8) ^ (CRC[(crc >>> 24) ^ byte] as number);
    out[written] = byte;
    written += 1;
  }
  if (~crc >>> 0 !== block.crc) throw new Bzip2Error('a block is damaged: its checksum differs');
  return out.subarray(0, written);
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** Of a stream's header, `BZh1` to `BZh9`: hundred thousands of bytes a block; `undefined` where none begins. */
function levelOf(bytes: Uint8Array): number | undefined {
  const [b, z, h, digit = 0] = bytes;
  const level = digit - 0x30;
  return b === 0x42 && z === 0x5a && h === 0x68 && level >= 1 && level <= 9 ? level : undefined;
}

/**
 * Decompresses a bzip2 file, several streams one after the other among them; each item is one block's text. Throws a
 * `Bzip2Error` at the first damage, after everything before it was given.
 */
export async function* bunzip2(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = compressed[Symbol.asyncIterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  let ended = false;
  /** Enough bytes for a block of any size, or all there are: nothing below has to wait. */
  const refill = async (from: number): Promise<void> => {
    const parts = [bytes.subarray(from)];
    let held = parts[0]?.length ?? 0;
    while (!ended && held < 2 * MOST_BYTES_OF_A_BLOCK) {
      const next = await chunks.next();
      if (next.done === true) ended = true;
      else {
        parts.push(next.value);
        held += next.value.length;
      }
    }
    bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  };
  await refill(0);
  for (let streams = 0; streams === 0 || bytes.length > 0; streams += 1) {
    const level = levelOf(bytes);
    if (level === undefined) {
      // As the original does: what follows a complete stream and is none is no part of it.
      if (streams > 0) return;
      throw new Bzip2Error('it is not a bzip2 file');
    }
    const column = new Uint32Array(level * 100_000);
    const counts = new Uint32Array(256);
    let reader = createBitReader(bytes, 4);
    let combined = 0;
    for (;;) {
      const high = reader.bits(24);
      const low = reader.bits(24);
      if (high === END_MAGIC_HIGH && low === END_MAGIC_LOW) break;
      if (high !== BLOCK_MAGIC_HIGH || low !== BLOCK_MAGIC_LOW)
        throw new Bzip2Error('a block does not begin where it should');
      const block = readBlock(reader, column, counts);
      combined = ((combined << 1) | (combined >>> 31)) ^ block.crc;
      yield expandBlock(block, column, counts);
      if (!ended && bytes.length - reader.position < MOST_BYTES_OF_A_BLOCK) {
        const { position, taken } = reader;
        await refill(position);
        reader = createBitReader(bytes, 0);
        reader.bits(taken);
      }
    }
    const crc = ((reader.bits(16) << 16) | reader.bits(16)) >>> 0;
    if (crc !== combined >>> 0) throw new Bzip2Error('its checksum differs');
    reader.alignToByte();
    await refill(reader.position);
  }
}
