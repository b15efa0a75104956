import { type ReactNode, useEffect, useRef } from 'react';
import './charts.css';
import { type MountedPlot, mountPlot, type PlotSetup } from './mount-plot.ts';
import { colourVariable, type PlotColour, type PlotPalette } from './plot-colours.ts';

/** What the crosshair is on, as text: a title and one line a series. */
export type PlotReading = {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string; readonly colour: PlotColour }[];
  /** Whether the crosshair is in the right half, so that the text stands left of it. */
  readonly right: boolean;
};

type PlotFrameProps = {
  readonly label: string;
  readonly legend: readonly {
    readonly label: string;
    readonly colour: PlotColour;
    readonly dashed?: boolean;
  }[];
  /** Makes the plot; a new function makes it anew. `read` is told what the crosshair is on, outside React. */
  readonly setup: (palette: PlotPalette, read: (reading: PlotReading | null) => void) => PlotSetup;
  readonly children?: ReactNode;
};

/** A plot with its legend over it and what the crosshair is on inside. Arrow keys walk along the points. */
export function PlotFrame({ label, legend, setup, children }: PlotFrameProps) {
  const host = useRef<HTMLDivElement>(null);
  const reading = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedPlot | null>(null);
  useEffect(() => {
    if (host.current === null) return;
    const made = mountPlot(host.current, (palette) => setup(palette, (now) => write(reading.current, now)));
    mounted.current = made;
    return () => {
      mounted.current = null;
      made.destroy();
      write(reading.current, null);
    };
  }, [setup]);
  return (
    <figure className="plot">
      <figcaption className="plot-legend">
        {legend.map((item) => (
          <span
            key={item.label}
            className={item.dashed === true ? 'plot-key is-dashed' : 'plot-key'}
            style={{ '--key': colourVariable(item.colour) } as React.CSSProperties}
          >
            {item.label}
          </span>
        ))}
        {children}
      </figcaption>
      <div
        ref={host}
        className="plot-host"
        role="img"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk along the points.
        tabIndex={0}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          mounted.current?.step(by);
        }}
      />
      <div ref={reading} className="plot-reading" hidden />
    </figure>
  );
}

function write(element: HTMLElement | null, reading: PlotReading | null): void {
  if (element === null) return;
  element.hidden = reading === null;
  if (reading === null) return;
  element.classList.toggle('is-left', reading.right);
  const title = document.createElement('strong');
  title.textContent = reading.title;
  const lines = reading.lines.map(({ label, value, colour }) => {
    const line = document.createElement('span');
    line.style.setProperty('--key', colourVariable(colour));
    line.append(
      Object.assign(document.createElement('span'), { className: 'plot-key', textContent: label }),
      Object.assign(document.createElement('b'), { textContent: value }),
    );
    return line;
  });
  element.replaceChildren(title, ...lines);
}
