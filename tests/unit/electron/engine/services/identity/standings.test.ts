import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { type IdentityDesk, openIdentityDesk } from '../../../../../support/identity-desk.ts';
import { BETFAIR, matchOdds, ODDS, tell, tellOdds } from '../../../../../support/match-of-two-sources.ts';

let desk: IdentityDesk;
beforeEach(() => {
  desk = openIdentityDesk();
});

const at = (ms: number) => ms as EpochMs;

describe('statuses', () => {
  test("one source's suspension is its books', not the market's", () => {
    tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    const market = matchOdds(BETFAIR).id;
    sink({ kind: 'market-status', marketId: market, status: 'closed', at: at(1) });
    const state = desk.book.market(matchOdds(ODDS).id);
    expect(state?.market.status).toBe('open');
    const standing = () => state?.prices.map(({ book, standing: { state: said } }) => `${book.id} ${said}`);
    expect(standing()).toEqual(['betfair suspended', 'pinnacle open']);
    sink({ kind: 'market-status', marketId: market, status: 'open', at: at(2) });
    expect(standing()).toEqual(['betfair open', 'pinnacle open']);
  });

  test('all sources together close the market', () => {
    const first = tellOdds(desk);
    const sink = tell(desk, BETFAIR);
    sink({ kind: 'market-status', marketId: matchOdds(BETFAIR).id, status: 'suspended', at: at(1) });
    first({ kind: 'market-status', marketId: matchOdds(ODDS).id, status: 'closed', at: at(2) });
    expect(desk.book.market(matchOdds(ODDS).id)?.market.status).toBe('suspended');
    sink({ kind: 'market-status', marketId: matchOdds(BETFAIR).id, status: 'closed', at: at(3) });
    expect(desk.book.market(matchOdds(ODDS).id)?.market.status).toBe('closed');
  });
});
