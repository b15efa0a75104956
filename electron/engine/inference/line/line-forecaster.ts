import {
  createLine,
  createLineModel,
  type LineModel,
} from '../../../../shared/domain/overround-line/line.ts';
import { createOpinions } from '../../../../shared/domain/overround-line/opinions.ts';
import { HOURS_OF_CLOSING } from '../../../../shared/domain/overround-line/parameters.ts';
import {
  createTeamSignals,
  DRAW_SIGNALS,
  STRENGTH_SIGNALS,
  type TeamSignals,
} from '../../../../shared/domain/overround-line/team-signals.ts';
import type { Fixture, Forecaster } from '../../ports/forecaster.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';
import { createOpinionReader, type OddsStage, sharpestOpinion, usualOpinion } from './match-opinions.ts';
import type { LearnedLine, LineVersion } from './read-line.ts';
import { teamEvidence, teamPair } from './team-pair.ts';

/**
 * The line of past 1X2 markets, walked through days in order: `overround-line` from pre-closing prices, or
 * `overround-line-close` from closing ones, each by the newest version learned before the day, and with what that
 * version and the days observed since tell about the teams. Nothing for days before the first version.
 */
export function lineForecaster(stage: OddsStage, learned: LearnedLine): Forecaster {
  const reader = createOpinionReader();
  const opinions = createOpinions();
  const line = createLine(3);
  const strength = new Float64Array(STRENGTH_SIGNALS.length);
  const draw = new Float64Array(DRAW_SIGNALS.length);
  const context = {
    football: true,
    hours: stage === 'closing' ? 0 : HOURS_OF_CLOSING,
    signals: { strength, draw },
  };
  let version: LineVersion | undefined;
  let model: LineModel | undefined;
  let signals: TeamSignals | undefined;

  /** A version's own memory holds all its leagues up to its last day, so it replaces what was observed until then. */
  const advanceTo = (day: string): void => {
    const newest = learned.versions.findLast(({ parameters }) => parameters.trainedTo < day);
    if (newest === version) return;
    version = newest;
    model = newest && createLineModel(newest.parameters);
    signals = newest && createTeamSignals(newest.parameters.signals, newest.teams);
  };

  const forecastOne = (fixture: Fixture): readonly number[] | undefined => {
    advanceTo(fixture.playedOn);
    if (!model || !signals || reader.read(fixture.odds, stage, opinions) === 0) return undefined;
    const offered = stage === 'closing' ? sharpestOpinion(opinions.axes) : usualOpinion(opinions.axes);
    signals.write(teamPair(fixture), offered[0], strength, 0, draw, 0);
    const made = model.write(opinions, 3, { ...context, league: fixture.competition }, line);
    return made ? Array.from(line.probabilities) : undefined;
  };

  const observeOne = (match: HistoricalMatch): void => {
    advanceTo(match.playedOn);
    if (!signals) return;
    reader.read(match.odds, 'pre-closing', opinions);
    const before = usualOpinion(opinions.axes);
    reader.read(match.odds, 'closing', opinions);
    signals.observe(teamPair(match), teamEvidence(match, before, sharpestOpinion(opinions.axes)));
  };

  return {
    name: stage === 'closing' ? 'overround-line-close' : 'overround-line',
    forecast: async (day) => day.map(forecastOne),
    observe(day) {
      for (const match of day) observeOne(match);
    },
  };
}
