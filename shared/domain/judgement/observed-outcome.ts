import { type ModelTarget, TARGETS } from '../model.ts';
import { type FinalScore, SETTLEMENT_RULES } from '../settlement.ts';

/**
 * The index, in the target's outcomes, of what happened; `undefined` where nothing won outright (a push), or where
 * the target prices no market.
 */
export function observedOutcome(target: ModelTarget, score: FinalScore): number | undefined {
  const { outcomes, market } = TARGETS[target];
  if (market === null) return undefined;
  const rule = SETTLEMENT_RULES[market.type];
  for (let i = 0; i < outcomes.length; i += 1) {
    const side = outcomes[i] as Parameters<typeof rule.settle>[0];
    if (rule.settle(side, score, market.line ?? 0)?.result === 'won') return i;
  }
  return undefined;
}
