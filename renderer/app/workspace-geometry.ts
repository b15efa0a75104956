export type Direction = 'left' | 'right' | 'up' | 'down';
type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** Borders between panes may overlap by this much. */
const SLACK = 4;

/** How far `to` lies from `from` that way, sideways offset counted double; `undefined` when it lies elsewhere. */
export function distanceTo(from: Box, to: Box, direction: Direction): number | undefined {
  const gaps: Readonly<Record<Direction, number>> = {
    left: from.left - to.right,
    right: to.left - from.right,
    up: from.top - to.bottom,
    down: to.top - from.bottom,
  };
  const gap = gaps[direction];
  if (gap < -SLACK) return undefined;
  // Among panes as near the one whose start is level comes first.
  const sideways =
    direction === 'left' || direction === 'right'
      ? Math.max(0, to.top - from.bottom, from.top - to.bottom) + Math.abs(to.top - from.top) / 1000
      : Math.max(0, to.left - from.right, from.left - to.right) + Math.abs(to.left - from.left) / 1000;
  return Math.max(0, gap) + 2 * sideways;
}
