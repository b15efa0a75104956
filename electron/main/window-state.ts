import { readFileSync, writeFileSync } from 'node:fs';

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type WindowState = { readonly bounds: Rectangle | null; readonly maximised: boolean };

const DEFAULT: WindowState = { bounds: null, maximised: false };
/** So much of the window must be on a display for its place to be kept. */
const VISIBLE_PIXELS = 100;

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) >= VISIBLE_PIXELS &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) >= VISIBLE_PIXELS;

const isRectangle = (value: unknown): value is Rectangle =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((key) => Number.isInteger((value as Record<string, unknown>)[key]));

/** The saved state; the default when there is none, it can't be read, or its display is no longer there. */
export function readWindowState(file: string, displays: readonly Rectangle[]): WindowState {
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Partial<WindowState> | null;
    const bounds = saved?.bounds;
    const placed = isRectangle(bounds) && displays.some((display) => overlap(bounds, display));
    return { bounds: placed ? bounds : null, maximised: saved?.maximised === true };
  } catch {
    return DEFAULT;
  }
}

/** Losing the window's place is no reason to fail: a folder that can't be written is ignored. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state));
  } catch {}
}
