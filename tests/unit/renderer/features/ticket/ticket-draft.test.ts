import { describe, expect, it } from 'vitest';
import {
  readDraft,
  stepPrice,
  stepStake,
  type TicketFields,
  type TicketSubject,
} from '../../../../../renderer/features/ticket/ticket-draft.ts';
import type { OddsFormat } from '../../../../../shared/domain/odds-format.ts';
import type { Currency, MinorUnits, OrderId } from '../../../../../shared/domain/units.ts';

const GBP = 'GBP' as Currency;
const id = '00000000-0000-4000-8000-000000000001' as OrderId;
const subject = {
  eventId: 'e',
  marketId: 'm',
  selectionId: 's',
  bookId: 'b',
  side: 'back',
} as unknown as TicketSubject;

const read = (fields: Partial<TicketFields>, format: OddsFormat = 'decimal') =>
  readDraft(
    id,
    subject,
    { price: '2.5', stake: '10', persistence: 'take', ...fields },
    { currency: GBP, format, largestStake: 50_000 as MinorUnits },
  );

describe('readDraft', () => {
  it('makes a draft of good fields', () => {
    expect(read({})).toEqual({
      draft: { id, ...subject, price: 25_000, stake: 1000, persistence: 'take' },
      problems: {},
    });
  });

  it('reads the price in the format it is written in', () => {
    expect(read({ price: '-200' }, 'american').draft?.price).toBe(15_000);
    expect(read({ price: '3/2' }, 'fractional').draft?.price).toBe(25_000);
  });

  it.each(['', '0', '-1', 'NaN', '1e9'])('stakes nothing on %j and says what is wrong', (stake) => {
    const { draft, problems } = read({ stake });
    expect(draft?.stake).toBe(0);
    expect(problems.stake).toMatch(/stake|not an amount/i);
  });

  it('sends a stake over the limit on, so that the controls refuse it too', () => {
    const { draft, problems } = read({ stake: '1000000000' });
    expect(draft?.stake).toBe(100_000_000_000);
    expect(problems.stake).toContain('£500.00');
  });

  it.each(['', '1', '0', 'abc', '2,5', '100001'])('makes no draft at the price %j', (price) => {
    const { draft, problems } = read({ price });
    expect(draft).toBeNull();
    expect(problems.price).toBeTruthy();
  });
});

describe('stepping', () => {
  it('moves the price on the ladder, in its format', () => {
    expect(stepPrice('1.99', 1, 'decimal')).toBe('2.00');
    expect(stepPrice('2.00', 1, 'decimal')).toBe('2.02');
    expect(stepPrice('2.00', -1, 'decimal')).toBe('1.99');
    expect(stepPrice('+100', 1, 'american')).toBe('+102');
  });

  it('leaves what it cannot read', () => {
    expect(stepPrice('x', 1, 'decimal')).toBe('x');
  });

  it('moves the stake on round figures and not below one step', () => {
    expect(stepStake('10', 1, GBP)).toBe('11');
    expect(stepStake('20', 1, GBP)).toBe('25');
    expect(stepStake('20', -1, GBP)).toBe('19');
    expect(stepStake('12.34', 1, GBP)).toBe('13');
    expect(stepStake('12.34', -1, GBP)).toBe('12');
    expect(stepStake('1', -1, GBP)).toBe('1');
    expect(stepStake('', 1, GBP)).toBe('1');
    expect(stepStake('500', 1, GBP)).toBe('550');
  });
});
