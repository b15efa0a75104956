import type {
  Market,
  MarketStatus,
  MarketType,
  Selection,
  Side,
} from '../../../../shared/domain/catalogue.ts';
import type { MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import type { Fixture } from './fixture.ts';
import type { ScoreGrid } from './score-grid.ts';
import { asianHandicap, bothTeamsToScore, matchOdds, totals } from './score-grid.ts';

export type PracticeMarketType = Extract<
  MarketType,
  'match-odds' | 'totals' | 'asian-handicap' | 'both-teams-to-score'
>;

/** A market of a fixture with its fair prices as a function of the score grid. */
export type PracticeMarket = {
  readonly id: MarketId;
  readonly type: PracticeMarketType;
  readonly line: number | null;
  readonly selections: readonly Selection[];
  /** Probabilities whose inverses are the fair odds, in the order of the selections. They sum to one. */
  readonly fair: (grid: ScoreGrid) => readonly number[];
  /** When the outcome is known before full time, or `null`. */
  readonly decidedAt: number | null;
};

const GOAL_LINES = [1.5, 2.5, 3.5] as const;

const signed = (line: number): string => (line > 0 ? `+${line}` : `${line === 0 ? 0 : line}`);

/** The reveal of the `count`-th goal, or `null`. */
const goalReveal = (fixture: Fixture, count: number): number | null =>
  fixture.goals[count - 1]?.revealedAt ?? null;

function bothScoredAt(fixture: Fixture): number | null {
  const home = fixture.goals.find((goal) => goal.side === 'home');
  const away = fixture.goals.find((goal) => goal.side === 'away');
  return home && away ? Math.max(home.revealedAt, away.revealedAt) : null;
}

function practiceMarket(
  fixture: Fixture,
  type: PracticeMarketType,
  line: number | null,
  sides: readonly (readonly [Side, string])[],
  fair: PracticeMarket['fair'],
  decidedAt: number | null = null,
): PracticeMarket {
  const id = `${fixture.eventId}:${type}${line === null ? '' : `:${line}`}` as MarketId;
  const selections = sides.map(([side, name]) => ({
    id: `${id}:${side}` as SelectionId,
    marketId: id,
    name,
    side,
  }));
  return { id, type, line, selections, fair, decidedAt };
}

/** The markets every fixture has, in the order they are published. */
export function marketsOf(fixture: Fixture): readonly PracticeMarket[] {
  const { home, away, handicap } = fixture;
  return [
    practiceMarket(
      fixture,
      'match-odds',
      null,
      [
        ['home', home],
        ['draw', 'Draw'],
        ['away', away],
      ],
      matchOdds,
    ),
    ...GOAL_LINES.map((line) =>
      practiceMarket(
        fixture,
        'totals',
        line,
        [
          ['over', `Over ${line}`],
          ['under', `Under ${line}`],
        ],
        (grid) => totals(grid, line),
        goalReveal(fixture, Math.ceil(line)),
      ),
    ),
    practiceMarket(
      fixture,
      'asian-handicap',
      handicap,
      [
        ['home', `${home} ${signed(handicap)}`],
        ['away', `${away} ${signed(-handicap)}`],
      ],
      (grid) => asianHandicap(grid, handicap),
    ),
    practiceMarket(
      fixture,
      'both-teams-to-score',
      null,
      [
        ['yes', 'Yes'],
        ['no', 'No'],
      ],
      bothTeamsToScore,
      bothScoredAt(fixture),
    ),
  ];
}

/** The market as the catalogue knows it. */
export const catalogueMarket = (fixture: Fixture, market: PracticeMarket, status: MarketStatus): Market => ({
  id: market.id,
  eventId: fixture.eventId,
  type: market.type,
  period: 'match',
  line: market.line,
  status,
  selections: market.selections,
});
