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
  /** Which market is open, as far as its status was told; `null` until the engine has spoken. */
  readonly market: string | null;
  readonly setStatus: (status: Status) => void;
  /** `epoch` is the run of the engine that answered. */
  readonly setConnection: (connection: ConnectionState, reason?: string, epoch?: string) => void;
};

/** The page's monotonic time at which the newest status arrived. */
let heardAt = 0;
let answering: string | undefined;

/** Practice and the real markets are what they were when the engine comes back; a replay begins anew with each run of it. */
const marketName = ({ mode }: Status): string => (mode === 'replay' ? `replay ${answering ?? ''}` : mode);

export const useStatus = create<StatusStore>((set) => ({
  status: null,
  connection: 'connecting',
  reason: null,
  market: null,
  setStatus: (status) => {
    heardAt = performance.now();
    set({ status, market: marketName(status) });
  },
  setConnection: (connection, reason, epoch) => {
    answering = epoch ?? answering;
    set({ connection, reason: reason ?? null });
  },
}));

/**
 * Calls `forget` when another market has been opened, or a replay has begun anew: what was kept of the one before means
 * nothing there. The tables are filled with the new one by then. Answers with the function that stops.
 */
export const onOtherMarket = (forget: () => void): (() => void) =>
  useStatus.subscribe((now, before) => {
    if (before.market !== null && now.market !== before.market) forget();
  });

/**
 * The engine's clock now: the newest status carried forward at the engine's own speed. It keeps running while there is
 * no connection, so that the ages on screen keep growing. Before the first status it is the machine's clock.
 */
export function engineNow(): EpochMs {
  const { status } = useStatus.getState();
  if (status === null) return Date.now() as EpochMs;
  return Math.round(status.now + (performance.now() - heardAt) * status.speed) as EpochMs;
}
