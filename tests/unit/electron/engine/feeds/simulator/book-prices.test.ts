import { describe, expect, it, vi } from 'vitest';
import {
  palpableErrorAt,
  targetMargin,
} from '../../../../../../electron/engine/feeds/simulator/bookmaker-prices.ts';
import { BOOKMAKERS, EXCHANGE } from '../../../../../../electron/engine/feeds/simulator/books.ts';
import { trueState } from '../../../../../../electron/engine/feeds/simulator/fixture.ts';
import { bookHash } from '../../../../../../electron/engine/feeds/simulator/opinion.ts';
import {
  PRICE_GRIDS,
  priceIndexBelow,
} from '../../../../../../electron/engine/feeds/simulator/price-grids.ts';
import { scoreGrid } from '../../../../../../electron/engine/feeds/simulator/score-grid.ts';
import { matchOf } from '../../../../../../electron/engine/feeds/simulator/timeline.ts';
import type { Quote } from '../../../../../../shared/domain/quote.ts';
import { eventsOf, practiceMinutes, WORLD_START } from '../../../../../support/practice-run.ts';

// Hundreds of thousands of quotes a run: slow machines need more than the default.
vi.setConfig({ testTimeout: 60_000 });

describe('prices', () => {
  const seed = 21;
  const world = { seed, startedAt: WORLD_START };
  const run = practiceMinutes(seed, 6);
  const known = new Map<string, ReturnType<typeof matchOf>>();
  const matchOfMarket = (marketId: string) => {
    const id = marketId.split(':')[1] ?? '';
    const match = known.get(id) ?? matchOf(world, Number(id.slice(1)));
    known.set(id, match);
    const market = match.markets.find((candidate) => candidate.id === marketId);
    if (!market) throw new Error(`no market ${marketId}`);
    return { match, market };
  };
  const batches = async () =>
    eventsOf((await run).told).flatMap((event) =>
      event.kind === 'quotes' && event.quotes.every(({ levels }) => levels.length > 0) ? [event.quotes] : [],
    );

  it.each(BOOKMAKERS.map((profile) => [profile.book.name, profile] as const))(
    '%s keeps its margin, rounding apart',
    async (_, profile) => {
      const grid = PRICE_GRIDS[profile.grid];
      let checked = 0;
      for (const quotes of await batches()) {
        const { bookId, marketId, sourceTime } = quotes[0] as Quote;
        if (bookId !== profile.book.id) continue;
        const { match, market } = matchOfMarket(marketId);
        if (palpableErrorAt(world, profile, bookHash(profile), match, market, sourceTime)) continue;
        const places = quotes.map(({ levels }) => priceIndexBelow(grid, levels[0]?.price ?? 0));
        const overround = (step: number) =>
          places.reduce((total, place) => total + 10_000 / (grid[place + step] ?? Number.NaN), 0);
        const target = 1 + targetMargin(profile, market);
        // At the grid's ends there is no neighbour to bound the rounding with.
        if (Number.isNaN(overround(1) + overround(-1))) continue;
        expect(overround(1)).toBeLessThanOrEqual(target);
        expect(overround(-1)).toBeGreaterThanOrEqual(target);
        checked += 1;
      }
      expect(checked).toBeGreaterThan(300);
    },
  );

  it('on the exchange back lies under lay and the truth between them', async () => {
    let [within, all] = [0, 0];
    for (const quotes of await batches()) {
      if (quotes[0]?.bookId !== EXCHANGE.book.id) continue;
      const { match, market } = matchOfMarket(quotes[0].marketId);
      const truth = market.fair(scoreGrid(trueState(world, match.fixture, quotes[0].sourceTime)));
      market.selections.forEach((selection, runner) => {
        const best = (side: Quote['side']) =>
          quotes.find((quote) => quote.selectionId === selection.id && quote.side === side)?.levels[0]
            ?.price ?? 0;
        expect(best('back')).toBeLessThan(best('lay'));
        const p = truth[runner] ?? Number.NaN;
        all += 1;
        if (p > 10_000 / best('lay') - 0.006 && p < 10_000 / best('back') + 0.006) within += 1;
      });
    }
    expect(all).toBeGreaterThan(5000);
    expect(within / all).toBeGreaterThan(0.99);
  });
});
