import type { EpochMs } from '../../../shared/domain/units.ts';
import { createSimulator } from '../feeds/simulator/index.ts';
import { createScaledClock } from '../feeds/simulator/scaled-clock.ts';
import type { Source } from '../feeds/source.ts';
import type { SourceKind } from '../feeds/source-kind.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import { createWorldKeeper, resumeWorld, SAVE_WORLD_EVERY_MS } from './practice-world.ts';
import { createHeldClock, type HeldClock } from './recordings/index.ts';
import { openReplayMarket, type ReplayMarket } from './replay-market.ts';
import type { KeptSetup } from './sources/setups.ts';
import type { Troubles } from './troubles.ts';

/** Which market is traded: the simulated one, real odds with the paper broker, or a file played again. */
export type EngineMarket =
  | {
      readonly mode: 'practice';
      readonly speed: number;
      /** Of a new world; one that has begun keeps its own. Drawn unless given. */
      readonly seed?: number;
      readonly updatesPerSecond?: number;
    }
  | {
      readonly mode: 'paper';
      /** Sources of the command line, beside those the user has added; in force for this run only. */
      readonly given: readonly KeptSetup[];
    }
  | {
      readonly mode: 'replay';
      readonly file: string;
      readonly speed: number;
      /** Goes there first and stands still; plays from the beginning unless given. */
      readonly at?: EpochMs;
      readonly skipsQuiet?: boolean;
    };

/** A market's time, and the sources that come with it; those of real markets are the user's. */
export type MarketFeed = {
  readonly clock: Clock;
  readonly sources: readonly Source[];
  readonly speed: () => number;
  /** `null` where the market runs at its own speed. */
  readonly setSpeed: ((speed: number) => void) | null;
  readonly stop: () => void;
  /** Only real markets can be recorded: the clock to hold while a payload is worked through. */
  readonly held: HeldClock | null;
  readonly replay: ReplayMarket | null;
};

export type OpenedMarketFeed =
  | { readonly ok: true; readonly feed: MarketFeed }
  | { readonly ok: false; readonly code: string; readonly message: string };

type FeedPorts = {
  /** Human time. */
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly journal: Journal;
  readonly troubles: Troubles;
};

/** The simulated world, where it stood when it was last left. */
function openPracticeMarket(
  ports: FeedPorts,
  market: Extract<EngineMarket, { mode: 'practice' }>,
): MarketFeed {
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
    held: null,
    replay: null,
  };
}

/** Real time. */
function openRealMarket(wall: Clock): MarketFeed {
  const held = createHeldClock(wall);
  return { clock: held, sources: [], speed: () => 1, setSpeed: null, stop: () => {}, held, replay: null };
}

/** A market's time and sources, not yet started. `kinds` are those whose recordings can be played. */
export async function openMarketFeed(
  ports: FeedPorts & { readonly kinds: readonly SourceKind[] },
  market: EngineMarket,
): Promise<OpenedMarketFeed> {
  switch (market.mode) {
    case 'practice':
      return { ok: true, feed: openPracticeMarket(ports, market) };
    case 'paper':
      return { ok: true, feed: openRealMarket(ports.clock) };
    case 'replay': {
      const { clock, log, kinds } = ports;
      const opened = await openReplayMarket(
        { clock, log, kinds: (id) => kinds.find((kind) => kind.id === id) },
        market,
      );
      if (!opened.ok) return { ok: false, code: 'replay-refused', message: opened.message };
      return { ok: true, feed: { ...opened.market, held: null, replay: opened.market } };
    }
  }
}
