import { create } from 'zustand';
import type { Status } from '../../shared/contract/status.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import type { ConnectionState } from '../../shared/rpc/types.ts';

type StatusStore = {
  /** `null` until the engine has spoken. */
  readonly status: Status | null;
  /** `closed` is for good: this window will not connect again. */
  readonly connection: ConnectionState;
  /** Why there is no connection, when the engine said so. */
  readonly reason: string | null;
  readonly setStatus: (status: Status) => void;
  readonly setConnection: (connection: ConnectionState, reason?: string) => void;
};

/** The page's monotonic time at which the newest status arrived. */
let heardAt = 0;

export const useStatus = create<StatusStore>((set) => ({
  status: null,
  connection: 'connecting',
  reason: null,
  setStatus: (status) => {
    heardAt = performance.now();
    set({ status });
  },
  setConnection: (connection, reason) => set({ connection, reason: reason ?? null }),
}));

/**
 * The engine's clock now: the newest status carried forward at the engine's own speed. It keeps running while there is
 * no connection, so that the ages on screen keep growing. Before the first status it is the machine's clock.
 */
export function engineNow(): EpochMs {
  const { status } = useStatus.getState();
  if (status === null) return Date.now() as EpochMs;
  return Math.round(status.now + (performance.now() - heardAt) * status.speed) as EpochMs;
}
