import { describe, expect, it } from 'vitest';
import {
  chordsOf,
  chordTakenBy,
  commandFor,
  type KeyContext,
  keyConflicts,
  readOverrides,
} from '../../../../renderer/app/keymap.ts';
import type { Command } from '../../../../renderer/stores/command.ts';

const command = (id: string, keys: readonly string[], more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  keys,
  run: () => {},
  ...more,
});

const somewhere: KeyContext = { pane: 'odds', typing: false, dialog: false };
const palette = command('palette', ['Mod+K']);
const back = command('odds.back', ['B'], { pane: 'odds' });
const find = command('find', ['/']);
const filter = command('odds.filter', ['/'], { pane: 'odds' });
const panic = command('panic', ['Mod+Shift+Backspace'], { always: true });
const all = [palette, back, find, filter, panic];

describe('commandFor', () => {
  it('finds a command by its chord', () => {
    expect(commandFor('Mod+K', somewhere, all, {})).toBe(palette);
    expect(commandFor('Z', somewhere, all, {})).toBeUndefined();
  });

  it('keeps a pane command to its pane', () => {
    expect(commandFor('B', somewhere, all, {})).toBe(back);
    expect(commandFor('B', { ...somewhere, pane: 'bets' }, all, {})).toBeUndefined();
  });

  it('prefers the pane over everywhere, and falls back when the pane cannot', () => {
    expect(commandFor('/', somewhere, all, {})).toBe(filter);
    const cannot = { ...filter, enabled: () => false };
    expect(commandFor('/', somewhere, [find, cannot], {})).toBe(find);
  });

  it('stays out of the way of typing, except for chords that type nothing', () => {
    const typing = { ...somewhere, typing: true };
    expect(commandFor('B', typing, all, {})).toBeUndefined();
    expect(commandFor('Mod+K', typing, all, {})).toBe(palette);
  });

  it('lets only what may always run through an open dialog', () => {
    const dialog = { ...somewhere, dialog: true, typing: true };
    expect(commandFor('Mod+K', dialog, all, {})).toBeUndefined();
    expect(commandFor('Mod+Shift+Backspace', dialog, all, {})).toBe(panic);
  });

  it('follows the user and forgets the default', () => {
    const overrides = { palette: ['F2'] };
    expect(commandFor('F2', somewhere, all, overrides)).toBe(palette);
    expect(commandFor('Mod+K', somewhere, all, overrides)).toBeUndefined();
    expect(chordsOf(palette, { palette: [] })).toEqual([]);
  });
});

describe('conflicts', () => {
  it('are one chord twice in one scope', () => {
    const lay = command('odds.lay', ['b'], { pane: 'odds' });
    expect(keyConflicts([...all, lay], {})).toEqual([{ chord: 'B', commands: [back, lay] }]);
  });

  it('are not a pane over everywhere, nor two panes', () => {
    expect(keyConflicts([...all, command('edges.back', ['B'], { pane: 'edges' })], {})).toEqual([]);
  });

  it('are seen before a key is given away', () => {
    expect(chordTakenBy('Mod+K', find, all, {})).toBe(palette);
    expect(chordTakenBy('Mod+K', palette, all, {})).toBeUndefined();
    expect(chordTakenBy('/', palette, all, {})).toBe(find);
    expect(chordTakenBy('B', palette, all, {})).toBeUndefined();
  });
});

it('reads what was saved and drops what it cannot use', () => {
  expect(readOverrides({ palette: ['F2'], find: 'x', back: ['Hyper+K'], lay: [] })).toEqual({
    palette: ['F2'],
    lay: [],
  });
  for (const broken of [null, 3, 'x', ['F2']]) expect(readOverrides(broken)).toEqual({});
});
