import { describe, expect, it } from 'vitest';
import { createTable } from '../../../../renderer/stores/table.ts';

/** A table whose frames come when the test says so. */
function tableByHand() {
  const frames: (() => void)[] = [];
  const heard: Record<string, number | undefined>[] = [];
  const table = createTable<number>((flush) => frames.push(flush));
  table.subscribe((changes) => heard.push(Object.fromEntries(changes)));
  const frame = () => {
    for (const flush of frames.splice(0)) flush();
  };
  return { table, heard, frames, frame };
}

describe('a table', () => {
  it('shows writes at once and tells of them once a frame, newest value only', () => {
    const { table, heard, frames, frame } = tableByHand();
    table.set('a', 1);
    table.set('a', 2);
    table.set('b', 3);
    expect(table.get('a')).toBe(2);
    expect(heard).toEqual([]);
    expect(frames).toHaveLength(1);
    frame();
    expect(heard).toEqual([{ a: 2, b: 3 }]);
  });

  it('asks for another frame only after the last was told', () => {
    const { table, heard, frames, frame } = tableByHand();
    table.set('a', 1);
    frame();
    expect(frames).toHaveLength(0);
    table.set('a', 2);
    frame();
    expect(heard).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('tells of removals, and of nothing for what was not there', () => {
    const { table, heard, frame } = tableByHand();
    table.set('a', 1);
    frame();
    table.delete('a');
    table.delete('never');
    frame();
    expect(heard).toEqual([{ a: 1 }, { a: undefined }]);
    expect(table.size).toBe(0);
  });

  it('tells of every row when cleared, and of the rows that came after', () => {
    const { table, heard, frame } = tableByHand();
    table.set('a', 1);
    table.set('b', 2);
    frame();
    table.clear();
    table.set('b', 9);
    frame();
    expect(heard[1]).toEqual({ a: undefined, b: 9 });
    expect([...table.values()]).toEqual([9]);
  });

  it('stops telling who left', () => {
    const { table, frame } = tableByHand();
    let calls = 0;
    const leave = table.subscribe(() => {
      calls += 1;
    });
    table.set('a', 1);
    frame();
    leave();
    table.set('a', 2);
    frame();
    expect(calls).toBe(1);
  });
});
