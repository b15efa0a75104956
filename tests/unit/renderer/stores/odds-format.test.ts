import { expect, it } from 'vitest';
import { formatOdds, ODDS_FORMATS, useOddsFormat } from '../../../../renderer/stores/odds-format.ts';
import type { OddsE4 } from '../../../../shared/domain/units.ts';

it.each([
  ['decimal', '2.50'],
  ['american', '+150'],
  ['fractional', '3/2'],
  ['probability', '40.0%'],
] as const)('writes 2.5 as %s', (format, text) => {
  expect(formatOdds(25_000 as OddsE4, format)).toBe(text);
});

it('follows the chosen format when none is named', () => {
  useOddsFormat.getState().setFormat('american');
  expect(formatOdds(15_000 as OddsE4)).toBe('-200');
  useOddsFormat.getState().setFormat('decimal');
  expect(formatOdds(15_000 as OddsE4)).toBe('1.50');
});

it('offers decimal first', () => {
  expect(ODDS_FORMATS[0]).toBe('decimal');
});
