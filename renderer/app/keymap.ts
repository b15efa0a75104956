import type { Command } from '../stores/command.ts';
import { type Chord, parseChord, worksWhileTyping } from '../ui/chord.ts';

/** The user's own chords by command id; an empty list takes a command's keys away. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** Where the keyboard is when a chord comes. */
export type KeyContext = {
  readonly pane: string | null;
  /** In a field where characters are text. */
  readonly typing: boolean;
  /** A dialog is open: only commands marked `always` run. */
  readonly dialog: boolean;
};

/** The chords of a command as they are now, canonical. */
export function chordsOf(command: Command, overrides: KeyOverrides): readonly Chord[] {
  return (overrides[command.id] ?? command.keys)
    .map(parseChord)
    .filter((chord): chord is Chord => chord !== undefined);
}

/**
 * The command a chord means here, `undefined` when none. A command of the pane goes before one that works everywhere,
 * and one that can't run now gives way to the next.
 */
export function commandFor(
  chord: Chord,
  context: KeyContext,
  commands: readonly Command[],
  overrides: KeyOverrides,
): Command | undefined {
  if (context.typing && !worksWhileTyping(chord)) return undefined;
  const meant = commands.filter(
    (command) =>
      (command.pane === undefined || command.pane === context.pane) &&
      (!context.dialog || command.always === true) &&
      chordsOf(command, overrides).includes(chord) &&
      (command.enabled?.() ?? true),
  );
  return meant.find((command) => command.pane !== undefined) ?? meant[0];
}

/** One chord on two commands that can both be meant by it. */
export type KeyConflict = { readonly chord: Chord; readonly commands: readonly [Command, Command] };

/** Chords bound twice in the same scope. A pane's binding over one that works everywhere is meant, and no conflict. */
export function keyConflicts(commands: readonly Command[], overrides: KeyOverrides): readonly KeyConflict[] {
  const taken = new Map<string, Command>();
  const conflicts: KeyConflict[] = [];
  for (const command of commands) {
    for (const chord of chordsOf(command, overrides)) {
      const place = `${command.pane ?? ''} ${chord}`;
      const other = taken.get(place);
      if (other === undefined) taken.set(place, command);
      else if (other.id !== command.id) conflicts.push({ chord, commands: [other, command] });
    }
  }
  return conflicts;
}

/** The command that already has `chord` where `command` would use it; `undefined` when it is free. */
export const chordTakenBy = (
  chord: Chord,
  command: Command,
  commands: readonly Command[],
  overrides: KeyOverrides,
): Command | undefined =>
  commands.find(
    (other) =>
      other.id !== command.id && other.pane === command.pane && chordsOf(other, overrides).includes(chord),
  );

/** Reads overrides as they were saved, dropping what isn't a list of chords. */
export function readOverrides(saved: unknown): KeyOverrides {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) return {};
  return Object.fromEntries(
    Object.entries(saved).flatMap(([id, chords]) =>
      Array.isArray(chords) &&
      chords.every((chord) => typeof chord === 'string' && parseChord(chord) !== undefined)
        ? [[id, chords as readonly string[]]]
        : [],
    ),
  );
}
