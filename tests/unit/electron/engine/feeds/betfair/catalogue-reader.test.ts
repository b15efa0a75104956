import { describe, expect, it } from 'vitest';
import type { Api } from '../../../../../../electron/engine/feeds/betfair/api.ts';
import { betfairProblem } from '../../../../../../electron/engine/feeds/betfair/api-errors.ts';
import { batchesOf, weightOf } from '../../../../../../electron/engine/feeds/betfair/book-request.ts';
import { readCatalogue } from '../../../../../../electron/engine/feeds/betfair/catalogue-reader.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

type Row = { readonly marketId: string; readonly marketStartTime: string; readonly type: string };
type Asked = {
  readonly filter: {
    readonly marketTypeCodes: readonly string[];
    readonly marketStartTime: { readonly from: string; readonly to: string };
  };
  readonly maxResults: number;
};

/** Betfair's catalogue: sorted by start, and cut off at what was asked for. */
function catalogueOf(rows: readonly Row[], mostAtOnce = 200) {
  const asked: Asked[] = [];
  const api: Api = {
    call(_method, params) {
      const request = params as Asked;
      asked.push(request);
      if (request.maxResults > mostAtOnce)
        return Promise.resolve({ ok: false, problem: betfairProblem('TOO_MUCH_DATA') });
      const { from, to } = request.filter.marketStartTime;
      const result = rows
        .filter(
          ({ marketStartTime, type }) =>
            marketStartTime >= from && marketStartTime <= to && request.filter.marketTypeCodes.includes(type),
        )
        .sort((one, other) => one.marketStartTime.localeCompare(other.marketStartTime))
        .slice(0, request.maxResults);
      return Promise.resolve({ ok: true, result, body: new Uint8Array(), elapsedMs: 1 });
    },
  };
  return { api, asked };
}
const rowsOf = (
  count: number,
  startOf: (index: number) => number,
  type = (index: number) => `T${index % 4}`,
): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    marketId: `1.${index}`,
    marketStartTime: new Date(startOf(index)).toISOString(),
    type: type(index),
  }));
const DAY = 86_400_000;
const scope = {
  eventTypeIds: ['1', '2'],
  marketTypes: ['T0', 'T1', 'T2', 'T3'],
  competitionIds: [],
  countries: [],
  from: 0 as EpochMs,
  to: DAY as EpochMs,
};
const read = (api: Api) => readCatalogue(api, scope, new AbortController().signal, () => undefined);

describe('reading the catalogue', () => {
  it('pages by start time and leaves nothing out', async () => {
    const { api, asked } = catalogueOf(rowsOf(950, (index) => Math.floor(index / 30) * 60_000));
    const { marketIds, complete, problem } = await read(api);
    expect([marketIds.size, complete, problem]).toEqual([950, true, null]);
    expect(asked.length).toBeLessThan(10);
  });
  it('asks by type where more start at one moment than fit a page', async () => {
    const { api } = catalogueOf([...rowsOf(700, () => 3_600_000), ...rowsOf(900, (index) => index * 90_000)]);
    const distinct = rowsOf(700, () => 3_600_000).map((row, index) => ({ ...row, marketId: `2.${index}` }));
    const both = catalogueOf([...distinct, ...rowsOf(900, (index) => index * 90_000)]);
    expect((await read(api)).complete).toBe(true);
    const { marketIds, complete } = await read(both.api);
    expect([marketIds.size, complete]).toEqual([1_600, true]);
  });
  it('says when even that does not tell all', async () => {
    const { api } = catalogueOf(
      rowsOf(
        500,
        () => 3_600_000,
        () => 'T0',
      ),
    );
    const { marketIds, complete } = await read(api);
    expect(complete).toBe(false);
    expect(marketIds.size).toBe(200);
  });
  it('asks for less at once when it was too much', async () => {
    const { api, asked } = catalogueOf(
      rowsOf(120, (index) => index * 60_000),
      50,
    );
    expect((await read(api)).marketIds.size).toBe(120);
    expect(asked.map(({ maxResults }) => maxResults).slice(0, 3)).toEqual([200, 100, 50]);
  });
});

describe('the weight of listMarketBook', () => {
  it.each([
    [{ kind: 'full' } as const, 17, 11],
    [{ kind: 'best', levels: 3 } as const, 5, 40],
    [{ kind: 'best', levels: 1 } as const, 5, 40],
    [{ kind: 'best', levels: 10 } as const, 17, 11],
  ])('of %o stays within 200 points', (depth, weight, markets) => {
    const ids = Array.from({ length: 205 }, (_, index) => `1.${index}`);
    expect(weightOf(depth)).toBe(weight);
    const batches = batchesOf(ids, depth);
    expect(batches[0]).toHaveLength(markets);
    expect(batches.flat()).toEqual(ids);
    for (const batch of batches) expect(batch.length * weight).toBeLessThanOrEqual(200);
  });
});
