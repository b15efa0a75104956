/**
 * The receiving half of a transport. Frames that arrive before anyone listens are kept, and a listener that comes
 * after the close still hears of it.
 */
export function createTransportListeners() {
  let onFrame: ((frame: unknown) => void) | undefined;
  let early: unknown[] = [];
  const onClose = new Set<() => void>();
  let closed = false;
  return {
    get closed() {
      return closed;
    },
    frame(frame: unknown) {
      if (onFrame) onFrame(frame);
      else early.push(frame);
    },
    close() {
      if (closed) return;
      closed = true;
      for (const listener of onClose) listener();
    },
    onFrame(listener: (frame: unknown) => void) {
      onFrame = listener;
      const kept = early;
      early = [];
      for (const frame of kept) listener(frame);
    },
    onClose(listener: () => void) {
      if (closed) queueMicrotask(listener);
      else onClose.add(listener);
    },
  };
}
