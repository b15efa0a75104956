import { expect, it } from 'vitest';
import { staleWords } from '../../../../renderer/stores/stale-sources.ts';
import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';

const now = 1_700_000_000_000 as EpochMs;
const MINUTE = 60_000;
const health = {
  name: 'The Odds API',
  cadenceMs: 172 * MINUTE,
  nextPricesAt: (now + 170 * MINUTE) as EpochMs,
  credits: { lastCost: 4, used: 22, remaining: 478, budget: 500, exhaustedAt: null },
} as SourceHealth;
const truth = { quotes: 40, stale: 40, maximumAgeMs: 120_000 };

it('says that all prices are too old, when more come, and what to do', () => {
  expect(staleWords(health, truth, now)).toBe(
    'All prices of The Odds API are older than 120 s and count for nothing; asked again in 2 h 50 min. Allow older ones in Sources (Oldest price), or raise the budget.',
  );
});

it('says nothing while some are young enough, or there are none', () => {
  expect(staleWords(health, { ...truth, stale: 39 }, now)).toBeNull();
  expect(staleWords(health, { ...truth, quotes: 0, stale: 0 }, now)).toBeNull();
  expect(staleWords(health, undefined, now)).toBeNull();
});

it('advises no older prices to a source that is merely late, and promises nothing of a stream', () => {
  const { nextPricesAt: _next, ...stream } = { ...health, name: 'Betfair', cadenceMs: null, credits: null };
  expect(staleWords(stream, truth, now)).toBe(
    'All prices of Betfair are older than 120 s and count for nothing.',
  );
  expect(staleWords({ ...health, cadenceMs: MINUTE, nextPricesAt: now }, truth, now)).toBe(
    'All prices of The Odds API are older than 120 s and count for nothing; asked again now.',
  );
});
