import {
  createTeamSignals,
  DRAW_SIGNALS,
  STRENGTH_SIGNALS,
  type TeamSignalSettings,
  type TeamSignalSnapshot,
} from '../../../../shared/domain/overround-line/team-signals.ts';
import { sharpestOpinion, usualOpinion } from '../../inference/line/match-opinions.ts';
import type { LineExample } from './examples.ts';
import type { ExampleSignals, StageChoice } from './stage-samples.ts';

export type WalkedSignals = {
  readonly of: (stage: StageChoice['stage']) => ExampleSignals;
  /** What was remembered when each of the asked days was over, by day. */
  readonly snapshots: ReadonlyMap<string, TeamSignalSnapshot>;
};

/**
 * The signals of every example as they stood before its day: the days in order, all matches of a day before any of
 * its results. `snapshotDays` need not be days with matches.
 */
export function walkSignals(
  examples: readonly LineExample[],
  settings: TeamSignalSettings,
  snapshotDays: ReadonlySet<string>,
): WalkedSignals {
  const blank = (): ExampleSignals => ({
    strength: new Float64Array(examples.length * STRENGTH_SIGNALS.length),
    draw: new Float64Array(examples.length * DRAW_SIGNALS.length),
  });
  const stages = { preClosing: blank(), closing: blank() };
  const signals = createTeamSignals(settings);
  const snapshots = new Map<string, TeamSignalSnapshot>();
  let first = 0;
  while (first < examples.length) {
    const {
      playedOn,
      pair: { day },
    } = examples[first] as LineExample;
    let end = first;
    for (; examples[end]?.playedOn === playedOn; end += 1) {
      const { pair, preClosing, closing } = examples[end] as LineExample;
      const offered = {
        preClosing: preClosing ? usualOpinion(preClosing)[0] : Number.NaN,
        closing: closing ? sharpestOpinion(closing)[0] : Number.NaN,
      };
      for (const stage of ['preClosing', 'closing'] as const) {
        const { strength, draw } = stages[stage];
        signals.write(
          pair,
          offered[stage],
          strength,
          end * STRENGTH_SIGNALS.length,
          draw,
          end * DRAW_SIGNALS.length,
        );
      }
    }
    for (let i = first; i < end; i += 1) {
      const { pair, evidence } = examples[i] as LineExample;
      signals.observe(pair, evidence);
    }
    if (snapshotDays.has(playedOn)) snapshots.set(playedOn, signals.snapshot(day));
    first = end;
  }
  return { of: (stage) => stages[stage], snapshots };
}
