import type {
  LadderChange,
  LadderKind,
  MarketChange,
  MarketChangeMessage,
  RunnerChange,
} from './messages.ts';

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

/** A field name of up to four letters as one number; a fifth letter pushes the first out, hence `length`. */
const packed = (name: string): number =>
  [...name].reduce((key, letter) => (key << 8) | letter.charCodeAt(0) | 0, 0);

const OP = packed('op');
const ID = packed('id');
const CLK = packed('clk');
const PT = packed('pt');
const MC = packed('mc');
const RC = packed('rc');
const CON = packed('con');
const IMG = packed('img');
const HC = packed('hc');
const TV = packed('tv');
const LTP = packed('ltp');
const SPN = packed('spn');
const SPF = packed('spf');
const ATB = packed('atb');
const ATL = packed('atl');
const TRD = packed('trd');
const SPB = packed('spb');
const SPL = packed('spl');
const BATB = packed('batb');
const BATL = packed('batl');
const BDATB = packed('bdatb');
const BDATL = packed('bdatl');

/** Powers of ten that a double holds exactly and that a market's figures need. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/** Every integer of so many digits is a double, so that dividing by a power of ten rounds once, as JSON.parse does. */
const EXACT_DIGITS = 15;
const NO_LADDERS: readonly LadderChange[] = [];
const NO_RUNNERS: readonly RunnerChange[] = [];

/**
 * Reads `mcm` lines of the usual shape from their bytes: no definition, no image envelope, no escapes, no exponents,
 * every field once and of its type. Anything else is `undefined`, and takes the way over JSON.parse; where there is a
 * result it equals that of the long way. Validation is in the grammar: what doesn't fit is not read.
 */
export function createMarketChangeScanner() {
  let bytes: Uint8Array = new Uint8Array(0);
  let text: Buffer = Buffer.alloc(0);
  let at = 0;
  let end = 0;
  /** Set once something unusual was met; the result is then thrown away. */
  let unusual = false;
  let keyLength = 0;
  /** All digits of the number being read, without its point. */
  let mantissa = 0;

  /** The byte at the cursor, past spaces; 0 at the end. */
  const peek = (): number => {
    while (at < end && bytes[at] === SPACE) at += 1;
    return at < end ? (bytes[at] as number) : 0;
  };

  const take = (byte: number): boolean => {
    if (peek() !== byte) return false;
    at += 1;
    return true;
  };

  const expect = (byte: number): void => {
    if (!take(byte)) unusual = true;
  };

  /** A field's name with its colon, packed; 0 when it is none of ours. */
  const key = (): number => {
    expect(QUOTE);
    const start = at;
    let name = 0;
    while (at < end && bytes[at] !== QUOTE) {
      const letter = bytes[at] as number;
      if (letter < SPACE) unusual = true;
      name = (name << 8) | letter;
      at += 1;
    }
    keyLength = at - start;
    // Of five letters the first is pushed out: it must be the b of bdatb and bdatl.
    if (keyLength > 5 || (keyLength === 5 && bytes[start] !== 98)) {
      unusual = true;
      return 0;
    }
    expect(QUOTE);
    expect(COLON);
    return name;
  };

  /** Appends the digits at the cursor to `mantissa`; how many there were. */
  const digits = (): number => {
    const start = at;
    let value = mantissa;
    let digit = at < end ? (bytes[at] as number) : 0;
    while (digit >= ZERO && digit <= NINE) {
      value = value * 10 + (digit - ZERO);
      at += 1;
      digit = at < end ? (bytes[at] as number) : 0;
    }
    mantissa = value;
    return at - start;
  };

  const number = (): number => {
    const negative = peek() === MINUS;
    if (negative) at += 1;
    const start = at;
    mantissa = 0;
    const whole = digits();
    if (whole === 0 || (whole > 1 && bytes[start] === ZERO)) unusual = true;
    let decimals = 0;
    if (bytes[at] === POINT && at < end) {
      at += 1;
      decimals = digits();
      if (decimals === 0) unusual = true;
    }
    if (whole + decimals > EXACT_DIGITS) unusual = true;
    // What follows is checked by whoever expects it: an exponent is no comma and no bracket.
    const value = decimals === 0 ? mantissa : mantissa / (POWERS[decimals] as number);
    return negative ? -value : value;
  };

  /** Moves past a string without escapes; its text is between the quotes. */
  const skipString = (): number => {
    expect(QUOTE);
    const start = at;
    while (at < end) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH || byte < SPACE || byte > 126) unusual = true;
      at += 1;
    }
    expect(QUOTE);
    return start;
  };

  const string = (): string => {
    const start = skipString();
    return text.toString('latin1', start, at - 1);
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

  const ladderKind = (name: number): LadderKind | undefined => {
    switch (name) {
      case ATB:
        return 'atb';
      case ATL:
        return 'atl';
      case TRD:
        return 'trd';
      case BATB:
        return 'batb';
      case BATL:
        return 'batl';
      case BDATB:
        return 'bdatb';
      case BDATL:
        return 'bdatl';
      case SPB:
        return 'spb';
      case SPL:
        return 'spl';
      default:
        return undefined;
    }
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
    let ltp: number | undefined;
    let tv: number | undefined;
    let spn: number | undefined;
    let spf: number | undefined;
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
          ltp = number();
          break;
        case TV:
          twice(tv);
          tv = number();
          break;
        case SPN:
          twice(spn);
          spn = number();
          break;
        case SPF:
          twice(spf);
          spf = number();
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
    let tv: number | undefined;
    let changes: readonly RunnerChange[] | undefined;
    expect(OPEN_OBJECT);
    do {
      const name = key();
      if (unusual) break;
      switch (name) {
        case ID:
          twice(id);
          id = string();
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
          tv = number();
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

  /** The market change in `line[from, to)`, `undefined` where it is none of the usual shape. */
  return (line: Uint8Array, from: number, to: number): MarketChangeMessage | undefined => {
    if (line !== bytes) {
      bytes = line;
      text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
    }
    at = from;
    end = to;
    unusual = false;
    return message();
  };
}
