/** The Odds API v4: fetches, validates and normalises its odds and scores. */

export {
  type NormaliseContext,
  type NormalisedOdds,
  normaliseOdds,
  type QuoteCounts,
} from './normalise-odds.ts';
export { detectOddsFormat, type OddsFormat } from './odds-format.ts';
export { type ReadPayload, readOddsPayload } from './payload.ts';
export type { QuarantinedPart, QuarantineReason } from './quarantine.ts';
export type { TheOddsApi, TheOddsApiConfig, TheOddsApiOptions } from './source.ts';
export { createTheOddsApi } from './source.ts';
