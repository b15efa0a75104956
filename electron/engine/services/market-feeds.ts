import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { createSimulator } from '../feeds/simulator/index.ts';
import { createScaledClock } from '../feeds/simulator/scaled-clock.ts';
import type { Source } from '../feeds/source.ts';
import { createTheOddsApi, type TheOddsApiConfig } from '../feeds/the-odds-api/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createWorldKeeper, resumeWorld, SAVE_WORLD_EVERY_MS } from './practice-world.ts';
import type { Troubles } from './troubles.ts';

/** Which market is traded: the simulated one, or real odds with the paper broker. */
export type EngineMarket =
  | {
      readonly mode: 'practice';
      readonly speed: number;
      /** Of a new world; one that has begun keeps its own. Drawn unless given. */
      readonly seed?: number;
      readonly updatesPerSecond?: number;
    }
  | { readonly mode: 'paper'; readonly theOddsApi: TheOddsApiConfig };

/** A market's sources and its time. */
export type MarketFeed = {
  readonly clock: Clock;
  readonly sources: readonly Source[];
  readonly speed: () => number;
  /** `null` where the market runs at its own speed. */
  readonly setSpeed: ((speed: number) => void) | null;
  readonly stop: () => void;
};

type FeedPorts = {
  /** Human time. */
  readonly clock: Clock;
  readonly http: Http;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly random: () => number;
  readonly journal: Journal;
  readonly troubles: Troubles;
  /** Events with open bets: a source goes on asking how they stand until they end. */
  readonly withBets: () => readonly SportingEvent[];
};

function practiceFeed(ports: FeedPorts, market: Extract<EngineMarket, { mode: 'practice' }>): MarketFeed {
  const { clock: wall, log, random, journal, troubles } = ports;
  const world = resumeWorld(journal, wall, () => market.seed ?? Math.floor(random() * 2 ** 31));
  const clock = createScaledClock(wall, { startedAt: world.worldTime, speed: market.speed });
  const { updatesPerSecond } = market;
  const simulator = createSimulator({
    seed: world.seed,
    startedAt: world.startedAt,
    clock,
    log,
    ...(updatesPerSecond === undefined ? {} : { updatesPerSecond }),
  });
  const keeper = createWorldKeeper(journal, world, clock, wall);
  const save = () => troubles.guard('practice world', keeper.save);
  // Outside the guard: a journal that can't hold the world can't hold a bet either, and the start is refused.
  keeper.save();
  const stopSaving = wall.every(SAVE_WORLD_EVERY_MS, save);
  return {
    clock,
    sources: [simulator],
    speed: () => clock.speed(),
    setSpeed(speed) {
      clock.setSpeed(speed);
      save();
    },
    stop() {
      stopSaving();
      keeper.finish();
    },
  };
}

const realFeed = (ports: FeedPorts, config: TheOddsApiConfig): MarketFeed => ({
  clock: ports.clock,
  sources: [createTheOddsApi({ ...ports, config })],
  speed: () => 1,
  setSpeed: null,
  stop: () => {},
});

/** The sources of a market, not yet started. A new source of real prices is one more in its list. */
export const openMarketFeed = (ports: FeedPorts, market: EngineMarket): MarketFeed =>
  market.mode === 'practice' ? practiceFeed(ports, market) : realFeed(ports, market.theOddsApi);
