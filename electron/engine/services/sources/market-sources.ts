import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { RawTap } from '../../feeds/raw-payload.ts';
import type { FeedSink, Source } from '../../feeds/source.ts';
import type { SourcePorts } from '../../feeds/source-kind.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Pricer } from '../../pricing/index.ts';
import type { Identity } from '../identity/index.ts';
import type { EngineMarket } from '../market-feeds.ts';
import type { Topics } from '../topics.ts';
import { SOURCE_KINDS } from './kinds.ts';
import { fixedSources, openRealSources, type RealSources } from './real-sources.ts';
import { createRunningSources } from './running-sources.ts';
import { createSourcePorts } from './source-ports.ts';

export type MarketSources = {
  readonly all: () => readonly Source[];
  /** Every source as it is doing, with what it brought that another had already. */
  readonly healths: () => readonly SourceHealth[];
  readonly setups: RealSources['setups'];
  readonly maximumAgeMs: RealSources['maximumAgeMs'];
  readonly operations: RealSources['operations'];
  /** Starts those that come with the market, and those the user has added. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const telling = (
  operations: RealSources['operations'],
  onChanged: () => Promise<void>,
): RealSources['operations'] => ({
  ...operations,
  'sources.save': async (draft, context) => {
    const saved = await operations['sources.save'](draft, context);
    await onChanged();
    return saved;
  },
  'sources.remove': async (which, context) => {
    const removed = await operations['sources.remove'](which, context);
    await onChanged();
    return removed;
  },
});

const FIXED = 'Only the real market has sources to add: open it first (Sources pane, Open the real market).';

/** The sources of a market, each delivering through what joins their events into one market. */
export function openMarketSources(deps: {
  readonly market: EngineMarket;
  /** Those that come with the market. */
  readonly own: readonly Source[];
  readonly identity: Identity;
  readonly sinkFor: (source: SourceId) => FeedSink;
  readonly tapFor: (source: SourceId) => RawTap;
  readonly hasOpenBets: (event: SportingEvent) => boolean;
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly journal: Journal;
  readonly topics: Topics;
  readonly ports: Pick<SourcePorts, 'clock' | 'http' | 'sockets' | 'log' | 'secrets' | 'random'>;
  /** A source was added, changed or removed, and what follows from it is in force. */
  readonly onChanged: () => Promise<void>;
  /** Human time. */
  readonly wall: SourcePorts['clock'];
}): MarketSources {
  const { market, identity, book, topics, ports } = deps;
  const running = createRunningSources({
    sinkFor: (id) => identity.sinkFor(id, deps.sinkFor(id)),
    onStopped(health) {
      identity.leave(health.id);
      topics.sources.publish({ ...health, removed: true });
    },
    log: ports.log,
  });
  const portsOf = createSourcePorts({
    ...deps,
    ...ports,
    *eventsOf(source) {
      for (const event of book.events()) {
        // One with bets may come from an earlier run, before the source has told it again, if it ever does.
        const own = event.sourceId === source ? event : undefined;
        const native = identity.nativeOf(source, event.id) ?? own;
        if (native !== undefined) yield { native, event };
      }
    },
  });
  const real =
    market.mode === 'paper'
      ? openRealSources({ ...deps, kinds: SOURCE_KINDS, given: market.given, running, portsOf })
      : undefined;
  return {
    all: running.all,
    healths: () => running.all().map((source) => identity.counted(source.health())),
    setups: real?.setups ?? (() => []),
    maximumAgeMs: real?.maximumAgeMs ?? (() => null),
    operations: real === undefined ? fixedSources(FIXED) : telling(real.operations, deps.onChanged),
    async start() {
      await Promise.all(deps.own.map(running.start));
      await real?.start();
    },
    stop: running.stopAll,
  };
}
