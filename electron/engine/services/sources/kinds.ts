import { betfairKind } from '../../feeds/betfair/index.ts';
import { kalshiKind } from '../../feeds/kalshi/index.ts';
import { polymarketKind } from '../../feeds/polymarket/index.ts';
import type { SourceKind } from '../../feeds/source-kind.ts';
import { theOddsApiKind } from '../../feeds/the-odds-api/index.ts';

/** Every kind of source a user can add, in the order they are offered. A new one is a folder in `feeds/` and a line here. */
export const SOURCE_KINDS: readonly SourceKind[] = [theOddsApiKind, betfairKind, kalshiKind, polymarketKind];
