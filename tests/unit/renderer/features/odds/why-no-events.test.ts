import { expect, it } from 'vitest';
import { whyNone } from '../../../../../renderer/features/odds/why-no-events.ts';

it.each([
  ['playing', 0, 0, 'none-yet'],
  ['playing', 5, 0, 'none-yet'],
  ['paused', 5, 2, 'refused-so-far'],
  ['ended', 5, 0, 'ended'],
  ['ended', 5, 2, 'ended-with-refused'],
] as const)('%s, %i played and %i refused: %s', (motion, played, refused, why) => {
  expect(whyNone({ motion, played, refused })).toBe(why);
});

it('outside a replay nothing has come yet', () => {
  expect(whyNone(null)).toBe('none-yet');
});
