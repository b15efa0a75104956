import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { ContractLevel } from '../prediction-market/contract-book.ts';
import { isContractPrice, millionths } from '../prediction-market/fixed-point.ts';
import type { WireBook, WireChange, WireLevel, WireNumber } from './messages.ts';

function readLevels(levels: readonly WireLevel[]): readonly ContractLevel[] | undefined {
  const read: ContractLevel[] = [];
  for (const { price, size } of levels) {
    const [at, contracts] = [millionths(price), millionths(size)];
    if (!isContractPrice(at) || contracts === undefined || contracts < 0) return undefined;
    read.push([at, contracts]);
  }
  return read;
}

/** A token's book in whatever order its levels came; `undefined` where a level is none. */
export function readWireBook(
  book: WireBook,
): { readonly bids: readonly ContractLevel[]; readonly asks: readonly ContractLevel[] } | undefined {
  const bids = readLevels(book.bids ?? book.buys ?? []);
  const asks = readLevels(book.asks ?? book.sells ?? []);
  return bids === undefined || asks === undefined ? undefined : { bids, asks };
}

export type LevelChange = {
  readonly side: 'bid' | 'ask';
  readonly price: number;
  /** What now rests there. */
  readonly contracts: number;
  /** The best prices after it, where it tells. */
  readonly bestBid: number | undefined;
  readonly bestAsk: number | undefined;
};

const best = (value: WireNumber | null | undefined): number | undefined =>
  value === undefined || value === null || value === '' ? undefined : millionths(value);

/** `undefined` where price or size is none. */
export function readChange(change: WireChange): LevelChange | undefined {
  const [price, contracts] = [millionths(change.price), millionths(change.size)];
  if (!isContractPrice(price) || contracts === undefined || contracts < 0) return undefined;
  return {
    side: change.side.toUpperCase() === 'BUY' ? 'bid' : 'ask',
    price,
    contracts,
    bestBid: best(change.best_bid),
    bestAsk: best(change.best_ask),
  };
}

/** Later than this it is milliseconds: seconds of the year 2286. */
const LATEST_SECONDS = 10_000_000_000;

/** Milliseconds (as the stream has them), seconds, or ISO 8601 (as the reference shows for `/book`). */
export function wireTime(value: WireNumber | null | undefined): EpochMs | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  const ms = Number.isFinite(number)
    ? number < LATEST_SECONDS
      ? number * 1_000
      : number
    : Date.parse(String(value));
  return Number.isSafeInteger(Math.round(ms)) && ms > 0 ? (Math.round(ms) as EpochMs) : undefined;
}
