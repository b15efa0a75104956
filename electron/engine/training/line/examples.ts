import { setImmediate } from 'node:timers/promises';
import { createOpinions } from '../../../../shared/domain/overround-line/opinions.ts';
import type { TeamEvidence, TeamPair } from '../../../../shared/domain/overround-line/team-signals.ts';
import { sportOfCompetition } from '../../../../shared/domain/sports.ts';
import { createOpinionReader, sharpestOpinion, usualOpinion } from '../../inference/line/match-opinions.ts';
import { teamEvidence, teamPair } from '../../inference/line/team-pair.ts';
import type { MatchSource } from '../../judgement/match-days.ts';
import type { HistoricalMatch } from '../../ports/market-store.ts';
import { seasonStart } from './season-start.ts';

/** One past match, as much of it as the line learns from. */
export type LineExample = {
  readonly season: string;
  readonly playedOn: string;
  readonly pair: TeamPair;
  readonly evidence: TeamEvidence;
  /** 0 home, 1 draw, 2 away. */
  readonly observed: number;
  /** Contributors x axes; `null` without any price of that stage. */
  readonly preClosing: Float64Array | null;
  readonly closing: Float64Array | null;
};

/** Between turns given to others. */
const MATCHES_IN_A_TURN = 2000;

/**
 * Football's matches of a source in the order of their days, by competition and home team within one. Prices are reduced to
 * opinions as they are read, so that twenty seasons fit into some 100 MB.
 */
export async function readExamples(
  matches: MatchSource,
  onShare: (share: number) => void,
  signal: AbortSignal | undefined,
): Promise<readonly LineExample[]> {
  const examples: LineExample[] = [];
  const toExample = createExampleReader();
  let turn = 0;
  for (const day of matches.days()) {
    for (const match of day.matches.filter(isLearnedFrom).toSorted(inOrder)) examples.push(toExample(match));
    if (examples.length < turn + MATCHES_IN_A_TURN) continue;
    turn = examples.length;
    onShare(Math.min(1, turn / matches.total));
    await setImmediate();
    signal?.throwIfAborted();
  }
  return examples;
}

/** The line is football's, and a match without the year of its season cannot be told from those to be forecast. */
const isLearnedFrom = ({ competition, season }: HistoricalMatch): boolean =>
  sportOfCompetition(competition) === 'football' && !Number.isNaN(seasonStart(season));

const inOrder = (a: HistoricalMatch, b: HistoricalMatch): number =>
  compare(a.competition, b.competition) || compare(a.home, b.home);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function createExampleReader(): (match: HistoricalMatch) => LineExample {
  const reader = createOpinionReader();
  const opinions = createOpinions();
  const axesOf = (match: HistoricalMatch, stage: 'pre-closing' | 'closing'): Float64Array | null =>
    reader.read(match.odds, stage, opinions) === 0 ? null : Float64Array.from(opinions.axes);
  const unknown = [Number.NaN, Number.NaN] as const;
  return (match) => {
    const preClosing = axesOf(match, 'pre-closing');
    const closing = axesOf(match, 'closing');
    const before = preClosing ? usualOpinion(preClosing) : unknown;
    return {
      season: match.season,
      playedOn: match.playedOn,
      pair: teamPair(match),
      evidence: teamEvidence(match, before, closing ? sharpestOpinion(closing) : unknown),
      observed: match.homeGoals > match.awayGoals ? 0 : match.homeGoals === match.awayGoals ? 1 : 2,
      preClosing,
      closing,
    };
  };
}
