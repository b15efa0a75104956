/** What a backtest's figures allow to be said, and what they don't. */
import type { BacktestSummary, GroupResult, Strategy } from '../../../shared/contract/runs.ts';
import { ODDS_BANDS } from '../../../shared/domain/judgement/odds-bands.ts';
import { testYield } from '../../../shared/domain/significance.ts';
import { betsForUsualEdge, intervalText, isSignificant } from './summary-figures.ts';

export type VerdictNote = { readonly tone: 'warn' | 'good' | 'bad' | 'plain'; readonly text: string };

/** p below 0.05 turns up once in so many tries where there is nothing to find. */
const TRIES_PER_FLUKE = 20;

const countText = (count: number): string => count.toLocaleString('en-GB');

/** `tried`: finished backtests there are, this one included. */
export function verdict(
  summary: BacktestSummary,
  { stage }: Pick<Strategy, 'stage'>,
  tried: number,
): readonly VerdictNote[] {
  if (summary.bets === 0) return [{ tone: 'warn', text: noBets(summary) }];
  const notes: VerdictNote[] = [luckNote(summary)];
  const needed = betsForUsualEdge(summary.averageOdds);
  if (needed !== null)
    notes.push({
      tone: 'plain',
      text: `At these odds an edge of 2% takes about ${countText(needed)} level bets to be told from luck (95%, power 80%); this is ${countText(summary.bets)}.`,
    });
  if (stage === 'closing')
    notes.push({
      tone: 'plain',
      text: 'Closing prices: few bets can be had there, and CLV compares a price with its own close.',
    });
  else if (summary.clv !== null && summary.yield !== null && summary.clv < 0 && summary.yield > 0)
    notes.push({
      tone: 'warn',
      text: 'It won though the prices taken were worse than the close: such profit rarely lasts.',
    });
  if (isSignificant(summary) === true && (summary.yield ?? 0) > 0 && tried >= TRIES_PER_FLUKE)
    notes.push({
      tone: 'warn',
      text: `${countText(tried)} backtests are kept here: of 20 strategies without any edge, one looks this good.`,
    });
  if (summary.skipped > 0)
    notes.push({
      tone: 'warn',
      text: `${countText(summary.skipped)} bets were skipped because the bank could not pay for them: the figures leave them out.`,
    });
  return notes;
}

function luckNote(summary: BacktestSummary): VerdictNote {
  const significant = isSignificant(summary);
  if (significant === null)
    return {
      tone: 'warn',
      text: 'Too few days with bets for an interval: nothing can be said of the yield.',
    };
  if (!significant)
    return {
      tone: 'warn',
      text: `The yield's 95% interval, ${intervalText(summary)}, includes zero: this result can be luck.`,
    };
  return (summary.yield ?? 0) > 0
    ? {
        tone: 'good',
        text: `The yield's 95% interval, ${intervalText(summary)}, is above zero. It holds for a rule fixed before looking.`,
      }
    : {
        tone: 'bad',
        text: `The yield's 95% interval, ${intervalText(summary)}, is below zero: it loses, and not by bad luck.`,
      };
}

function noBets({ matches, priced, skipped }: BacktestSummary): string {
  if (skipped > 0) return 'No bet was made: the bank could not pay for the first stake. Stake less.';
  return priced === 0
    ? `No bet was made: none of ${countText(matches)} matches has a belief and a price at this stage. Choose another book or stage, fewer books at least, or other seasons.`
    : `No bet was made: of ${countText(priced)} priced matches none met the rule. Ask for less, or widen the filter.`;
}

/** Where the odds of a group lie: the run's average, or the middle of an odds band. */
export function groupOdds(
  group: string,
  by: 'competition' | 'season' | 'band',
  average: number | null,
): number | null {
  if (by !== 'band') return average;
  const at = ODDS_BANDS.findIndex(({ label }) => label === group);
  const below = ODDS_BANDS[at]?.below;
  if (below === undefined) return average;
  const from = ODDS_BANDS[at - 1]?.below ?? 1.2;
  return Math.sqrt(from * (Number.isFinite(below) ? below : from * 2));
}

/**
 * Yield over its standard error, were the stakes level and the odds all `odds` (Buchdahl); `null` where that says
 * nothing. Beyond 2 either way luck alone is unlikely for one group, and expected for one of twenty.
 */
export function groupT({ bets, yield: earned }: GroupResult, odds: number | null): number | null {
  if (earned === null || odds === null || bets < 2 || odds <= 1 + earned || earned <= -1) return null;
  const { t } = testYield(bets, odds, earned);
  return Number.isFinite(t) ? t : null;
}
