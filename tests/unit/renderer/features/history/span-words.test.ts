import { expect, it } from 'vitest';
import { spanWords } from '../../../../../renderer/features/history/span-words.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const at = (text: string) => new Date(text).getTime() as EpochMs;

it.each([
  [at('2026-11-20T14:00'), null, true, 'The last day only. Empty From to export everything kept.'],
  [at('2026-11-20T14:00'), null, false, 'Changes received from 2026-11-20 14:00 to the newest.'],
  [
    at('2026-11-20T14:00'),
    at('2026-11-20T15:30'),
    true,
    'Changes received from 2026-11-20 14:00 until 2026-11-20 15:30.',
  ],
  [null, null, false, 'Everything kept, from the oldest to the newest.'],
  [null, at('2026-11-20T15:30'), false, 'Everything kept, from the oldest until 2026-11-20 15:30.'],
])('says what an export from %s to %s holds', (from, to, asOffered, words) => {
  expect(spanWords(from, to, asOffered)).toBe(words);
});
