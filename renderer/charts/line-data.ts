import type { PlotColour } from './plot-colours.ts';

/** Where the points of every line stand: side by side, or in time. */
export type PlotX =
  | { readonly kind: 'categories'; readonly labels: readonly string[] }
  /** `YYYY-MM-DD`, rising. */
  | { readonly kind: 'days'; readonly days: readonly string[] };

export type PlotLine = {
  readonly label: string;
  readonly colour: PlotColour;
  /** One a point of x; `null` where there is none. */
  readonly values: readonly (number | null)[];
  /** `area`: filled towards zero. */
  readonly style?: 'line' | 'dashed' | 'area';
  /** Holds its value until the next point, as a bank does between bets. */
  readonly stepped?: boolean;
};

/** The x values as numbers: places of categories, UTC seconds of days. */
export const xValues = (x: PlotX): number[] =>
  x.kind === 'categories' ? x.labels.map((_, index) => index) : x.days.map((day) => Date.parse(day) / 1000);

const dayText = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** How the point at `index` is named beside the crosshair. */
export function xText(x: PlotX, index: number): string {
  if (x.kind === 'categories') return x.labels[index] ?? '';
  const day = x.days[index];
  return day === undefined ? '' : dayText.format(Date.parse(day));
}

const DAY_SECONDS = 86_400;
const tickFormats = {
  year: new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
} as const;

/** How a tick of a day axis is written where ticks are `increment` seconds apart. */
export function tickText(seconds: number, increment: number): string {
  const unit = increment >= 360 * DAY_SECONDS ? 'year' : increment >= 28 * DAY_SECONDS ? 'month' : 'day';
  return tickFormats[unit].format(seconds * 1000);
}

/** Every how many-th of `count` labels of `labelWidth` is written so that they fit into `width` pixels; 1 or more. */
export const labelStep = (count: number, width: number, labelWidth: number): number =>
  Math.max(1, Math.ceil((count * labelWidth) / Math.max(1, width)));
