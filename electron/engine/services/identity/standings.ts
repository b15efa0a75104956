import type { BookStanding, MarketStatus } from '../../../../shared/domain/catalogue.ts';
import type { BookId, EpochMs } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import { type Admission, standingQuotes } from './admission.ts';
import { familyOf } from './direct-books.ts';
import { statusOf } from './joined-market.ts';
import type { JoinedMarket, NativeMarket } from './state.ts';

const OPEN: BookStanding = { state: 'open', reason: '' };

/** What a source's own status says of its books where other sources quote the market too. */
const standingFor = (status: MarketStatus): BookStanding => {
  if (status === 'open') return OPEN;
  return {
    state: 'suspended',
    reason: status === 'closed' ? 'closed by its source' : 'suspended by its source',
  };
};

/** Statuses of markets that several sources quote: one source's suspension is its books', not the market's. */
export function createStandings(deps: {
  readonly book: Pick<MarketBook, 'market'>;
  readonly admission: Admission;
}) {
  const booksOf = ({ native, joined }: NativeMarket): readonly BookId[] => {
    if (!joined) return [];
    const quotes = standingQuotes(
      deps.book.market(joined.market.id),
      ({ sourceId }) => sourceId === native.teller.id,
    );
    return [...new Set(quotes.map(({ bookId }) => bookId))];
  };

  const show = (own: NativeMarket, status: MarketStatus, at: EpochMs) => {
    const { joined, native } = own;
    if (!joined || own.shown === status) return;
    own.shown = status;
    for (const bookId of booksOf(own)) {
      const said = own.standings.get(bookId);
      const standing = status === 'open' && said ? said : standingFor(status);
      native.teller.next({ kind: 'book-standing', marketId: joined.market.id, bookId, standing, at });
    }
  };

  const sync = (joined: JoinedMarket, at: EpochMs) => {
    const status = statusOf(joined);
    const [any] = joined.sources.values();
    if (!any) return;
    if (joined.market.status !== status) {
      joined.market = { ...joined.market, status };
      any.native.teller.next({ kind: 'market-status', marketId: joined.market.id, status, at });
    }
    // Where all agree, the market's own status says it.
    for (const own of joined.sources.values())
      show(own, own.market.status === status ? 'open' : own.market.status, at);
  };

  return {
    sync,
    /** A source's market has come into a group. */
    entered(own: NativeMarket, at: EpochMs): void {
      if (own.joined && own.joined.sources.size > 1) sync(own.joined, at);
    },
    /** After its quotes were told: what was said of its books is told again. */
    retell(own: NativeMarket, at: EpochMs): void {
      const { joined, native } = own;
      if (!joined) return;
      own.shown = 'open';
      for (const bookId of booksOf(own)) {
        const said = own.standings.get(bookId);
        if (said)
          native.teller.next({
            kind: 'book-standing',
            marketId: joined.market.id,
            bookId,
            standing: said,
            at,
          });
      }
      if (joined.sources.size > 1) sync(joined, at);
    },
    /** A source's word on one book's prices. */
    take(own: NativeMarket, bookId: BookId, standing: BookStanding, at: EpochMs): void {
      const { joined, native } = own;
      if (!joined) return;
      const { teller } = native;
      if (standing.state === 'open') own.standings.delete(bookId);
      else own.standings.set(bookId, standing);
      if (joined.sources.size > 1 && standing.state === 'open')
        deps.admission.reclaim(joined, teller, bookId);
      if (!deps.admission.owns(joined, teller, bookId)) return;
      teller.next({ kind: 'book-standing', marketId: joined.market.id, bookId, standing, at });
      if (joined.sources.size > 1 && standing.state === 'unreliable')
        deps.admission.release(joined, familyOf(bookId), (quotes) => {
          const heir = joined.sources.get(quotes[0]?.sourceId ?? teller.id)?.native.teller ?? teller;
          for (const book of new Set(quotes.map((quote) => quote.bookId)))
            heir.next({
              kind: 'book-standing',
              marketId: joined.market.id,
              bookId: book,
              standing: OPEN,
              at,
            });
          heir.next({ kind: 'quotes', quotes });
        });
    },
  };
}
