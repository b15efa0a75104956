import { createByteCursor } from './byte-cursor.ts';
import type { Figure, LadderChange, MarketChange, MarketChangeMessage, RunnerChange } from './messages.ts';
import { CLK, CON, HC, ID, IMG, LTP, ladderKind, MC, OP, PT, RC, SPF, SPN, TV } from './packed-names.ts';

const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const NO_LADDERS: readonly LadderChange[] = [];
const NO_RUNNERS: readonly RunnerChange[] = [];

/**
 * Reads `mcm` lines of the usual shape from their bytes: no definition, no image envelope, no escapes, no exponents,
 * every field once and of its type. Anything else is `undefined`, and takes the way over JSON.parse; where there is a
 * result it equals that of the long way. Validation is in the grammar: what doesn't fit is not read.
 */
export function createMarketChangeScanner() {
  const cursor = createByteCursor();
  const { take, expect, another, key, isLongKey, number, string, repeatedString, isString, figure, flag } =
    cursor;
  const { refuse, isRefused, isAtEnd } = cursor;
  let opened: Uint8Array | undefined;
  let view: Buffer = Buffer.alloc(0);

  /** Whether the same field came before; JSON.parse would keep the last, so that it takes the long way. */
  const twice = (value: unknown): void => {
    if (value !== undefined) refuse();
  };

  const entries = (byLevel: boolean): readonly number[] => {
    const list: number[] = [];
    expect(OPEN_LIST);
    if (take(CLOSE_LIST)) return list;
    do {
      expect(OPEN_LIST);
      if (byLevel) {
        const level = number();
        if (level < 0 || level !== Math.floor(level)) refuse();
        list.push(level);
        expect(COMMA);
      }
      const price = number();
      expect(COMMA);
      const size = number();
      expect(CLOSE_LIST);
      if (size < 0) refuse();
      list.push(price, size);
    } while (another());
    expect(CLOSE_LIST);
    return list;
  };

  const ladder = (name: number, before: readonly LadderChange[]): LadderChange[] => {
    const kind = ladderKind(name);
    if (kind === undefined || isLongKey() !== (kind === 'bdatb' || kind === 'bdatl')) {
      refuse();
      return [];
    }
    for (const { kind: earlier } of before) if (earlier === kind) refuse();
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
    } while (another());
    expect(CLOSE_OBJECT);
    if (id === undefined || id !== Math.floor(id)) refuse();
    return { id: id ?? 0, handicap: handicap ?? 0, ladders, ltp, tv, spn, spf };
  };

  const runners = (): readonly RunnerChange[] => {
    const list: RunnerChange[] = [];
    expect(OPEN_LIST);
    if (take(CLOSE_LIST)) return list;
    do list.push(runner());
    while (another());
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
      switch (name) {
        case ID:
          twice(id);
          // Mostly the market of the change before.
          id = repeatedString();
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
          refuse();
      }
    } while (another());
    expect(CLOSE_OBJECT);
    if (id === undefined || id === '') refuse();
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
    while (another());
    expect(CLOSE_LIST);
    return list;
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
      switch (name) {
        case OP:
          if (isMcm || !isString('mcm')) return undefined;
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
    } while (another());
    expect(CLOSE_OBJECT);
    if (isRefused() || !isMcm || !isAtEnd()) return undefined;
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

  /** The market change in the bytes from `from` to before `to`, `undefined` where it is none of the usual shape. */
  const scan = (from: number, to: number): MarketChangeMessage | undefined => {
    cursor.begin(from, to);
    return message();
  };

  return {
    /** One line, or a part of `line`. */
    line(line: Uint8Array, from: number, to: number): MarketChangeMessage | undefined {
      if (line !== opened) {
        opened = line;
        view = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      }
      cursor.open(line, view, undefined);
      return scan(from, to);
    },
    /** Lines of a block that doesn't change while they are read: its text is made once for all of them. */
    block(block: Uint8Array): (from: number, to: number) => MarketChangeMessage | undefined {
      const all = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
      const letters = all.toString('latin1');
      return (from, to) => {
        cursor.open(block, all, letters);
        return scan(from, to);
      };
    },
  };
}
