import type { EpochMs } from '../../../shared/domain/units.ts';

/** What arrived from outside, before anything was read from it. */
export type RawPayload = {
  /** What it answers, in the source's own words: `odds soccer_epl`, `stream`. Without secrets. */
  readonly channel: string;
  /** As it came, decompressed; empty where the news is that nothing changed. Valid until the call returns. */
  readonly body: Uint8Array;
  /** When it was received, market time. */
  readonly at: EpochMs;
};

/** Is shown every raw payload before it is read. Synchronous and quick. */
export type RawTap = (payload: RawPayload) => void;

/**
 * Turns raw payloads into feed events: everything a source tells its sink comes out of its decoder, and depends on
 * nothing but the payloads, their channels and times, and the source's values. So a recording replays to the same
 * book. What the network did (a connection lost, an answer unchanged) is a payload of its own channel. Total: whatever
 * the bytes are, it never throws, and what can't be used is told as quarantined.
 */
export interface Decoder {
  take(payload: RawPayload): void;
}
