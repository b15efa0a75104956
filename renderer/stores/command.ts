import type { PaneId } from './workspace.ts';

/** Something the user can do by key or from the palette. Features contribute arrays of these to `commands.ts`. */
export type Command = {
  /** `area.action`, the name a key binding refers to. */
  readonly id: string;
  readonly title: string;
  /** Default chords such as `Mod+K`, `Alt+1`, `ArrowUp`, `B`. `Mod` is Ctrl, or Cmd on macOS. */
  readonly keys: readonly string[];
  /** The pane whose focus it needs, by id; everywhere when absent. Run from the palette, the pane is focused first. */
  readonly pane?: PaneId;
  /** Runs over an open dialog too. */
  readonly always?: boolean;
  /** Whether it can run now; absent means always. */
  readonly enabled?: () => boolean;
  readonly run: () => void;
};
