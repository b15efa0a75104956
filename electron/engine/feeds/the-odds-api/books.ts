import type { Book } from '../../../../shared/domain/catalogue.ts';
import type { BookId, Currency } from '../../../../shared/domain/units.ts';

/**
 * Exchanges by bookmaker key, with the standard commission on net winnings of a market. Accounts on other packages
 * override it (`commissions`). Kalshi charges 0.07 x p x (1 - p) per contract, at most 7 % of the profit 1 - p.
 */
const EXCHANGES: Readonly<Record<string, number>> = {
  betfair: 0.05, // the key of Betfair's exchange before it was split by region
  betfair_ex_au: 0.05,
  betfair_ex_eu: 0.05,
  betfair_ex_uk: 0.05,
  betdaq: 0.02,
  betopenly: 0,
  kalshi: 0.07,
  matchbook: 0.02,
  novig: 0,
  polymarket: 0,
  prophetx: 0.02,
  smarkets: 0.02,
};

/** Taken for a book we do not know that offers lay prices: the dearest common rate, so no edge is overstated. */
const UNKNOWN_EXCHANGE_COMMISSION = 0.05;

/** Currencies of keys whose region is not in their ending. */
const CURRENCIES: Readonly<Record<string, string>> = {
  betopenly: 'USD',
  kalshi: 'USD',
  novig: 'USD',
  polymarket: 'USD',
  prophetx: 'USD',
};

/** Bookmaker keys end in their region where a company has several books. */
const REGION_CURRENCIES: Readonly<Record<string, string>> = {
  au: 'AUD',
  eu: 'EUR',
  fr: 'EUR',
  it: 'EUR',
  nl: 'EUR',
  se: 'SEK',
  uk: 'GBP',
  us: 'USD',
};

export type BookOptions = {
  /** Of books whose key does not tell; the payload has no currencies. */
  readonly currency: Currency;
  /** Commission by bookmaker key, over the table's. */
  readonly commissions?: Readonly<Record<string, number>>;
};

const own = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/** The book of a bookmaker key. `offersLay`: the payload has lay prices of it, so it is an exchange whatever its key. */
export function bookOf(key: string, title: string, offersLay: boolean, options: BookOptions): Book {
  const listed = own(EXCHANGES, key);
  const exchange = listed !== undefined || offersLay;
  const region = key.slice(key.lastIndexOf('_') + 1);
  const currency = own(CURRENCIES, key) ?? own(REGION_CURRENCIES, region) ?? options.currency;
  return {
    id: key as BookId,
    name: title,
    kind: exchange ? 'exchange' : 'bookmaker',
    commission: own(options.commissions, key) ?? listed ?? (exchange ? UNKNOWN_EXCHANGE_COMMISSION : 0),
    currency: currency as Currency,
  };
}

/** True when `key` is an exchange by name. */
export const isExchangeKey = (key: string): boolean => Object.hasOwn(EXCHANGES, key);
