import { type Heartbeat, startHeartbeat } from '../services/heartbeat.ts';
import { openHistory } from '../services/history/open-history.ts';
import type { Meter } from '../services/meter.ts';
import type { Topics } from '../services/topics.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Intake } from './intake.ts';
import type { Prices } from './prices.ts';
import type { Trading } from './trading.ts';

/** What the engine does by the clock. Starts beating; the root stops it. */
export function composeHeartbeat(
  { version, market, feed, ports, databases, registry, troubles }: EngineParts,
  {
    account,
    prices,
    trading,
    intake,
    topics,
    meter,
  }: {
    readonly account: Account;
    readonly prices: Prices;
    readonly trading: Trading;
    readonly intake: Intake;
    readonly topics: Topics;
    readonly meter: Meter;
  },
): Heartbeat {
  const { pipeline, recorder, sources } = intake;
  const { replay } = feed;
  return startHeartbeat({
    version,
    mode: market.mode,
    clock: feed.clock,
    wall: ports.clock,
    clockTrouble: ports.clockTrouble ?? (() => null),
    speed: feed.speed,
    settings: account.marketSettings,
    money: account.money,
    store: databases.market,
    orders: trading.orders,
    pipeline,
    lifecycle: trading.lifecycle,
    meter,
    healths: sources.healths,
    truth: prices.truth,
    topics,
    troubles,
    onBeat:
      replay === null
        ? recorder.everyBeat
        : (task) => {
            replay.onBeat(task);
            return () => replay.onBeat(() => {});
          },
    checkpoint: () => {
      databases.checkpoint();
      registry.checkpoint();
    },
    restoreAdvice: databases.restoreAdvice,
    backup: () => {
      databases.backup();
      registry.backup();
    },
  });
}

/** Every change of a best price, kept, thinned out by age, and exported. */
export type History = ReturnType<typeof openHistory>;

export function composeHistory({ market, feed, ports, databases }: EngineParts): History {
  return openHistory({
    store: databases.market,
    jobs: ports.jobs,
    clock: feed.clock,
    wall: ports.clock,
    log: ports.log,
    data: ports.paths.data,
    journal: databases.journal,
    mode: market.mode,
  });
}
