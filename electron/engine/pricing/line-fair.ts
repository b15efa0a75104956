import type { Book, SportingEvent } from '../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../shared/domain/football-leagues.ts';
import { contributorOf, EXCHANGE } from '../../../shared/domain/overround-line/contributors.ts';
import {
  createLine,
  type Line,
  type LineContext,
  type LineModel,
} from '../../../shared/domain/overround-line/line.ts';
import {
  addOpinion,
  clearOpinions,
  closeOpinions,
  createOpinions,
} from '../../../shared/domain/overround-line/opinions.ts';
import { winnersIn } from '../../../shared/domain/settlement.ts';
import type { MarketState } from '../ports/market-state.ts';
import type { BookLine } from './book-line.ts';
import type { Consensus } from './consensus.ts';

/** The Overround line, given to the pricer as plain functions of what it is asked about. */
export type PricingLine = {
  readonly model: LineModel;
  /** What is known of a football event's teams for the strength now offered; `null`: nothing. */
  readonly signals?: (event: SportingEvent, offered: number) => LineContext['signals'];
};

const HOUR_MS = 3_600_000;

/** The contributor a live book counts as; an exchange without a name of its own is one of the exchanges. */
export const contributorOfBook = (book: Book): number =>
  book.kind === 'exchange' ? EXCHANGE : contributorOf(book.id);

/** Football of a league, or of one that has no key; not the practice market's, whose prices nobody has learned from. */
const isRealFootball = (sport: string): boolean => sport === 'soccer' || sport.startsWith('soccer_');

/** Full-time 1X2 of football with its selections in their order. */
const isFootball1x2 = ({ event, market }: MarketState): boolean =>
  market.type === 'match-odds' && market.period === 'match' && isRealFootball(event.sport);

/**
 * Writes the Overround line into consensuses, one market at a time and without allocation. `false` where it does not
 * cover the market: other than two or three outcomes of which one wins, or no opinion.
 */
export function createLineFair({
  model,
  signals,
}: PricingLine): (
  consensus: Consensus,
  state: MarketState,
  lines: readonly BookLine[],
  now: number,
) => boolean {
  const opinions = createOpinions();
  const results = new Map<number, Line>([2, 3].map((count) => [count, createLine(count)]));
  const context: { -readonly [Key in keyof LineContext]: LineContext[Key] } = {
    football: false,
    league: null,
    hours: 0,
    signals: null,
  };
  return (consensus, state, lines, now) => {
    const count = state.market.selections.length;
    const line = results.get(count);
    if (line === undefined || winnersIn(state.market.type) !== 1 || state.market.type === 'correct-score')
      return false;
    clearOpinions(opinions);
    let books = 0;
    for (const { contributor, axes } of lines) {
      if (Number.isNaN(axes[0] as number)) continue;
      addOpinion(opinions, contributor, axes, 0);
      books += 1;
    }
    if (books === 0) return false;
    closeOpinions(opinions);
    context.football = isFootball1x2(state);
    context.league = context.football ? (footballLeague(state.event.sport)?.code ?? null) : null;
    context.hours = (state.event.startsAt - now) / HOUR_MS;
    context.signals = context.football && signals ? signals(state.event, meanStrength(lines)) : null;
    if (!model.write(opinions, count, context, line)) return false;
    consensus.fair.set(line.probabilities);
    consensus.low.set(line.low);
    consensus.high.set(line.high);
    consensus.books = books;
    consensus.method = 'power';
    consensus.source = 'overround-line';
    return true;
  };
}

/** What the books at hand say on average of the strength. */
function meanStrength(lines: readonly BookLine[]): number {
  let [sum, count] = [0, 0];
  for (const { axes } of lines) {
    if (Number.isNaN(axes[0] as number)) continue;
    sum += axes[0] as number;
    count += 1;
  }
  return sum / count;
}
