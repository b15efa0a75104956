import type { Mode } from '../../../shared/domain/order.ts';
import type { MatchHistory } from '../ports/market-store.ts';
import type { EnginePaths } from '../ports/paths.ts';
import { openMatchHistory } from '../storage/match-history.ts';
import type { Troubles } from './troubles.ts';

/**
 * The past matches a market's prices and models go by. A replay prices by what the real market knew, and its own files
 * hold none; every other market has them in its own.
 */
export function openPastMatches(
  mode: Mode,
  own: MatchHistory,
  paths: EnginePaths,
  troubles: Troubles,
): { readonly history: MatchHistory; close(): void } {
  if (mode !== 'replay') return { history: own, close: () => {} };
  const opened = openMatchHistory(paths.matches);
  if (opened.ok) return opened;
  troubles.guard('past matches', () => {
    throw new Error(opened.message);
  });
  return { history: own, close: () => {} };
}
