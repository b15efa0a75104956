import { beforeEach, expect, it, vi } from 'vitest';
import { noteSaved, savedNote } from '../../../../../renderer/features/sources/saved-note.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import type { SourceHealth } from '../../../../../shared/contract/sources.ts';
import type { EpochMs, SourceId } from '../../../../../shared/domain/units.ts';

const NAME = 'Betfair Exchange';
const health = (changes: Partial<SourceHealth>): SourceHealth => ({
  id: 'betfair' as SourceId,
  name: NAME,
  kind: 'stream',
  state: 'connecting',
  message: '',
  capabilities: { depth: true, lay: true, scores: false, streaming: true },
  cadenceMs: null,
  lastReceivedAt: null,
  latencyMs: null,
  credits: null,
  facts: [],
  counts: { received: 0, used: 0, duplicate: 0, quarantined: 0, errors: 0 },
  ...changes,
});
const told = () => useToasts.getState().toasts.map(({ tone, message }) => `${tone}: ${message}`);

beforeEach(() => {
  vi.useFakeTimers();
  useToasts.setState({ toasts: [] });
  return () => vi.useRealTimers();
});

it.each([
  [{ state: 'connecting' }, null],
  [{ state: 'off' }, null],
  [{ state: 'live' }, 'Betfair Exchange is in the market.'],
  [
    { state: 'off', message: 'Betfair lacks: password.' },
    'Betfair Exchange is kept, and not in the market yet. Betfair lacks: password.',
  ],
  [
    { state: 'failed', message: 'Wrong key.' },
    'Betfair Exchange is kept, and not in the market yet. Wrong key.',
  ],
  [
    { state: 'degraded', message: 'No network.' },
    'Betfair Exchange is kept, and not in the market yet. No network.',
  ],
  [
    { state: 'degraded', message: 'Delayed key.', lastReceivedAt: 1 as EpochMs },
    'Betfair Exchange is in the market, not without trouble. Delayed key.',
  ],
] as const)('of %j says %s', (changes, message) => {
  expect(savedNote(NAME, health(changes))?.message ?? null).toBe(message);
});

it('is said once the source has spoken since it was saved, not of the one before it', () => {
  let flush = () => {};
  const table = createTable<SourceHealth>((later) => {
    flush = later;
  });
  table.set('betfair', health({ state: 'live' }));
  flush();
  noteSaved(health({}), table);
  expect(told()).toEqual(['info: Betfair Exchange is kept, and connecting…']);
  table.delete('betfair');
  flush();
  table.set('betfair', health({ state: 'connecting' }));
  flush();
  expect(told()).toHaveLength(1);
  table.set('betfair', health({ state: 'failed', message: 'Wrong key.' }));
  flush();
  expect(told()).toEqual(['warn: Betfair Exchange is kept, and not in the market yet. Wrong key.']);
  table.set('betfair', health({ state: 'live' }));
  flush();
  expect(told()).toHaveLength(1);
});

it('says that it is still silent when nothing comes', () => {
  noteSaved(
    health({}),
    createTable<SourceHealth>(() => {}),
  );
  vi.advanceTimersByTime(20_000);
  expect(told()).toEqual(['warn: Betfair Exchange is kept, and still connecting: its row says how it goes.']);
});
