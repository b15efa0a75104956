/** How long a changed price stays lit, milliseconds. */
export const FLASH_MS = 600;

/** Which rows hold lit cells, and which have had their time. */
export type Flashes = {
  readonly light: (rowId: string) => void;
  /** The rows whose light is over since the last call. */
  readonly over: () => readonly string[];
};

export function createFlashes(now: () => number = () => performance.now()): Flashes {
  // In the order lit: the oldest stand first.
  const lit = new Map<string, number>();
  return {
    light(rowId) {
      lit.delete(rowId);
      lit.set(rowId, now());
    },
    over() {
      const done: string[] = [];
      for (const [rowId, at] of lit) {
        if (now() - at < FLASH_MS) break;
        done.push(rowId);
        lit.delete(rowId);
      }
      return done;
    },
  };
}
