import type { Desk } from './desk.ts';

/** The halt after panic. Kept in the journal: a restart does not release it. */
export type Halt = {
  isHalted(): boolean;
  /** Halts at once, in memory alone. Nothing outlives a restart before `keep`. */
  halt(): void;
  /** Writes down how it stands; a failure is logged. */
  keep(): void;
  /** Ends the halt and writes that down. */
  release(): void;
};

export function createHalt({
  journal,
  mode,
  wall,
  log,
}: Pick<Desk, 'journal' | 'mode' | 'wall' | 'log'>): Halt {
  const key = `orders.halted.${mode}`;
  let halted = journal.setting(key) === true;
  const keep = () => {
    try {
      journal.saveSetting(key, halted, wall.now());
    } catch (error) {
      log.error('the halt could not be written and will not outlive a restart', { error: String(error) });
    }
  };
  return {
    isHalted: () => halted,
    halt() {
      halted = true;
    },
    keep,
    release() {
      halted = false;
      keep();
    },
  };
}
