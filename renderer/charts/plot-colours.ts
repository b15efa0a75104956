/** What a plotted series stands for; each has a token of its own in both themes. */
const TOKENS = {
  model: '--back',
  market: '--fair',
  gain: '--gain',
  loss: '--loss',
  muted: '--text-faint',
  second: '--best',
  third: '--gain',
  fourth: '--lay',
  fifth: '--warn',
  sixth: '--text',
} as const;
export type PlotColour = keyof typeof TOKENS;

/** In the order in which series that are compared take them. */
export const COMPARED_COLOURS: readonly PlotColour[] = [
  'model',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
];

/** The CSS variable of a colour, for legends beside a plot. */
export const colourVariable = (colour: PlotColour): string => `var(${TOKENS[colour]})`;

/** The tokens as a canvas understands them; read again when the theme changes. */
export type PlotPalette = {
  readonly of: (colour: PlotColour) => string;
  readonly text: string;
  readonly line: string;
  readonly font: string;
};

/** Of the page: an element of a pane behind another one is out of the page, and has no style to read. */
export function plotPalette(): PlotPalette {
  const style = getComputedStyle(document.body);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    of: (colour) => token(TOKENS[colour]),
    text: token('--text-muted'),
    line: token('--border'),
    font: `11px ${style.fontFamily}`,
  };
}

/** `#rrggbb` let through to a fifth, for areas under lines. */
export const faded = (colour: string): string => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}33` : colour);
