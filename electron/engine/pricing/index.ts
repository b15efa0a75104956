/** Prices to opinions: each book's margin removed, a consensus line over books, and what every quote is worth. */
export { bestBack } from './arbitrage.ts';
export { bookLine } from './book-line.ts';
export type { PricingLine } from './line-fair.ts';
export type { ModelFair } from './model-fair.ts';
export type { Pricer } from './pricer.ts';
export { createPricer } from './pricer.ts';
export type { Suspect } from './suspects.ts';
