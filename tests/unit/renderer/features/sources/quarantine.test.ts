import { beforeEach, expect, it } from 'vitest';
import {
  MOST_QUARANTINED,
  quarantinedText,
  readQuarantine,
  useQuarantine,
} from '../../../../../renderer/features/sources/quarantine.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { QuarantinedRow } from '../../../../../shared/contract/index.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { stubEngine } from '../../../../support/stub-engine.ts';

const row = (reason: string): QuarantinedRow => ({
  source: 'the-odds-api',
  reason,
  sample: '{"price":0.5}',
  at: Date.UTC(2026, 0, 2, 3, 4, 5) as EpochMs,
});

beforeEach(() => useQuarantine.setState({ state: 'unread', rows: [], message: '' }));

it('reads the newest rows', async () => {
  const calls = stubEngine();
  const reading = readQuarantine();
  expect(useQuarantine.getState().state).toBe('reading');
  expect(calls).toMatchObject([{ name: 'sources.quarantined', input: { limit: MOST_QUARANTINED } }]);
  calls[0]?.resolve([row('price below evens')]);
  await reading;
  expect(useQuarantine.getState()).toEqual({ state: 'read', rows: [row('price below evens')], message: '' });
});

it('keeps the rows it has when it cannot read them again, and says why', async () => {
  useQuarantine.setState({ state: 'read', rows: [row('old')] });
  const calls = stubEngine();
  const reading = readQuarantine();
  calls[0]?.reject(new OperationFailure({ code: 'disconnected', message: 'The engine is away.' }));
  await reading;
  expect(useQuarantine.getState()).toEqual({
    state: 'failed',
    rows: [row('old')],
    message: 'The engine is away.',
  });
});

it('does not let a slow reading replace a later one', async () => {
  const calls = stubEngine();
  const readings = [readQuarantine(), readQuarantine()];
  calls[1]?.resolve([row('new')]);
  await readings[1];
  calls[0]?.resolve([row('old')]);
  await readings[0];
  expect(useQuarantine.getState().rows).toEqual([row('new')]);
});

it('is copied with all that a report to the source needs', () => {
  expect(quarantinedText(row('price below evens'))).toBe(
    'the-odds-api 2026-01-02T03:04:05.000Z\nprice below evens\n{"price":0.5}',
  );
});
