/**
 * Chords are written `Mod+Shift+Backspace`, `Alt+1`, `B`, `?`. `Mod` is Ctrl, or Cmd on macOS. Modifiers stand in the
 * order Mod, Alt, Shift. Shift is part of a chord with a letter, digit or named key; with a symbol it is how the symbol is
 * typed, which differs by keyboard, and is left out.
 */
export type Chord = string;

/** What of a `KeyboardEvent` makes a chord. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr on European keyboards arrives as Ctrl+Alt and is neither. */
  readonly altGraph: boolean;
};

const MODIFIER_KEYS = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'NumLock', 'Dead']);

/** The chord of a key press; `undefined` while only modifiers are down. */
export function chordOf(press: KeyPress, mac: boolean): Chord | undefined {
  if (MODIFIER_KEYS.has(press.key)) return undefined;
  const key = keyName(press);
  const mod = !press.altGraph && (mac ? press.metaKey : press.ctrlKey);
  const alt = !press.altGraph && press.altKey;
  const foreign = !press.altGraph && (mac ? press.ctrlKey : press.metaKey);
  if (foreign) return undefined;
  const shift = press.shiftKey && (key.length > 1 || /^[A-Z0-9]$/.test(key));
  return [mod && 'Mod', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
}

/** The name of the key: by what it types, or by its place when that is not a Latin letter or Alt changes it. */
function keyName({ key, code, altKey, altGraph }: KeyPress): string {
  const placed = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  const place = placed?.[1] ?? placed?.[2];
  if (key === ' ') return 'Space';
  if (key.length > 1) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const typesNothingLatin = key.codePointAt(0) !== undefined && (key.codePointAt(0) ?? 0) > 0x7f;
  if (place !== undefined && ((altKey && !altGraph) || typesNothingLatin)) return place;
  return key;
}

const MODIFIERS = ['Mod', 'Alt', 'Shift'] as const;

/** The canonical spelling of a chord a person wrote; `undefined` when it isn't one. */
export function parseChord(text: string): Chord | undefined {
  const trimmed = text.trim();
  if (trimmed === '+') return '+';
  const parts = (trimmed.endsWith('++') ? [...trimmed.slice(0, -2).split('+'), '+'] : trimmed.split('+')).map(
    (part) => part.trim(),
  );
  const key = parts.pop();
  if (key === undefined || key === '') return undefined;
  const modifiers = new Set(parts.map((part) => part[0]?.toUpperCase() + part.slice(1).toLowerCase()));
  for (const modifier of modifiers) {
    if (!MODIFIERS.some((known) => known === modifier)) return undefined;
  }
  const named = key.length === 1 ? key.toUpperCase() : key;
  return [...MODIFIERS.filter((modifier) => modifiers.has(modifier)), named].join('+');
}

/** Whether the chord types nothing: it may run while the user is writing in an input. */
export const worksWhileTyping = (chord: Chord): boolean =>
  /^(?:Mod|Alt)\+/.test(chord) || /^(?:Shift\+)?F\d{1,2}$/.test(chord);

const KEY_LABELS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};
const PC_MODIFIERS: Readonly<Record<string, string>> = { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' };
const MAC_MODIFIERS: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

/** The caps to draw for a chord: `Mod+K` is `Ctrl`, `K`, or `⌘`, `K` on macOS. */
export function chordCaps(chord: Chord, mac: boolean): readonly string[] {
  const parts = chord.endsWith('++')
    ? [...chord.slice(0, -2).split('+'), '+']
    : chord === '+'
      ? ['+']
      : chord.split('+');
  const labels = mac ? MAC_MODIFIERS : PC_MODIFIERS;
  return parts.map((part) => labels[part] ?? KEY_LABELS[part] ?? part);
}
