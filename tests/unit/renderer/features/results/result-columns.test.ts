import { describe, expect, it } from 'vitest';
import { resultColumns, statusText } from '../../../../../renderer/features/results/result-columns.ts';
import type { EventResult } from '../../../../../shared/contract/results.ts';

const row = (of: Partial<EventResult>): EventResult =>
  ({
    event: { home: 'Alder', away: 'Birch', status: 'ended', score: { home: 3, away: 1, at: 0 } },
    listed: true,
    result: null,
    revision: 0,
    ...of,
  }) as unknown as EventResult;

const cell = (id: string, value: EventResult) =>
  resultColumns.find((column) => column.id === id)?.value({ id: 'e', value } as never);

describe('the row of an event', () => {
  it('shows what its source lists until something is told of its bets', () => {
    expect(statusText(row({}))).toBe('Ended');
    expect(cell('score', row({}))).toBe('3-1');
  });

  it('shows no result once what was said is set aside', () => {
    const aside = row({ revision: 2 });
    expect(statusText(aside)).toBe('No result');
    expect(cell('score', aside)).toBe('');
    expect(cell('half-time', aside)).toBe('');
  });

  it('is not in play any more once no source offers it', () => {
    const event = { ...row({}).event, status: 'live' as const };
    expect(statusText(row({ event, listed: false }))).toBe('Not offered');
    const result = { status: 'ended' as const, score: { home: 2, away: 1 }, halfTime: null };
    expect(statusText(row({ event, listed: false, result, revision: 1 }))).toBe('Ended');
  });

  it('goes on showing the score of a match in play', () => {
    const live = row({ revision: 2, event: { ...row({}).event, status: 'live' } });
    expect(statusText(live)).toBe('In play');
    expect(cell('score', live)).toBe('3-1');
  });
});
