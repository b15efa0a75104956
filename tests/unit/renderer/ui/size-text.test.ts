import { expect, it } from 'vitest';
import { ownStakeText } from '../../../../renderer/ui/size-text.ts';
import type { Currency, MinorUnits } from '../../../../shared/domain/units.ts';

it('writes a stake of the user’s own to the last minor unit', () => {
  const text = (stake: number | null, currency = 'GBP') =>
    ownStakeText(stake as MinorUnits | null, currency as Currency);
  expect([1250, 2500, 124_005, 33].map((stake) => text(stake))).toEqual(['12.50', '25', '1,240.05', '0.33']);
  expect(text(1500, 'JPY')).toBe('1,500');
  expect(text(null)).toBe('');
});
