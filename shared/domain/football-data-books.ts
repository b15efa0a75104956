/**
 * Football-Data's abbreviations, as its notes.txt lists them, and the names this program gives the books. Others are
 * taken by their own abbreviation in lower case.
 */
export const FOOTBALL_DATA_BOOKS: Readonly<Record<string, string>> = {
  '1XB': '1xbet',
  B365: 'bet365',
  BF: 'betfair-sportsbook',
  BFD: 'betfred',
  BFE: 'betfair-exchange',
  BMGM: 'betmgm',
  BS: 'bluesquare',
  BV: 'betvictor',
  BW: 'bwin',
  BWIN: 'bwin',
  BbAv: 'average',
  BbMx: 'maximum',
  Avg: 'average',
  CL: 'coral',
  GB: 'gamebookers',
  IW: 'interwetten',
  LB: 'ladbrokes',
  Max: 'maximum',
  P: 'pinnacle',
  PS: 'pinnacle',
  SB: 'sportingbet',
  SJ: 'stanjames',
  SO: 'sportingodds',
  VC: 'vcbet',
  WH: 'williamhill',
};

/** Columns over many books, not books one could bet at. */
export const AVERAGE_BOOK = 'average';
export const MAXIMUM_BOOK = 'maximum';
const pseudoBooks: ReadonlySet<string> = new Set([AVERAGE_BOOK, MAXIMUM_BOOK]);
/** Whose recorded prices are before commission. */
const exchanges: ReadonlySet<string> = new Set(['betfair-exchange']);

/** Whether the name is a single book's, rather than an average or a maximum over many. */
export const isSingleBook = (book: string): boolean => !pseudoBooks.has(book);
export const isExchange = (book: string): boolean => exchanges.has(book);

/** The abbreviation in use today, of books that have had several. */
const codeOfBook: ReadonlyMap<string, string> = new Map([
  ...Object.entries(FOOTBALL_DATA_BOOKS).map(([code, book]) => [book, code] as const),
  ['average', 'Avg'],
  ['bwin', 'BW'],
  ['maximum', 'Max'],
  ['pinnacle', 'PS'],
]);

/**
 * How Football-Data's columns of that market abbreviate a book: `B365`, `Avg`; Pinnacle is `PS` in match odds and
 * `P` elsewhere. A book that is not in the table is its own name in capitals.
 */
export function footballDataCode(book: string, market: string): string {
  if (book === 'pinnacle' && market !== 'match-odds') return 'P';
  return codeOfBook.get(book) ?? book.toUpperCase();
}
