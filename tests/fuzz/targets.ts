import { createBetfairDecoder } from '../../electron/engine/feeds/betfair/index.ts';
import { createKalshiDecoder } from '../../electron/engine/feeds/kalshi/decoder.ts';
import { createPolymarketDecoder } from '../../electron/engine/feeds/polymarket/decoder.ts';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import { createSnapshotDecoder } from '../../electron/engine/feeds/replay/odds-snapshots.ts';
import type { FeedSink } from '../../electron/engine/feeds/source.ts';
import { createOddsApiDecoder } from '../../electron/engine/feeds/the-odds-api/decoder.ts';
import { settingsOf, theOddsApiKind } from '../../electron/engine/feeds/the-odds-api/index.ts';
import type { SourceValues } from '../../shared/contract/sources.ts';
import { betfairSeeds } from './betfair-seeds.ts';
import type { Seed } from './seed.ts';
import { kalshiSeeds, oddsApiSeeds, polymarketSeeds, snapshotSeeds } from './seeds.ts';

export type Counts = {
  readonly received: number;
  readonly used: number;
  readonly duplicate: number;
  readonly quarantined: number;
};

export type OpenedTarget = { readonly take: (payload: RawPayload) => void; readonly counts: () => Counts };

/** A decoder under test. */
export type Target = {
  /** As the source is called; `odds-snapshots` is the decoder of replayed files. */
  readonly name: string;
  /** Of all payloads, its share. */
  readonly weight: number;
  readonly seeds: () => readonly Seed[];
  readonly open: (sink: FeedSink) => OpenedTarget;
  /** Channels of which a payload that is no JSON is passed over without being told: they only plan the polling. */
  readonly passedOver: RegExp | null;
};

const defaults = (fields: typeof theOddsApiKind.fields): SourceValues =>
  Object.fromEntries(fields.map((field) => [field.name, field.default])) as SourceValues;

const ZERO: Counts = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
const sum = (one: Counts, other: Counts): Counts => ({
  received: one.received + other.received,
  used: one.used + other.used,
  duplicate: one.duplicate + other.duplicate,
  quarantined: one.quarantined + other.quarantined,
});

export const TARGETS: readonly Target[] = [
  {
    name: 'the-odds-api',
    weight: 0.22,
    seeds: oddsApiSeeds,
    passedOver: /^(opened|sports|events)( |$)/,
    open(sink) {
      let counts = ZERO;
      const settings = settingsOf(defaults(theOddsApiKind.fields));
      const decoder = createOddsApiDecoder(settings, sink, (more) => {
        counts = sum(counts, more);
      });
      return { take: (payload) => void decoder.take(payload), counts: () => counts };
    },
  },
  {
    name: 'betfair',
    weight: 0.28,
    seeds: betfairSeeds,
    passedOver: null,
    open(sink) {
      const decoder = createBetfairDecoder({ commission: null }, sink);
      return { take: decoder.take, counts: () => decoder.ledger.counts() };
    },
  },
  {
    name: 'kalshi',
    weight: 0.2,
    seeds: kalshiSeeds,
    passedOver: null,
    open(sink) {
      const decoder = createKalshiDecoder({ depth: 10, orderContracts: 100 }, sink);
      return { take: decoder.take, counts: decoder.counts };
    },
  },
  {
    name: 'polymarket',
    weight: 0.2,
    seeds: polymarketSeeds,
    passedOver: null,
    open(sink) {
      const decoder = createPolymarketDecoder({ depth: 10 }, sink);
      return { take: decoder.take, counts: decoder.counts };
    },
  },
  {
    name: 'odds-snapshots',
    weight: 0.1,
    seeds: snapshotSeeds,
    passedOver: null,
    open(sink) {
      const decoder = createSnapshotDecoder({ oddsFormat: 'decimal' }, sink);
      return { take: decoder.take, counts: decoder.counts };
    },
  },
];
