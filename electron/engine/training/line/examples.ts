import { setImmediate } from 'node:timers/promises';
import { createOpinions } from '../../../../shared/domain/overround-line/opinions.ts';
import type { TeamEvidence, TeamPair } from '../../../../shared/domain/overround-line/team-signals.ts';
import { createOpinionReader, sharpestOpinion, usualOpinion } from '../../inference/line/match-opinions.ts';
import { teamEvidence, teamPair } from '../../inference/line/team-pair.ts';
import type { HistoricalMatch, MatchHistory } from '../../ports/market-store.ts';

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

/**
 * All stored matches of the seasons that `includes`, in the order of their days. Prices are reduced to opinions season by season, so
 * that twenty seasons fit into some 100 MB. Stops between seasons when `signal` is aborted.
 */
export async function readExamples(
  matches: MatchHistory,
  includes: (season: string) => boolean,
  onShare: (share: number) => void,
  signal: AbortSignal | undefined,
): Promise<readonly LineExample[]> {
  const examples: LineExample[] = [];
  const toExample = createExampleReader();
  const seasons = matches.historicalSeasons().filter(({ season }) => includes(season));
  for (const [i, of] of seasons.entries()) {
    signal?.throwIfAborted();
    for (const match of matches.historicalMatches(of)) examples.push(toExample(match));
    onShare((i + 1) / seasons.length);
    await setImmediate();
  }
  const key = ({ playedOn, pair }: LineExample): string => `${playedOn}|${pair.competition}|${pair.home}`;
  return examples
    .map((example) => ({ example, key: key(example) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ example }) => example);
}

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
