import { expect, it } from 'vitest';
import { endFacts, outcomeFacts, reasonFacts } from '../../../../../renderer/features/bets/bet-facts.ts';
import type { BetView } from '../../../../../renderer/features/bets/bet-view.ts';
import type { BetEnd } from '../../../../../shared/contract/orders.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';

const order = sampleOrder();
const view = (bet: Record<string, unknown> | null): BetView =>
  ({ order, bet: bet === null ? null : { closing: [], profit: null, status: 'open', ...bet } }) as BetView;

it('says what a settled bet came to, with its tone', () => {
  const facts = outcomeFacts(
    view({ status: 'settled', profit: -1000, closing: [{ against: 'consensus', net: 0.021 }] }),
  );
  expect(facts).toEqual([
    { name: 'P&L', value: '-£10.00', tone: 'loss' },
    { name: 'CLV', value: '+2.10%', tone: 'gain' },
  ]);
});

it('says what a corrected bet had been, and when it was corrected', () => {
  const corrected = { times: 2, at: 1_700_000_000_000, resultBefore: 'won', profitBefore: 1470 };
  const [, , told] = outcomeFacts(view({ status: 'settled', profit: -1000, corrected }));
  expect(told?.name).toBe('Corrected 2 times, last');
  expect(told?.value).toMatch(/Nov.*, was Won \+£14\.70$/);
  const reopened = { times: 1, at: 1_700_000_000_000, resultBefore: null, profitBefore: null };
  expect(outcomeFacts(view({ status: 'settled', corrected: reopened }))[2]?.value).toMatch(/was open$/);
});

it('says what is not known yet, and what never will be', () => {
  expect(outcomeFacts(view({})).map(({ value }) => value)).toEqual(['open', 'before the close']);
  const never: BetEnd = { event: null, close: null, noClose: 'It was placed after the start.' };
  expect(outcomeFacts(view({}), never)[1]?.value).toBe('no close');
  expect(outcomeFacts(view({}), { ...never, noClose: null })[1]?.value).toBe('before the close');
  const settled = outcomeFacts(view({ status: 'settled', profit: 0 }));
  expect(settled[1]).toEqual({ name: 'CLV', value: 'no close' });
  expect(settled[0]?.tone).toBeUndefined();
  expect(outcomeFacts(view(null))).toEqual([]);
});

it('says how the match ended, and what the price closed at', () => {
  const end = {
    event: { status: 'ended', score: { home: 2, away: 1 } },
    close: { at: 1_700_000_000_000, fair: 0.5, price: 21_000 },
    noClose: null,
  } as unknown as BetEnd;
  const settled = view({ status: 'settled', profit: 1470, result: 'won' });
  expect(outcomeFacts(settled)[0]).toEqual({ name: 'Result', value: 'Won' });
  expect(endFacts(settled, end)).toEqual([
    { name: 'Match', value: 'ended 2-1' },
    { name: 'Closing price', value: '2.10' },
    { name: 'Fair at the close', value: '2.000' },
  ]);
  expect(endFacts(settled, { ...end, close: end.close && { ...end.close, price: null } })[1]?.value).toBe(
    'none of Simulated',
  );
  expect(endFacts(settled, { event: null, close: null, noClose: 'None.' })).toEqual([]);
  expect(endFacts(settled, null)).toEqual([]);
});

it('gives every reason of the order a value', () => {
  const facts = reasonFacts(view(null));
  expect(facts.every(({ value }) => value !== '' && value !== 'undefined')).toBe(true);
  expect(facts.at(-1)).toEqual({ name: 'Order id', value: order.id });
});

it.each([
  [{ fairSource: 'overround-line' }, 'Overround line'],
  [{ fairSource: 'model', model: 'football-1x2@2024-06-02' }, 'football-1x2@2024-06-02'],
  [{ fairSource: 'mean', method: 'odds_ratio' }, 'mean of the books, odds ratio'],
  [{ method: 'shin' }, 'mean of the books, shin'],
  [{ method: null }, 'unknown'],
] as const)('says what the fair price was of: %o', (reason, expected) => {
  const of = { ...view(null), order: { ...order, reason: { ...order.reason, ...reason } } } as BetView;
  expect(reasonFacts(of).find(({ name }) => name === 'Fair price by')?.value).toBe(expected);
});
