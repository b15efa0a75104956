/** Work that shares one animation frame: first the tables tell their changes, then the panes commit what they heard. */
export type FrameQueue = {
  /** Runs `flush` in the next frame. */
  readonly flushNextFrame: (flush: () => void) => void;
  /** Runs `commit` once, after every flush of the frame: this frame's when called from a flush, else the next one's. */
  readonly commitAfterFlush: (commit: () => void) => void;
};

/** A failing task is reported and does not keep the others from running. */
export function createFrameQueue(
  requestFrame: (frame: () => void) => void,
  report: (error: unknown) => void,
): FrameQueue {
  let flushes: (() => void)[] = [];
  const commits = new Set<() => void>();
  let requested = false;

  const run = (task: () => void) => {
    try {
      task();
    } catch (error) {
      report(error);
    }
  };
  const frame = () => {
    const due = flushes;
    flushes = [];
    due.forEach(run);
    const heard = [...commits];
    commits.clear();
    requested = false;
    heard.forEach(run);
    if (flushes.length > 0 || commits.size > 0) request();
  };
  const request = () => {
    if (requested) return;
    requested = true;
    requestFrame(frame);
  };

  return {
    flushNextFrame(flush) {
      flushes.push(flush);
      request();
    },
    commitAfterFlush(commit) {
      commits.add(commit);
      request();
    },
  };
}

export const { flushNextFrame, commitAfterFlush } = createFrameQueue(
  (frame) => requestAnimationFrame(frame),
  (error) => reportError(error),
);
