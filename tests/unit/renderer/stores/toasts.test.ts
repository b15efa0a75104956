import { beforeEach, expect, it, vi } from 'vitest';
import {
  dismissAllToasts,
  dismissNewestToast,
  dismissTopic,
  notify,
  useToasts,
} from '../../../../renderer/stores/toasts.ts';

const shown = () => useToasts.getState().toasts.map(({ message }) => message);

beforeEach(() => {
  vi.useFakeTimers();
  dismissAllToasts();
});

it('shows the same message once, anew', () => {
  notify('ok', 'Saved.');
  notify('ok', 'Exported.');
  notify('ok', 'Saved.');
  expect(shown()).toEqual(['Exported.', 'Saved.']);
});

it('keeps only the newest word on a topic', () => {
  notify('info', 'Odds: American', 'odds-format');
  notify('warn', 'Something else.');
  notify('info', 'Odds: Hong Kong', 'odds-format');
  expect(shown()).toEqual(['Something else.', 'Odds: Hong Kong']);
});

it('takes back what was said on a topic', () => {
  notify('error', 'PANIC', 'halt');
  notify('warn', 'Something else.');
  dismissTopic('halt');
  expect(shown()).toEqual(['Something else.']);
});

it('keeps errors until they are dismissed', () => {
  notify('error', 'Could not save.');
  notify('ok', 'Saved.');
  vi.advanceTimersByTime(3_600_000);
  expect(shown()).toEqual(['Could not save.']);
});

it('dismisses the newest, one at a time, and says whether there was any', () => {
  notify('error', 'Could not save.');
  notify('info', 'Odds: American');
  expect(dismissNewestToast()).toBe(true);
  expect(shown()).toEqual(['Could not save.']);
  expect([dismissNewestToast(), dismissNewestToast()]).toEqual([true, false]);
});
