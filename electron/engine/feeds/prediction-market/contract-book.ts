import { MILLION } from './fixed-point.ts';

export type ContractSide = 'bid' | 'ask';
/** Price and contracts, both in millionths. */
export type ContractLevel = readonly [price: number, contracts: number];

/** All resting orders of one contract that pays 1 dollar, by price. */
export type ContractBook = {
  /** Puts `levels` in place of everything. */
  replace(bids: readonly ContractLevel[], asks: readonly ContractLevel[]): void;
  /** What now rests at a price; 0 takes the level away. */
  set(side: ContractSide, price: number, contracts: number): void;
  /** Adds to what rests at a price. False, and nothing changed, where less than nothing would be left. */
  add(side: ContractSide, price: number, contracts: number): boolean;
  /** Best first. */
  levels(side: ContractSide): readonly ContractLevel[];
  /** The best price; 0 (bid) or 1 dollar (ask) where there is none. */
  best(side: ContractSide): number;
  /** A bid at or above an ask: such orders would have met, so the book is wrong. */
  crossed(): boolean;
};

export function createContractBook(): ContractBook {
  const sides: Readonly<Record<ContractSide, Map<number, number>>> = { bid: new Map(), ask: new Map() };
  const sorted: Record<ContractSide, readonly ContractLevel[] | undefined> = {
    bid: undefined,
    ask: undefined,
  };

  const set = (side: ContractSide, price: number, contracts: number) => {
    if (contracts > 0) sides[side].set(price, contracts);
    else sides[side].delete(price);
    sorted[side] = undefined;
  };
  const levels = (side: ContractSide): readonly ContractLevel[] => {
    const direction = side === 'bid' ? -1 : 1;
    const list = sorted[side] ?? [...sides[side]].sort(([a], [b]) => (a - b) * direction);
    sorted[side] = list;
    return list;
  };
  const best = (side: ContractSide): number => levels(side)[0]?.[0] ?? (side === 'bid' ? 0 : MILLION);

  return {
    replace(bids, asks) {
      for (const [side, list] of [
        ['bid', bids],
        ['ask', asks],
      ] as const) {
        sides[side].clear();
        for (const [price, contracts] of list) set(side, price, (sides[side].get(price) ?? 0) + contracts);
        sorted[side] = undefined;
      }
    },
    set,
    add(side, price, contracts) {
      const left = (sides[side].get(price) ?? 0) + contracts;
      if (left < 0) return false;
      set(side, price, left);
      return true;
    },
    levels,
    best,
    crossed: () => best('bid') >= best('ask'),
  };
}
