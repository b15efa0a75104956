const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const BACKSLASH = 92;
const SPACE = 32;
const LAST_LETTER = 126;

/** Powers of ten that a double holds exactly and that a market's figures need. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/** Every integer of so many digits is a double, so that dividing by a power of ten rounds once, as JSON.parse does. */
const EXACT_DIGITS = 15;
/** Every integer of so many digits fits 32 bits. */
const INTEGER_DIGITS = 9;
/** Letters of a field's name. */
const LONGEST_KEY = 5;

/**
 * Reads the tokens of JSON from bytes, those of the usual shape: no escapes, no exponents, no signs where none belong.
 * Whatever else comes is refused: then everything read since `begin` is to be thrown away.
 */
export function createByteCursor() {
  let bytes: Uint8Array = new Uint8Array(0);
  let buffer: Buffer = Buffer.alloc(0);
  /** All of `bytes` as text, one character a byte, when a block of lines is read. */
  let text: string | undefined;
  /** The word made last. */
  let lastWord = '';
  let at = 0;
  let end = 0;
  /** Set once something unusual was met; the result is then thrown away. */
  let unusual = false;
  /** Of the field's name read last, in letters. */
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

  /** Whether a comma comes, and with it another item of a list or object that is read. */
  const another = (): boolean => !unusual && take(COMMA);

  /** A field's name with its colon, packed; 0 when it is none of ours, or something is refused. */
  const key = (): number => {
    expect(QUOTE);
    const start = at;
    let next = at;
    let name = 0;
    let letter = bytes[next] as number;
    while (letter !== QUOTE && next - start <= LONGEST_KEY) {
      if (letter < SPACE) unusual = true;
      name = (name << 8) | letter;
      next += 1;
      letter = bytes[next] as number;
    }
    at = next;
    keyLength = next - start;
    // Of five letters the first is pushed out: it must be the b of bdatb and bdatl.
    if (keyLength > LONGEST_KEY || (keyLength === LONGEST_KEY && bytes[start] !== 98)) {
      unusual = true;
      return 0;
    }
    at += 1;
    expect(COLON);
    return unusual ? 0 : name;
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

  /** A string that is mostly the one asked for before, which is then not made again. */
  const repeatedString = (): string => {
    const start = skipString();
    const length = at - 1 - start;
    let same = length === lastWord.length;
    for (let i = 0; same && i < length; i += 1) same = bytes[start + i] === lastWord.charCodeAt(i);
    if (!same && !unusual) lastWord = textOf(start, at - 1);
    return lastWord;
  };

  /** Whether the string that comes is this one, of letters without escapes. */
  const isString = (word: string): boolean => {
    const start = skipString();
    let same = at - 1 - start === word.length;
    for (let i = 0; same && i < word.length; i += 1) same = bytes[start + i] === word.charCodeAt(i);
    return same;
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

  return {
    take,
    expect,
    another,
    key,
    number,
    string,
    repeatedString,
    isString,
    figure,
    flag,
    isLongKey: (): boolean => keyLength === LONGEST_KEY,
    refuse(): void {
      unusual = true;
    },
    isRefused: (): boolean => unusual,
    /** Whether nothing but spaces is left. */
    isAtEnd(): boolean {
      peek();
      return at === end;
    },
    /** From here on `block` is read; `letters` is all of it as text, one character a byte, where it was made. */
    open(block: Uint8Array, view: Buffer, letters: string | undefined): void {
      bytes = block;
      buffer = view;
      text = letters;
    },
    begin(from: number, to: number): void {
      at = from;
      end = to;
      unusual = false;
    },
  };
}
