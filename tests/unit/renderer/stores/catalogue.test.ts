import { expect, test } from 'vitest';
import { createCatalogue } from '../../../../renderer/stores/catalogue.ts';
import { createTable } from '../../../../renderer/stores/table.ts';
import type { Fixture } from '../../../../shared/contract/index.ts';
import type { MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import { footballFixture } from '../../../support/football-fixture.ts';

test('follows fixtures as they come, change and go', () => {
  let flush = () => {};
  const table = createTable<Fixture>((run) => {
    flush = run;
  });
  const before = footballFixture('one');
  table.set('one', before);
  flush();
  const catalogue = createCatalogue(table);
  expect(catalogue.runner('one:mo:home' as SelectionId)?.event.home).toBe('one Home');

  const [first] = before.markets;
  if (first === undefined) throw new Error('the fixture has a market');
  table.set('one', { ...before, markets: [first] });
  table.set('two', footballFixture('two'));
  flush();
  expect(catalogue.market('one:ou' as MarketId)).toBeUndefined();
  expect(catalogue.runner('one:ou:over' as SelectionId)).toBeUndefined();
  expect(catalogue.market('two:ou' as MarketId)?.market.line).toBe(2.5);

  table.delete('two');
  flush();
  expect(catalogue.runner('two:mo:home' as SelectionId)).toBeUndefined();
});
