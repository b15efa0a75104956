/** The tokens as the colours a canvas understands; read again when the theme changes. */
export type ChartColours = {
  readonly surface: string;
  readonly text: string;
  readonly line: string;
  readonly price: string;
  readonly fair: string;
  readonly band: string;
  readonly gain: string;
  readonly loss: string;
  readonly muted: string;
  readonly font: string;
  readonly crosshair: string;
};

/** Of the page: an element of a pane behind another one is out of the page, and has no style to read. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.body);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    surface: token('--surface'),
    text: token('--text-muted'),
    line: token('--border'),
    price: token('--back'),
    fair: token('--fair'),
    band: token('--fair'),
    gain: token('--gain'),
    loss: token('--loss'),
    muted: token('--text-faint'),
    font: style.fontFamily,
    crosshair: token('--border-strong'),
  };
}

/** Calls `changed` when the page's theme changes; answers with the function that stops. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

export const prefersReducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
