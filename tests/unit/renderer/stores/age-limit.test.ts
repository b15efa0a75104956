import { expect, test, vi } from 'vitest';
import { ageLimitOf } from '../../../../renderer/stores/age-limit.ts';
import { priceTruths } from '../../../../renderer/stores/market-data.ts';
import { useStatus } from '../../../../renderer/stores/status.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';

vi.stubGlobal('requestAnimationFrame', () => 0);

test("a source's own limit comes before the one for all, and that before none", () => {
  const source = 'feed' as SourceId;
  expect(ageLimitOf(source)).toBeUndefined();
  useStatus.setState({ status: { staleAfterMs: 120_000 } as never });
  expect(ageLimitOf(source)).toBe(120_000);
  priceTruths.set(source, { sourceId: source, maximumAgeMs: 7_000 } as never);
  expect(ageLimitOf(source)).toBe(7_000);
  expect(ageLimitOf('other' as SourceId)).toBe(120_000);
});
