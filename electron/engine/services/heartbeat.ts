import type { SourceHealth } from '../../../shared/contract/sources.ts';
import type { Status } from '../../../shared/contract/status.ts';
import type { Mode } from '../../../shared/domain/order.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Orders } from '../orders/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarketStore } from '../ports/market-store.ts';
import { damageWords } from './damage-words.ts';
import type { EventLifecycle } from './event-lifecycle.ts';
import type { Meter } from './meter.ts';
import type { Money } from './money.ts';
import type { Pipeline } from './pipeline.ts';
import type { PriceTruthWatch } from './price-truth.ts';
import type { Topics } from './topics.ts';
import type { Troubles } from './troubles.ts';

/** The market's beat where nothing else gives it, and how often the status is told. */
export const BEAT_MS = 250;
const STATUS_MS = BEAT_MS;
const SOURCES_MS = 1000;
/** Housekeeping is done at one beat of so many: about once a second. */
const HOUSEKEEPING_BEATS = 4;
const FLUSH_MS = 500;
const CHECKPOINT_MS = 5 * 60_000;
const BACKUP_MS = 3_600_000;

export type Heartbeat = {
  /** Beats are counted anew, and what the clock has taught so far is forgotten: a recording begins, and so will its replay. */
  begin(): void;
  stop(): void;
};

/** What the engine does by the clock: status, ages, due events, writing history out. */
export function startHeartbeat(deps: {
  readonly version: string;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly wall: Clock;
  /** What is wrong with the machine's clock. */
  readonly clockTrouble: () => string | null;
  readonly speed: () => number;
  /** As in force for the market's time. */
  readonly settings: () => Settings;
  readonly money: Money;
  readonly store: MarketStore;
  readonly orders: Orders;
  readonly pipeline: Pipeline;
  readonly lifecycle: EventLifecycle;
  readonly meter: Meter;
  readonly healths: () => readonly SourceHealth[];
  readonly truth: Pick<PriceTruthWatch, 'survey' | 'begin'>;
  readonly topics: Topics;
  readonly troubles: Troubles;
  /**
   * The beat of the market: what is done to the book by the clock alone, at the same moments in a replay. Calls the task
   * some four times a second of market time until it is stopped.
   */
  readonly onBeat: (task: () => void) => () => void;
  /** Moves write-ahead logs into the databases. */
  readonly checkpoint: () => void;
  /** What to do about what is damaged in the journal. */
  readonly restoreAdvice: () => string;
  /** Copies the journal. */
  readonly backup: () => void;
}): Heartbeat {
  const { mode, clock, wall, money, orders, pipeline, truth, meter, topics, troubles } = deps;
  let last = wall.monotonic();

  const status = (): Status => {
    const elapsed = wall.monotonic() - last;
    last = wall.monotonic();
    const { currency, cash, atRisk, profit } = money.refresh();
    return {
      mode,
      version: deps.version,
      now: clock.now(),
      speed: deps.speed(),
      staleAfterMs: deps.settings().maximumQuoteAgeMs,
      currency,
      cash,
      atRisk,
      profit,
      ...orders.counts(),
      damagedOrders: orders.damaged().length,
      halted: orders.isHalted(),
      lagMs: Math.max(0, elapsed - STATUS_MS),
      trouble: troubles.current(),
      ...meter.take(elapsed),
    };
  };

  let beats = 0;
  const beat = () => {
    // Not sooner, for a recording knows when it began by its first beat.
    if (beats === 0) truth.begin();
    troubles.guard('sweep', () => pipeline.sweep());
    beats += 1;
    if (beats % HOUSEKEEPING_BEATS !== 0) return;
    // Each by itself: edges are discounted by what the survey says, also while events can't be written down.
    troubles.guard('housekeeping', moveEvents);
    troubles.guard('price truth', surveyPrices);
  };
  const moveEvents = () => {
    const { started, over, failure } = deps.lifecycle.due(clock.now());
    for (const event of started) pipeline.changeEvent(event.id, 'live', null);
    for (const event of over) pipeline.retire(event.id);
    if (failure !== undefined) throw failure;
  };
  const surveyPrices = () => {
    for (const source of truth.survey()) topics.truths.publish(source);
  };

  const watchClock = () => {
    const trouble = deps.clockTrouble();
    if (trouble !== null) throw new Error(trouble);
  };

  const watchJournal = () => {
    const words = damageWords(orders.damaged(), deps.restoreAdvice);
    if (words !== null) throw new Error(words);
  };

  const every = (name: string, ms: number, task: () => void) =>
    wall.every(ms, () => troubles.guard(name, task));
  const stops = [
    every('clock', STATUS_MS, watchClock),
    every('journal', STATUS_MS, watchJournal),
    every('status', STATUS_MS, () => topics.status.publish(status())),
    deps.onBeat(beat),
    every('sources', SOURCES_MS, () => deps.healths().forEach(topics.sources.publish)),
    every('history', FLUSH_MS, () => deps.store.flush()),
    every('checkpoint', CHECKPOINT_MS, deps.checkpoint),
    every('backup', BACKUP_MS, deps.backup),
  ];
  return {
    begin() {
      beats = 0;
      pipeline.begin();
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
