import type { Figure, LadderChange, MarketChange, MarketChangeMessage, RunnerChange } from './messages.ts';

import { CLK, CON, HC, ID, IMG, LTP, ladderKind, MC, OP, PT, RC, SPF, SPN, TV } from './packed-names.ts';

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const SPACE = 32;
const LAST_LETTER = 126;

/** Powers of ten that a double holds exactly and that a market's figures need. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/** Every integer of so many digits is a double, so that dividing by a power of ten rounds once, as JSON.parse does. */
const EXACT_DIGITS = 15;
/** Every integer of so many digits fits 32 bits. */
const INTEGER_DIGITS = 9;
const NO_LADDERS: readonly LadderChange[] = [];
const NO_RUNNERS: readonly RunnerChange[] = [];

/**
 * Reads `mcm` lines of the usual shape from their bytes: no definition, no image envelope, no escapes, no exponents,
 * every field once and of its type. Anything else is `undefined`, and takes the way over JSON.parse; where there is a
 * result it equals that of the long way. Validation is in the grammar: what doesn't fit is not read.
 */
export function createMarketChangeScanner() {
  let bytes: Uint8Array = new Uint8Array(0);
  let buffer: Buffer = Buffer.alloc(0);
  /** All of `bytes` as text, one character a byte, when a block of lines is read. */
  let text: string | undefined;
  let lastId = '';
  let at = 0;
  let end = 0;
  /** Set once something unusual was met; the result is then thrown away. */
  let unusual = false;
  let keyLength = 0;

  /** The byte at the cursor, past spaces. Reading past the end is harmless: a cursor beyond it is no result. */
  const peek = (): number => {
    while (bytes[at] === SPACE) at += 1;
    return bytes[at] as number;
  };

  const take = (byte: number): boolean => {
    if (bytes[at] !== byte && peek() !== byte) return false;
    at += 1;
    return true;
  };

  const expect = (byte: number): void => {
    if (bytes[at] === byte) at += 1;
    else if (!take(byte)) unusual = true;
  };

  /** A field's name with its colon, packed; 0 when it is none of ours. */
  const key = (): number => {
    expect(QUOTE);
    const start = at;
    let next = at;
    let name = 0;
    let letter = bytes[next] as number;
    while (letter !== QUOTE && next - start < 6) {
      if (letter < SPACE) unusual = true;
      name = (name << 8) | letter;
      next += 1;
      letter = bytes[next] as number;
    }
    at = next;
    keyLength = next - start;
    // Of five letters the first is pushed out: it must be the b of bdatb and bdatl.
    if (keyLength > 5 || (keyLength === 5 && bytes[start] !== 98)) {
      unusual = true;
      return 0;
    }
    at += 1;
    expect(COLON);
    return name;
  };

  const number = (): number => {
    const negative = peek() === MINUS;
    const start = negative ? at + 1 : at;
    let next = start;
    // Stays a 32-bit integer: with more digits than fit, the result is thrown away.
    let value = 0;
    let digit = bytes[next] as number;
    while (digit >= ZERO && digit <= NINE) {
      value = (value * 10 + (digit - ZERO)) | 0;
      next += 1;
      digit = bytes[next] as number;
    }
    const whole = next - start;
    let decimals = 0;
    if (digit === POINT) {
      next += 1;
      const point = next;
      digit = bytes[next] as number;
      while (digit >= ZERO && digit <= NINE) {
        value = (value * 10 + (digit - ZERO)) | 0;
        next += 1;
        digit = bytes[next] as number;
      }
      decimals = next - point;
      if (decimals === 0) unusual = true;
    }
    if (whole === 0 || (whole > 1 && bytes[start] === ZERO)) unusual = true;
    at = next;
    // What follows is checked by whoever expects it: an exponent is no comma and no bracket.
    if (whole + decimals > INTEGER_DIGITS) return longNumber(start, decimals);
    const magnitude = decimals === 0 ? value : value / (POWERS[decimals] as number);
    return negative ? -magnitude : magnitude;
  };

  /** The number whose digits are at `start`, up to the cursor. */
  const longNumber = (start: number, decimals: number): number => {
    let value = 0;
    for (let i = start; i < at; i += 1) {
      const digit = bytes[i] as number;
      if (digit !== POINT) value = value * 10 + (digit - ZERO);
    }
    if (at - start > EXACT_DIGITS) unusual = true;
    const magnitude = value / (POWERS[decimals] ?? Number.NaN);
    return bytes[start - 1] === MINUS ? -magnitude : magnitude;
  };

  /** Moves past a string without escapes; where its text begins, which ends a quote before the cursor. */
  const skipString = (): number => {
    expect(QUOTE);
    const start = at;
    let next = at;
    let letter = bytes[next] as number;
    while (letter !== QUOTE) {
      if (letter === BACKSLASH || letter < SPACE || letter > LAST_LETTER || next >= end) {
        unusual = true;
        return start;
      }
      next += 1;
      letter = bytes[next] as number;
    }
    at = next + 1;
    return start;
  };

  const string = (): string => {
    const start = skipString();
    return unusual ? '' : textOf(start, at - 1);
  };

  /** A market's id: mostly the one before, which is then not made again. */
  const marketId = (): string => {
    const start = skipString();
    const length = at - 1 - start;
    let same = length === lastId.length;
    for (let i = 0; same && i < length; i += 1) same = bytes[start + i] === lastId.charCodeAt(i);
    if (!same && !unusual) lastId = textOf(start, at - 1);
    return lastId;
  };

  const textOf = (start: number, to: number): string =>
    text === undefined ? buffer.toString('latin1', start, to) : text.slice(start, to);

  /** A number, or one of the words Betfair writes in quotes where there is none. */
  const figure = (): number | null => {
    if (bytes[at] !== QUOTE && peek() !== QUOTE) return number();
    const start = skipString();
    const length = at - 1 - start;
    // NaN and Infinity.
    if (length === 3 && bytes[start] === 78 && bytes[start + 1] === 97 && bytes[start + 2] === 78)
      return null;
    if (length === 8 && textOf(start, at - 1) === 'Infinity') return Number.POSITIVE_INFINITY;
    unusual = true;
    return null;
  };

  const literal = (word: string): boolean => {
    for (let i = 0; i < word.length; i += 1) {
      if (at >= end || bytes[at] !== word.charCodeAt(i)) {
        unusual = true;
        return false;
      }
      at += 1;
    }
    return true;
  };

  const flag = (): boolean => {
    if (peek() === 116) return literal('true');
    literal('false');
    return false;
  };

  /** Whether the same field came before; JSON.parse would keep the last, so that it takes the long way. */
  const twice = (value: unknown): void => {
    if (value !== undefined) unusual = true;
  };

  const entries = (byLevel: boolean): readonly number[] => {
    const list: number[] = [];
    expect(OPEN_LIST);
    if (take(CLOSE_LIST)) return list;
    do {
      expect(OPEN_LIST);
      if (byLevel) {
        const level = number();
        if (level < 0 || level !== Math.floor(level)) unusual = true;
        list.push(level);
        expect(COMMA);
      }
      const price = number();
      expect(COMMA);
      const size = number();
      expect(CLOSE_LIST);
      if (size < 0) unusual = true;
      list.push(price, size);
    } while (!unusual && take(COMMA));
    expect(CLOSE_LIST);
    return list;
  };

  const ladder = (name: number, before: readonly LadderChange[]): LadderChange[] => {
    const kind = ladderKind(name);
    if (kind === undefined || (keyLength === 5) !== (kind === 'bdatb' || kind === 'bdatl')) {
      unusual = true;
      return [];
    }
    for (const { kind: earlier } of before) if (earlier === kind) unusual = true;
    const change = { kind, entries: entries(kind.length > 3) };
    if (before.length === 0) return [change];
    const all = before as LadderChange[];
    all.push(change);
    return all;
  };

  const runner = (): RunnerChange => {
    let id: number | undefined;
    let handicap: number | undefined;
    let ltp: Figure;
    let tv: Figure;
    let spn: Figure;
    let spf: Figure;
    let ladders: readonly LadderChange[] = NO_LADDERS;
    expect(OPEN_OBJECT);
    do {
      const name = key();
      if (unusual) break;
      switch (name) {
        case ID:
          twice(id);
          id = number();
          break;
        case HC:
          twice(handicap);
          handicap = number();
          break;
        case LTP:
          twice(ltp);
          ltp = figure();
          break;
        case TV:
          twice(tv);
          tv = figure();
          break;
        case SPN:
          twice(spn);
          spn = figure();
          break;
        case SPF:
          twice(spf);
          spf = figure();
          break;
        default:
          ladders = ladder(name, ladders);
      }
    } while (!unusual && take(COMMA));
    expect(CLOSE_OBJECT);
    if (id === undefined || id !== Math.floor(id)) unusual = true;
    return { id: id ?? 0, handicap: handicap ?? 0, ladders, ltp, tv, spn, spf };
  };

  const runners = (): readonly RunnerChange[] => {
    const list: RunnerChange[] = [];
    expect(OPEN_LIST);
    if (take(CLOSE_LIST)) return list;
    do list.push(runner());
    while (!unusual && take(COMMA));
    expect(CLOSE_LIST);
    return list;
  };

  const market = (): MarketChange => {
    let id: string | undefined;
    let image: boolean | undefined;
    let conflated: boolean | undefined;
    let tv: Figure;
    let changes: readonly RunnerChange[] | undefined;
    expect(OPEN_OBJECT);
    do {
      const name = key();
      if (unusual) break;
      switch (name) {
        case ID:
          twice(id);
          id = marketId();
          break;
        case RC:
          twice(changes);
          changes = runners();
          break;
        case CON:
          twice(conflated);
          conflated = flag();
          break;
        case IMG:
          twice(image);
          image = flag();
          break;
        case TV:
          twice(tv);
          tv = figure();
          break;
        default:
          unusual = true;
      }
    } while (!unusual && take(COMMA));
    expect(CLOSE_OBJECT);
    if (id === undefined || id === '') unusual = true;
    return {
      id: id ?? '',
      image: image ?? false,
      conflated: conflated ?? false,
      tv,
      definition: undefined,
      runners: changes ?? NO_RUNNERS,
    };
  };

  const markets = (): readonly MarketChange[] => {
    const list: MarketChange[] = [];
    expect(OPEN_LIST);
    if (take(CLOSE_LIST)) return list;
    do list.push(market());
    while (!unusual && take(COMMA));
    expect(CLOSE_LIST);
    return list;
  };

  const isMarketChange = (): boolean => {
    const start = skipString();
    return at - start === 4 && bytes[start] === 109 && bytes[start + 1] === 99 && bytes[start + 2] === 109;
  };

  const message = (): MarketChangeMessage | undefined => {
    let isMcm = false;
    let id: number | undefined;
    let clk: string | undefined;
    let publishTime: number | undefined;
    let changes: readonly MarketChange[] | undefined;
    expect(OPEN_OBJECT);
    do {
      const name = key();
      if (unusual) return undefined;
      switch (name) {
        case OP:
          if (isMcm || !isMarketChange()) return undefined;
          isMcm = true;
          break;
        case ID:
          twice(id);
          id = number();
          break;
        case CLK:
          twice(clk);
          clk = string();
          break;
        case PT:
          twice(publishTime);
          publishTime = number();
          break;
        case MC:
          twice(changes);
          changes = markets();
          break;
        default:
          return undefined;
      }
    } while (!unusual && take(COMMA));
    expect(CLOSE_OBJECT);
    peek();
    if (unusual || !isMcm || at !== end) return undefined;
    return {
      op: 'mcm',
      id,
      ct: undefined,
      initialClk: undefined,
      clk,
      publishTime,
      heartbeatMs: undefined,
      conflateMs: undefined,
      segment: undefined,
      status: undefined,
      markets: changes ?? [],
    };
  };

  /** The market change in `block[from, to)`, `undefined` where it is none of the usual shape. */
  const scan = (from: number, to: number): MarketChangeMessage | undefined => {
    at = from;
    end = to;
    unusual = false;
    return message();
  };

  return {
    /** One line, or a part of `line`. */
    line(line: Uint8Array, from: number, to: number): MarketChangeMessage | undefined {
      if (line !== bytes) {
        bytes = line;
        buffer = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      }
      text = undefined;
      return scan(from, to);
    },
    /** Lines of a block that doesn't change while they are read: its text is made once for all of them. */
    block(block: Uint8Array): (from: number, to: number) => MarketChangeMessage | undefined {
      const all = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
      const letters = all.toString('latin1');
      return (from, to) => {
        bytes = block;
        buffer = all;
        text = letters;
        return scan(from, to);
      };
    },
  };
}
