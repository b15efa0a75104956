/** The Odds API v4: fetches, validates and normalises its odds and scores. */

export {
  type NormalisedOdds,
  normaliseOdds,
  type QuoteCounts,
} from './normalise-odds.ts';
export { detectOddsFormat, type OddsFormat } from './odds-format.ts';
export { readOddsPayload } from './payload.ts';
export type { QuarantinedPart } from './quarantine.ts';
export type { TheOddsApi, TheOddsApiConfig } from './source.ts';
export { createTheOddsApi } from './source.ts';
