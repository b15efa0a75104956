import { describe, expect, it } from 'vitest';
import { isVoided, outcomesOf } from '../../../../../../electron/engine/feeds/betfair/settled-market.ts';
import type { MarketId, SelectionId } from '../../../../../../shared/domain/units.ts';

const MARKET = 'betfair:1:match-odds' as MarketId;
const listing = {
  doubleLine: false,
  slots: new Map(
    ['home', 'away', 'draw'].map((side, index) => [
      `${index + 1}/0`,
      { marketId: MARKET, selectionId: `${MARKET}:${side}` as SelectionId },
    ]),
  ),
};
const runners = (...statuses: readonly string[]) =>
  statuses.map((status, index) => ({ key: `${index + 1}/0`, status }));
const outcomes = (...statuses: readonly string[]) =>
  outcomesOf(listing, MARKET, { winners: 1, runners: runners(...statuses) }).map(({ outcome }) => outcome);

describe('a settled market of Betfair', () => {
  it('says who won, who lost and whose bets are void', () => {
    expect(outcomes('WINNER', 'LOSER', 'LOSER')).toEqual(['won', 'lost', 'lost']);
    expect(outcomes('LOSER', 'WINNER', 'REMOVED')).toEqual(['lost', 'won', 'void']);
  });

  it('says nothing that would have to be guessed: dead heats, half-returned stakes, selections not listed', () => {
    expect(outcomes('WINNER', 'WINNER', 'LOSER')).toEqual([]);
    expect(outcomes('LOSER', 'LOSER', 'LOSER')).toEqual([]);
    const settled = { winners: 1, runners: runners('WINNER', 'LOSER', 'HIDDEN', 'LOSER') };
    expect(outcomesOf({ ...listing, doubleLine: true }, MARKET, settled)).toEqual([]);
    expect(outcomesOf(listing, MARKET, settled)).toHaveLength(2);
    expect(outcomesOf(listing, 'betfair:1:other' as MarketId, settled)).toEqual([]);
  });

  it('voids every bet of a market that is voided whole, on lines of half stakes too', () => {
    const voided = runners('REMOVED', 'REMOVED', 'REMOVED_VACANT');
    expect(isVoided(voided)).toBe(true);
    expect(isVoided(runners('REMOVED', 'ACTIVE', 'REMOVED'))).toBe(false);
    expect(isVoided([])).toBe(false);
    // Of a market that is not told whole nothing is known.
    expect(outcomes('REMOVED', 'REMOVED')).toEqual([]);
    for (const doubleLine of [false, true])
      expect(
        outcomesOf({ ...listing, doubleLine }, MARKET, { winners: 1, runners: voided }).map(
          ({ outcome }) => outcome,
        ),
      ).toEqual(['void', 'void', 'void']);
  });

  it('says once what is told twice, and nothing where the two differ', () => {
    const told = (status: string) =>
      outcomesOf(listing, MARKET, {
        winners: 1,
        runners: [...runners('WINNER', 'LOSER', 'LOSER'), { key: '2/0', status }],
      }).map(({ selectionId, outcome }) => `${selectionId.split(':').at(-1)} ${outcome}`);
    expect(told('LOSER')).toEqual(['home won', 'away lost', 'draw lost']);
    expect(told('REMOVED')).toEqual([]);
    expect(told('WINNER')).toEqual([]);
  });
});
