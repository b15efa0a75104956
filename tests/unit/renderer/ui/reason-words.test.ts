import { expect, it } from 'vitest';
import { reasonWords } from '../../../../renderer/ui/reason-words.ts';

it('puts a reason into words, and leaves what follows it as it is', () => {
  expect(reasonWords('malformed-level')).toBe('Malformed level');
  expect(reasonWords('malformed-event: /start-time must be string')).toBe(
    'Malformed event: /start-time must be string',
  );
  expect(reasonWords('price below evens')).toBe('Price below evens');
  expect(reasonWords('')).toBe('');
  expect(reasonWords('unsupported-market')).toContain('Not traded here');
});
