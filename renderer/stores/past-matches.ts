/** When what was read of the stored past matches is out of date. */
import { create } from 'zustand';

/** Rises with every import that ended here, however it ended. */
export const usePastMatches = create<{ readonly imports: number }>(() => ({ imports: 0 }));

export const noteImport = (): void => usePastMatches.setState(({ imports }) => ({ imports: imports + 1 }));
