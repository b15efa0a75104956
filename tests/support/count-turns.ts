/** Counts how often everyone else in the process has a turn: once for each time round the event loop. */
export function countTurns(): { readonly sofar: () => number; readonly stop: () => void } {
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  return {
    sofar: () => turns,
    stop() {
      counting = false;
    },
  };
}
