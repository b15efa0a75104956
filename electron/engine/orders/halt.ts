import type { Desk } from './desk.ts';

/** The halt after panic. Kept in the journal: a restart does not release it. */
export type Halt = { isHalted(): boolean; halt(): void; release(): void };

export function createHalt({
  journal,
  mode,
  wall,
  log,
}: Pick<Desk, 'journal' | 'mode' | 'wall' | 'log'>): Halt {
  const key = `orders.halted.${mode}`;
  let halted = journal.setting(key) === true;
  const set = (value: boolean) => {
    // First in memory: panic must hold even when the disk does not answer.
    halted = value;
    try {
      journal.saveSetting(key, value, wall.now());
    } catch (error) {
      log.error('the halt could not be written and will not outlive a restart', { error: String(error) });
    }
  };
  return { isHalted: () => halted, halt: () => set(true), release: () => set(false) };
}
