import type { Contributor } from './contributors.ts';
import type { TeamSignalSettings } from './team-signals.ts';

/**
 * What multiplies the columns of one axis: a constant, the base opinion, each contributor's difference from the
 * base, and the signals of the two teams. All in log-odds; added to the base opinion.
 */
export type AxisWeights = {
  readonly constant: number;
  readonly base: number;
  /** In the order of `CONTRIBUTORS`. */
  readonly contributors: readonly number[];
  /** In the order of `SIGNALS` of the axis. */
  readonly signals: readonly number[];
};

export type LineWeights = { readonly strength: AxisWeights; readonly draw: AxisWeights };

/**
 * How far the truth may be: an 80 % range on the log-odds of each outcome (home, draw, away) of half-width
 * `multiple x league factor x max(least, level + slope x dispersion)`, dispersion being the standard deviation of
 * the contributors' strengths.
 */
export type LineSpread = {
  readonly level: readonly number[];
  readonly slope: readonly number[];
  readonly least: readonly number[];
  readonly multiple: readonly number[];
  /** By league code; 1 for others. */
  readonly leagues: Readonly<Record<string, number>>;
};

/** The line of one stage: long before the start (`pre-closing`), or as it starts (`closing`). */
export type StageParameters = {
  /** Shares of the base opinion by contributor; those present are scaled to a sum of 1. Not negative. */
  readonly base: Readonly<Record<Contributor, number>>;
  readonly weights: LineWeights;
  /** Departures of single leagues from `weights`, by code: strongly shrunk. */
  readonly leagues: Readonly<Record<string, LineWeights>>;
  readonly spread: LineSpread;
};

/** Everything learned up to a day. Plain data, `overround-line@1`. */
export type LineParameters = {
  readonly format: 'overround-line@1';
  /** First and last day of the matches learned from, `YYYY-MM-DD`. */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  readonly matches: number;
  readonly preClosing: StageParameters;
  readonly closing: StageParameters;
  readonly signals: TeamSignalSettings;
};

/** The pre-closing weights hold from so many hours before the start on; from there they turn into the closing ones. */
export const HOURS_OF_CLOSING = 24;
