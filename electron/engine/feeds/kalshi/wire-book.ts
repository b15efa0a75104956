import type { ContractLevel } from '../prediction-market/contract-book.ts';
import { isContractPrice, MILLION, millionths } from '../prediction-market/fixed-point.ts';
import type { WireBook, WireDelta, WireLevel, WireNumber } from './messages.ts';

const CENT = MILLION / 100;

const priceIn = (unit: 'dollars' | 'cents', value: WireNumber): number | undefined => {
  const read = millionths(value);
  const price = read === undefined || unit === 'dollars' ? read : Math.round((read * CENT) / MILLION);
  return isContractPrice(price) ? price : undefined;
};

function readLevels(
  levels: readonly WireLevel[],
  unit: 'dollars' | 'cents',
): readonly ContractLevel[] | undefined {
  const read: ContractLevel[] = [];
  for (const [price, count] of levels) {
    const [at, contracts] = [priceIn(unit, price), millionths(count)];
    if (at === undefined || contracts === undefined || contracts < 0) return undefined;
    read.push([at, contracts]);
  }
  return read;
}

function readSide(book: WireBook, side: 'yes' | 'no'): readonly ContractLevel[] | undefined {
  const dollars = book[`${side}_dollars_fp`] ?? book[`${side}_dollars`];
  return dollars ? readLevels(dollars, 'dollars') : readLevels(book[side] ?? [], 'cents');
}

/** A bid for no at q is an offer of yes at 1 - q. */
const mirror = ([price, contracts]: ContractLevel): ContractLevel => [MILLION - price, contracts];

/** The book of the yes contract, in whatever order the levels came; `undefined` where a level is none. */
export function readWireBook(
  book: WireBook,
): { readonly bids: readonly ContractLevel[]; readonly asks: readonly ContractLevel[] } | undefined {
  const [yes, no] = [readSide(book, 'yes'), readSide(book, 'no')];
  return yes === undefined || no === undefined ? undefined : { bids: yes, asks: no.map(mirror) };
}

export type BookChange = { readonly side: 'bid' | 'ask'; readonly price: number; readonly contracts: number };

/** A change in the terms of the yes contract; `undefined` where price or count is none. */
export function readDelta(delta: WireDelta): BookChange | undefined {
  const { side, price_dollars: dollars, price: cents } = delta;
  const price =
    dollars !== undefined
      ? priceIn('dollars', dollars)
      : cents === undefined
        ? undefined
        : priceIn('cents', cents);
  const count = delta.delta_fp ?? delta.delta;
  const contracts = count === undefined ? undefined : millionths(count);
  if (price === undefined || contracts === undefined) return undefined;
  return side === 'yes'
    ? { side: 'bid', price, contracts }
    : { side: 'ask', price: MILLION - price, contracts };
}
