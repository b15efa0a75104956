import { beforeEach, expect, it, vi } from 'vitest';
import { canRetry, retrySource, useRetries } from '../../../../../renderer/features/sources/retry.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import { OperationFailure } from '../../../../../shared/contract/errors.ts';
import type { SourceId } from '../../../../../shared/domain/units.ts';
import { stubEngine } from '../../../../support/stub-engine.ts';

const source = { id: 'the-odds-api' as SourceId, name: 'The Odds API' };
const messages = () => useToasts.getState().toasts.map(({ tone, message }) => `${tone}: ${message}`);

beforeEach(() => {
  vi.useFakeTimers();
  useToasts.setState({ toasts: [] });
  return () => vi.useRealTimers();
});

it.each([
  ['off', true],
  ['degraded', true],
  ['failed', true],
  ['connecting', false],
  ['live', false],
] as const)('a source that is %s can be retried: %s', (state, expected) => {
  expect(canRetry({ state })).toBe(expected);
});

it('asks the engine once until it has answered', async () => {
  const calls = stubEngine();
  retrySource(source);
  retrySource(source);
  expect(calls).toMatchObject([{ name: 'sources.retry', input: { id: source.id } }]);
  expect(useRetries.getState().running).toContain(source.id);
  calls[0]?.resolve({});
  await vi.waitFor(() => expect(useRetries.getState().running).not.toContain(source.id));
  expect(messages()).toEqual(['info: The Odds API was asked again: its state says how it went.']);
});

it('says why it could not, and lets the user try again', async () => {
  const calls = stubEngine();
  retrySource(source);
  calls[0]?.reject(new OperationFailure({ code: 'not-found', message: 'There is no such source.' }));
  await vi.waitFor(() => expect(useRetries.getState().running.size).toBe(0));
  expect(messages()).toEqual(['error: Could not retry The Odds API. There is no such source.']);
});
