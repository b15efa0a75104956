export type CalmClock = { readonly stop: () => void };

const CHECK_MS = 500;
const SETTLE_EVERY_MS = 2000;
/** Nothing may change places under a hand that is about to click or press Enter. */
const QUIET_AFTER_KEY_MS = 1500;
const QUIET_UNDER_POINTER_MS = 5000;

/** Whether rows may change places: enough time since they last did, and no hand on them. All in milliseconds. */
export const isCalm = (now: number, settledAt: number, usedAt: number, pointerInside: boolean): boolean =>
  now - settledAt >= SETTLE_EVERY_MS &&
  now - usedAt >= (pointerInside ? QUIET_UNDER_POINTER_MS : QUIET_AFTER_KEY_MS);

/** Calls `settle` at calm moments while `host` is on screen. */
export function createCalmClock(host: HTMLElement, settle: () => void): CalmClock {
  let settledAt = performance.now();
  let usedAt = Number.NEGATIVE_INFINITY;
  let pointerInside = false;
  const abort = new AbortController();
  const used = () => {
    usedAt = performance.now();
  };
  for (const event of ['keydown', 'pointermove', 'pointerdown', 'wheel'])
    host.addEventListener(event, used, { passive: true, signal: abort.signal });
  const pointerMoves = (inside: boolean) => () => {
    pointerInside = inside;
  };
  host.addEventListener('pointerenter', pointerMoves(true), { signal: abort.signal });
  host.addEventListener('pointerleave', pointerMoves(false), { signal: abort.signal });
  const timer = setInterval(() => {
    const now = performance.now();
    if (document.hidden || host.offsetParent === null || !isCalm(now, settledAt, usedAt, pointerInside))
      return;
    settledAt = now;
    settle();
  }, CHECK_MS);
  return {
    stop() {
      abort.abort();
      clearInterval(timer);
    },
  };
}
