/** The page of the grid bench: the real Odds pane over the real tables, fed from a seeded market. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '../../renderer/app/tokens.css';
import '../../renderer/app/base.css';
import '../../renderer/app/pane.css';
import { OddsPane } from '../../renderer/features/odds/odds-pane.tsx';
import { books, fairPrices, fixtures, quotes } from '../../renderer/stores/market-data.ts';
import { type Engine, setEngine } from '../../renderer/transport/engine.ts';
import { OperationFailure } from '../../shared/contract/errors.ts';
import { quoteKey } from '../../shared/domain/quote.ts';
import {
  type BenchCell,
  benchBooks,
  benchCells,
  benchFair,
  benchFixtures,
  seededRandom,
  tick,
} from './grid-market.ts';

export type FeedOptions = {
  readonly perSecond: number;
  readonly seconds: number;
  /** Ticks on the first `rows` selections only, so that most of them are on screen; all of them when absent. */
  readonly rows?: number;
};
export type FrameReport = {
  readonly frames: readonly number[];
  readonly applied: number;
  /** Milliseconds from a table write to the frame after the one that drew it. */
  readonly toPaint: readonly number[];
};
export type BenchPage = {
  readonly run: (options: FeedOptions) => Promise<FrameReport>;
  readonly cells: number;
};

declare global {
  interface Window {
    benchPage?: BenchPage;
  }
}

const noEngine: Engine = {
  call: () =>
    Promise.reject(new OperationFailure({ code: 'not-found', message: 'There is no engine here.' })),
  watch: () => () => {},
  onState: () => () => {},
  close: () => {},
};

const random = seededRandom(20_261_121);
const matches = benchFixtures(100, Date.now());
const cells = benchCells(matches, random);

setEngine(noEngine);
for (const book of benchBooks) books.set(book.id, book);
for (const fixture of matches) fixtures.set(fixture.event.id, fixture);
for (const cell of cells) {
  const quote = tick(cell, random, Date.now());
  quotes.set(quoteKey(quote), quote);
  fairPrices.set(cell.selection.id, benchFair(cell.selection, 1 / cell.price, Date.now()));
}
const root = document.getElementById('root');
if (root === null) throw new Error('The bench page has no #root.');
createRoot(root).render(createElement(OddsPane));

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/**
 * Writes to the tables from a timer, as the transport does, at `perSecond` for `seconds`.
 *
 * A tick's time to paint runs from its table write to the first task after the frame that drew it. The tables tell
 * their changes and the grid applies its transaction inside that frame's animation callbacks, so a message posted from
 * one of them is handled once the page has laid out and painted. What the compositor and the screen add is not seen.
 */
async function run({ perSecond, seconds, rows }: FeedOptions): Promise<FrameReport> {
  const among = rows === undefined ? cells : cells.slice(0, rows * (benchBooks.length + 1));
  const frames: number[] = [];
  const toPaint: number[] = [];
  let waiting: number[] = [];
  let applied = 0;
  const painted = new MessageChannel();
  painted.port1.onmessage = ({ data }: MessageEvent<readonly number[]>) => {
    const now = performance.now();
    for (const writtenAt of data) toPaint.push(now - writtenAt);
  };

  let lastFrame = await nextFrame();
  const start = performance.now();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
    for (; applied < due; applied += 1) {
      const cell = among[Math.floor(random() * among.length)] as BenchCell;
      const quote = tick(cell, random, Date.now());
      quotes.set(quoteKey(quote), quote);
      waiting.push(performance.now());
    }
  }, 4);
  while (performance.now() - start < seconds * 1000) {
    const frame = await nextFrame();
    frames.push(frame - lastFrame);
    lastFrame = frame;
    painted.port2.postMessage(waiting);
    waiting = [];
  }
  clearInterval(timer);
  await nextFrame();
  painted.port1.close();
  return { frames, applied, toPaint };
}

window.benchPage = { run, cells: cells.length };
