/**
 * Whose opinions the line is made of. `average` and `maximum` are over all books, as Football-Data publishes them;
 * live, `average` is the mean opinion of the books at hand. `exchange` stands for all exchanges, `other` for books
 * without a name of their own here; several books of one contributor count as their mean.
 */
export const CONTRIBUTORS = [
  'pinnacle',
  'average',
  'maximum',
  'bet365',
  'bwin',
  'interwetten',
  'williamhill',
  'betvictor',
  'exchange',
  'other',
] as const;
export type Contributor = (typeof CONTRIBUTORS)[number];

export const CONTRIBUTOR_COUNT = CONTRIBUTORS.length;
export const AVERAGE = CONTRIBUTORS.indexOf('average');
export const MAXIMUM = CONTRIBUTORS.indexOf('maximum');
export const EXCHANGE = CONTRIBUTORS.indexOf('exchange');
export const OTHER = CONTRIBUTORS.indexOf('other');

/** Book ids of imports (Football-Data's) and of live sources (The Odds API's keys) that are not a contributor's name. */
const ALIASES: Readonly<Record<string, Contributor>> = {
  vcbet: 'betvictor',
  bwin_fr: 'bwin',
  bwin_it: 'bwin',
  'betfair-exchange': 'exchange',
  betfair: 'exchange',
  betfair_ex_au: 'exchange',
  betfair_ex_eu: 'exchange',
  betfair_ex_uk: 'exchange',
  betdaq: 'exchange',
  matchbook: 'exchange',
  smarkets: 'exchange',
};

const positions: ReadonlyMap<string, number> = new Map([
  ...CONTRIBUTORS.map((name, index) => [name, index] as const),
  ...Object.entries(ALIASES).map(([alias, name]) => [alias, CONTRIBUTORS.indexOf(name)] as const),
]);

/** The place in `CONTRIBUTORS` that a book counts at. */
export const contributorOf = (bookId: string): number => positions.get(bookId) ?? OTHER;
