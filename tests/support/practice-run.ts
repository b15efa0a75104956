import type { SimulatorOptions } from '../../electron/engine/feeds/simulator/index.ts';
import { createSimulator } from '../../electron/engine/feeds/simulator/index.ts';
import type { FeedEvent, Source } from '../../electron/engine/feeds/source.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { ManualClock } from './manual-clock.ts';
import { createManualClock } from './manual-clock.ts';

export const WORLD_START = 1_700_000_000_000;
export const MINUTE = 60_000;

/** A running practice market on a clock moved by hand, with everything it has said and when. */
export type PracticeRun = {
  readonly source: Source;
  readonly clock: ManualClock;
  readonly told: { readonly at: number; readonly event: FeedEvent }[];
};

export async function practiceRun(
  options: Omit<SimulatorOptions, 'clock' | 'startedAt'> & { readonly from?: number },
): Promise<PracticeRun> {
  const { from = WORLD_START, ...rest } = options;
  const clock = createManualClock(from);
  const source = createSimulator({ ...rest, clock, startedAt: WORLD_START });
  const told: PracticeRun['told'] = [];
  await source.start((event) => told.push({ at: clock.now(), event }));
  return { source, clock, told };
}

/** The practice market's first `minutes`. */
export async function practiceMinutes(seed: number, minutes: number): Promise<PracticeRun> {
  const run = await practiceRun({ seed });
  run.clock.advance(minutes * MINUTE);
  return run;
}

export const eventsOf = (told: PracticeRun['told']): FeedEvent[] => told.map(({ event }) => event);

export const quotesOf = (told: readonly { readonly event: FeedEvent }[]): Quote[] =>
  told.flatMap(({ event }) => (event.kind === 'quotes' ? event.quotes : []));
