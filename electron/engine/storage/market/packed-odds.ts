import type { Database } from 'better-sqlite3';
import type { OddsE4 } from '../../../../shared/domain/units.ts';
import type { HistoricalOdds } from '../../ports/market-store.ts';
import { StorageFailure } from '../storage-failure.ts';
import { maximumVarintBytes, putVarint, readVarints, unzigzag, zigzag } from '../varint.ts';

type Slot = Pick<HistoricalOdds, 'book' | 'market' | 'side' | 'stage' | 'line'> & { readonly id: number };
export type OddsPacker = {
  pack(odds: readonly HistoricalOdds[]): Uint8Array;
  unpack(packed: Uint8Array): HistoricalOdds[];
};

/** Handicap lines differ by match, so they are packed with the price, in hundredths. */
const lineTravels = (market: HistoricalOdds['market']): boolean => market === 'asian-handicap';

/**
 * A match's prices as one blob: for each, the step from the last slot, the price, and the handicap where there is one.
 * A match has some sixty prices of the same few hundred kinds, always read together (training reads whole seasons),
 * so rows of their own would buy nothing but sixty inserts and index entries a match. Packed they take three or four
 * bytes each, and a season is one range of `matches_by_season`.
 */
export function createOddsPacker(db: Database): OddsPacker {
  const insert = db.prepare<Slot>(
    `INSERT INTO odds_slots (id, book, market, side, stage, line) VALUES (@id, @book, @market, @side, @stage, @line)`,
  );
  const slots = new Map<number, Slot>();
  const ids = new Map<string, number>();
  const keyOf = (slot: Omit<Slot, 'id'>): string =>
    `${slot.book}\n${slot.market}\n${slot.side}\n${slot.stage}\n${slot.line}`;
  for (const slot of db
    .prepare<[], Slot>('SELECT id, book, market, side, stage, line FROM odds_slots')
    .iterate()) {
    slots.set(slot.id, slot);
    ids.set(keyOf(slot), slot.id);
  }
  const slotOf = ({ book, market, side, stage, line: own }: HistoricalOdds): number => {
    const key = { book, market, side, stage, line: lineTravels(market) ? null : own };
    const known = ids.get(keyOf(key));
    if (known !== undefined) return known;
    const slot = { ...key, id: slots.size + 1 };
    insert.run(slot);
    slots.set(slot.id, slot);
    ids.set(keyOf(slot), slot.id);
    return slot.id;
  };

  return {
    pack(odds) {
      const bytes = new Uint8Array(odds.length * 3 * maximumVarintBytes);
      let at = 0;
      let last = 0;
      for (const price of odds) {
        const id = slotOf(price);
        at = putVarint(bytes, at, zigzag(id - last));
        at = putVarint(bytes, at, price.price);
        last = id;
        if (!lineTravels(price.market)) continue;
        const line = Math.round((price.line ?? Number.NaN) * 100);
        if (!Number.isSafeInteger(line)) {
          throw new StorageFailure('invalid', `A handicap price of ${price.book} has no line.`);
        }
        at = putVarint(bytes, at, zigzag(line));
      }
      return bytes.slice(0, at);
    },
    unpack(packed) {
      const reader = readVarints(packed);
      const odds: HistoricalOdds[] = [];
      for (let id = 0; !reader.done(); ) {
        id += unzigzag(reader.next());
        const slot = slots.get(id);
        if (!slot) throw new StorageFailure('corrupt', `market.db names an unknown kind of price (${id}).`);
        const price = reader.next() as OddsE4;
        const line = lineTravels(slot.market) ? unzigzag(reader.next()) / 100 : slot.line;
        odds.push({ book: slot.book, market: slot.market, line, side: slot.side, stage: slot.stage, price });
      }
      return odds;
    },
  };
}
