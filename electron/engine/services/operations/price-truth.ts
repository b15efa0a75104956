import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { MarketBook } from '../../book/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Pricer } from '../../pricing/index.ts';
import type { Topics } from '../topics.ts';
import { watch } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'truth.watch' | 'suspects.watch' | 'standings.watch'
>;

/** How old and how sure prices are. */
export function priceTruthOperations(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly clock: Clock;
  readonly topics: Topics;
}): Operations {
  const { book, pricer, clock, topics } = deps;
  function* suspects() {
    for (const state of book.markets()) yield* pricer.priced(state.market.id)?.suspects ?? [];
  }
  function* standings() {
    for (const { market, prices } of book.markets())
      for (const { book: of, standing } of prices)
        if (standing.state !== 'open')
          yield { marketId: market.id, bookId: of.id, ...standing, at: clock.now() };
  }
  return {
    'truth.watch': watch(topics.truths, () => []),
    'suspects.watch': watch(topics.suspects, suspects),
    'standings.watch': watch(topics.standings, standings),
  };
}
