import type { MarketChangeMessage, OrderChangeMessage } from './messages.ts';

/** What a subscription is resumed with; only with the same criteria. */
export type ResumePoint = { readonly initialClk: string; readonly clk: string };

/**
 * Remembers where a subscription stands. Clocks of a segmented change count once its last segment is in: resuming in
 * between would lose the segments that came before.
 */
export interface SubscriptionClock {
  take(message: MarketChangeMessage | OrderChangeMessage): void;
  /** `null` until both clocks are known. */
  resumePoint(): ResumePoint | null;
  /** After INVALID_CLOCK, or with new criteria: the next subscription starts afresh. */
  reset(): void;
}

export function createSubscriptionClock(start: ResumePoint | null = null): SubscriptionClock {
  let initialClk: string | undefined = start?.initialClk;
  let clk: string | undefined = start?.clk;
  let pendingInitialClk: string | undefined;
  let pendingClk: string | undefined;
  return {
    take(message) {
      if (message.segment === 'SEG_START' || message.segment === undefined) {
        pendingInitialClk = undefined;
        pendingClk = undefined;
      }
      pendingInitialClk = message.initialClk ?? pendingInitialClk;
      pendingClk = message.clk ?? pendingClk;
      if (message.segment !== undefined && message.segment !== 'SEG_END') return;
      initialClk = pendingInitialClk ?? initialClk;
      clk = pendingClk ?? clk;
    },
    resumePoint: () => (initialClk === undefined || clk === undefined ? null : { initialClk, clk }),
    reset() {
      initialClk = undefined;
      clk = undefined;
      pendingInitialClk = undefined;
      pendingClk = undefined;
    },
  };
}
