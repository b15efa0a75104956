import type { PriceTruth } from '../../../shared/contract/price-truth.ts';
import type { SourceHealth, SourceSetup } from '../../../shared/contract/sources.ts';
import type { SourceId } from '../../../shared/domain/units.ts';
import { staleWords } from '../../stores/stale-sources.ts';
import { engineNow } from '../../stores/status.ts';

/** A source as the table shows it: what it says, how true its prices are, and how it was set up; any may be missing. */
export type SourceRow = {
  readonly id: SourceId;
  readonly name: string;
  readonly health: SourceHealth | undefined;
  readonly truth: PriceTruth | undefined;
  readonly setup: SourceSetup | undefined;
};

/** Those that deliver in the order they came, then those that are set up and off. */
export function sourceRows(
  healths: readonly SourceHealth[],
  truths: readonly PriceTruth[],
  setups: readonly SourceSetup[],
  nameOf: (id: SourceId) => string,
): readonly SourceRow[] {
  const truth = new Map(truths.map((each) => [each.sourceId, each]));
  const setup = new Map(setups.map((each) => [each.id, each]));
  const delivering = healths.map(
    (health): SourceRow => ({
      id: health.id,
      name: health.name,
      health,
      truth: truth.get(health.id),
      setup: setup.get(health.id),
    }),
  );
  const seen = new Set(delivering.map(({ id }) => id));
  const off = setups
    .filter(({ id }) => !seen.has(id))
    .map(
      (each): SourceRow => ({
        id: each.id,
        name: nameOf(each.id),
        health: undefined,
        truth: undefined,
        setup: each,
      }),
    );
  return [...delivering, ...off];
}

/** What is to be said of a source: its own message, and that its prices have all grown too old. */
export const wordsOf = (health: SourceHealth, truth: PriceTruth | undefined): string =>
  [health.message, staleWords(health, truth, engineNow()) ?? ''].filter((words) => words !== '').join(' ');

const NONE = '–';
export const count = (value: number): string => value.toLocaleString('en-GB');
export const milliseconds = (ms: number): string => (ms < 10 ? ms.toFixed(1) : count(Math.round(ms)));

/** `120 / 480 ms`; an en dash where nothing was measured. */
export const pairMs = (of: { readonly p50: number; readonly p99: number } | null | undefined): string =>
  of == null ? NONE : `${milliseconds(of.p50)} / ${milliseconds(of.p99)} ms`;

const seconds = (ms: number): string =>
  ms < 10_000
    ? `${(ms / 1000).toFixed(1)} s`
    : ms < 600_000
      ? `${Math.round(ms / 1000)} s`
      : `${Math.round(ms / 60_000)} min`;

/** Ages of prices: `1.2 s / 34 s`. */
export const agePair = (of: { readonly p50: number; readonly p99: number } | null | undefined): string =>
  of == null ? NONE : `${seconds(of.p50)} / ${seconds(of.p99)}`;

export type Fact = SourceHealth['facts'][number];

const plain = (label: string, value: string): Fact => ({ label, value, tone: 'plain' });
const warnAbove = (label: string, value: number, of: number): Fact => ({
  label,
  value: of === 0 ? count(value) : `${count(value)} of ${count(of)}`,
  tone: value > 0 ? 'warn' : 'plain',
});

/** What is known of how true a source's prices are, for its details. */
export function truthFacts(truth: PriceTruth | undefined): readonly Fact[] {
  if (truth === undefined) return [];
  const { ageMs, latencyMs, clockSkewMs, cadenceMs, changesPerHour } = truth;
  const skew = clockSkewMs;
  return [
    plain('Prices in the market', count(truth.quotes)),
    plain(
      'Age p50 / p90 / p99',
      ageMs === null ? NONE : [ageMs.p50, ageMs.p90, ageMs.p99].map(seconds).join(' / '),
    ),
    plain('New prices expected every', cadenceMs === null ? 'as they change' : seconds(cadenceMs)),
    warnAbove('Older than twice that', truth.overdue, truth.quotes),
    warnAbove('Too old to count', truth.stale, truth.quotes),
    plain(
      'From source to here p50 / p90 / p99',
      latencyMs === null
        ? NONE
        : `${[latencyMs.p50, latencyMs.p90, latencyMs.p99].map(milliseconds).join(' / ')} ms`,
    ),
    {
      label: 'Its clock',
      value:
        skew === null
          ? 'not known yet'
          : `${milliseconds(Math.abs(skew.estimate))} ms ${skew.estimate >= 0 ? 'ahead' : 'behind'}, ± ${milliseconds(skew.uncertainty)}`,
      tone: skew !== null && Math.abs(skew.estimate) > 1_000 ? 'warn' : 'plain',
    },
    plain(
      'A price changes',
      changesPerHour === null ? 'not known yet' : `${changesPerHour.toFixed(1)} times an hour`,
    ),
    warnAbove('Suspended', truth.suspended, 0),
    warnAbove('Not to be relied on', truth.unreliable, 0),
    warnAbove('Suspect prices', truth.suspects, 0),
    plain('Takes no order after', seconds(truth.maximumAgeMs)),
  ];
}
