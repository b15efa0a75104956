import { describe, expect, it } from 'vitest';
import {
  chordCaps,
  chordOf,
  type KeyPress,
  parseChord,
  worksWhileTyping,
} from '../../../../renderer/ui/chord.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  altGraph: false,
  ...more,
});

describe('chordOf', () => {
  it.each([
    ['a plain letter', press('b'), 'B'],
    ['a shifted letter', press('B', { shiftKey: true }), 'Shift+B'],
    ['a symbol, however it is typed', press('?', { shiftKey: true }), '?'],
    ['a named key', press('ArrowUp', { shiftKey: true }), 'Shift+ArrowUp'],
    ['control', press('k', { ctrlKey: true }), 'Mod+K'],
    ['three at once', press('Backspace', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Backspace'],
    ['space', press(' '), 'Space'],
    ['a digit with Alt, by its place', press('¡', { altKey: true, code: 'Digit1' }), 'Alt+1'],
    ['a letter of another script, by its place', press('и', { code: 'KeyB' }), 'B'],
    ['a plus from its own key', press('+'), '+'],
  ])('names %s', (_what, event, chord) => {
    expect(chordOf(event, false)).toBe(chord);
  });

  it('is nothing while only modifiers are down', () => {
    expect(chordOf(press('Control', { ctrlKey: true }), false)).toBeUndefined();
  });

  it('takes AltGr for the symbol it types, not for Ctrl and Alt', () => {
    expect(chordOf(press('@', { ctrlKey: true, altKey: true, altGraph: true, code: 'KeyQ' }), false)).toBe(
      '@',
    );
  });

  it('uses Cmd on macOS and leaves Ctrl alone there', () => {
    expect(chordOf(press('k', { metaKey: true }), true)).toBe('Mod+K');
    expect(chordOf(press('k', { ctrlKey: true }), true)).toBeUndefined();
    expect(chordOf(press('k', { metaKey: true }), false)).toBeUndefined();
  });
});

describe('parseChord', () => {
  it.each([
    ['mod+k', 'Mod+K'],
    ['Shift+Mod+Backspace', 'Mod+Shift+Backspace'],
    [' alt + 1 ', 'Alt+1'],
    ['+', '+'],
    ['Mod++', 'Mod++'],
    ['?', '?'],
  ])('spells %j as %j', (text, chord) => {
    expect(parseChord(text)).toBe(chord);
  });

  it.each(['', 'Mod+', 'Hyper+K'])('refuses %j', (text) => {
    expect(parseChord(text)).toBeUndefined();
  });
});

it('lets only chords that type nothing work in text fields', () => {
  expect(['Mod+K', 'Alt+1', 'Alt+Shift+1', 'F1', 'Shift+F6'].map(worksWhileTyping)).toEqual(
    Array(5).fill(true),
  );
  expect(['B', 'Shift+E', '?', 'Enter', 'Escape', 'ArrowUp', 'F'].map(worksWhileTyping)).toEqual(
    Array(7).fill(false),
  );
});

it('draws the caps of a chord', () => {
  expect(chordCaps('Mod+Shift+Backspace', false)).toEqual(['Ctrl', 'Shift', '⌫']);
  expect(chordCaps('Mod+K', true)).toEqual(['⌘', 'K']);
  expect(chordCaps('+', false)).toEqual(['+']);
  expect(chordCaps('Mod++', false)).toEqual(['Ctrl', '+']);
});
