import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Ledger } from './ledger.ts';
import type { MarketDesk } from './market-desk.ts';
import { runnerKey } from './market-shapes.ts';
import { isMarketBook, type MarketBookWire, mismatch, type PriceSizeWire } from './protocol.ts';
import { readLevels } from './quote-board.ts';
import { sampleOf } from './wire/sample.ts';

const pricesOf = (levels: readonly PriceSizeWire[]) => levels.map(({ price }) => price);
const sizesOf = (levels: readonly PriceSizeWire[]) => levels.map(({ size }) => size);

/** Takes the markets of a listMarketBook answer: prices as of when it came, for it has no time of its own. */
export function takeBooks(entries: readonly unknown[], at: EpochMs, desk: MarketDesk, ledger: Ledger): void {
  const times = { sourceTime: at, receivedAt: at };
  const takeBook = (book: MarketBookWire) => {
    const listing = desk.directory.listing(book.marketId);
    const runners = book.runners ?? [];
    if (listing === undefined) {
      ledger.quarantine('market-not-in-catalogue', book.marketId, at, Math.max(1, runners.length * 2));
      return;
    }
    const condition = desk.condition(book.marketId);
    condition.origin = 'poll';
    condition.status = book.status;
    condition.suspendReason = '';
    condition.delayed = book.isMarketDataDelayed === true;
    condition.damaged = false;
    if (book.inplay === true && book.status !== 'CLOSED') desk.tellLive(listing);
    const settled = {
      winners: book.numberOfWinners ?? 1,
      runners: runners.map(({ selectionId, handicap, status }) => ({
        key: runnerKey(selectionId, handicap),
        status,
      })),
    };
    desk.tellRunners(listing, book.status, settled, at);
    for (const { selectionId, handicap, status, ex } of runners) {
      const key = runnerKey(selectionId, handicap);
      const sides = [
        ['back', ex?.availableToBack ?? []],
        ['lay', ex?.availableToLay ?? []],
      ] as const;
      for (const [side, offers] of sides) {
        const { levels, refused } = readLevels(pricesOf(offers), sizesOf(offers));
        if (refused > 0)
          ledger.quarantine(
            'price-out-of-range',
            `${book.marketId}/${key}/${side}: ${JSON.stringify(offers)}`,
            at,
            refused,
          );
        desk.quote(listing, key, side, status === 'ACTIVE' ? levels : [], times);
      }
    }
    desk.confirm(listing.marketIds, times);
    desk.tellStanding(listing, at);
  };
  for (const entry of entries)
    if (isMarketBook(entry)) takeBook(entry);
    else ledger.quarantine('malformed-market-book', `${mismatch(isMarketBook)}: ${sampleOf(entry)}`, at);
  desk.flush();
}
