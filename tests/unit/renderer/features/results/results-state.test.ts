import { afterEach, describe, expect, it } from 'vitest';
import {
  nothingChosenText,
  openEntry,
  type ResultRow,
  useResultsView,
} from '../../../../../renderer/features/results/results-state.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import type { EventResult } from '../../../../../shared/contract/results.ts';

const row = (of: Partial<EventResult> = {}): EventResult =>
  ({
    event: { id: 'e', home: 'Alder', away: 'Birch', status: 'ended', score: null },
    result: null,
    revision: 0,
    ...of,
  }) as unknown as EventResult;
const at = (value: EventResult): ResultRow => ({ id: value.event.id, value }) as unknown as ResultRow;
const told = () => useToasts.getState().toasts.map(({ message }) => message);

afterEach(() => {
  useResultsView.setState({ draft: null });
  useToasts.setState({ toasts: [] });
});

it('says where an event has gone that keys are pressed for', () => {
  expect(nothingChosenText(null, false)).toBe('Choose an event of the list first.');
  expect(nothingChosenText(row(), true)).toMatch(/^Alder v Birch has left this list\./);
  expect(nothingChosenText(row(), false)).toMatch(/^Alder v Birch is no longer listed/);
});

describe('a form for setting aside', () => {
  it('begins with that where a result was told', () => {
    openEntry(at(row({ revision: 1 })), 'unknown');
    expect(useResultsView.getState().draft).toMatchObject({ status: 'unknown' });
    expect(told()).toEqual([]);
  });

  it('does not open where there is nothing to set aside or take back', () => {
    openEntry(at(row()), 'unknown');
    openEntry(at(row()), 'withdrawn');
    expect(useResultsView.getState().draft).toBeNull();
    expect(told()).toEqual(['No result of Alder v Birch was told yet: there is nothing to take back.']);
  });
});

it('says so where no event is chosen', () => {
  openEntry(null);
  expect(told()).toEqual(['Choose an event of the list first.']);
});
