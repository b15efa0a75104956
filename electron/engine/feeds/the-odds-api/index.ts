/** The Odds API v4: plans its polling by worth and budget; fetches, validates and normalises odds and scores. */

export { createDiscovery } from './discovery.ts';
export {
  fetchHistorical,
  type HistoricalItem,
  type HistoricalQuery,
  historicalCost,
  LEAST_APART_MS,
  snapshotTimes,
} from './historical.ts';
export { theOddsApiKind } from './kind.ts';
export {
  type NormalisedOdds,
  normaliseOdds,
  type QuoteCounts,
} from './normalise-odds.ts';
export { detectOddsFormat, type OddsFormat } from './odds-format.ts';
export { readOddsPayload } from './payload.ts';
export type { QuarantinedPart } from './quarantine.ts';
export { type OddsApiSettings, settingsOf, valuesOf } from './settings.ts';
export { createTheOddsApi } from './source.ts';
