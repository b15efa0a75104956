import fc from 'fast-check';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import type { EpochMs } from '../../shared/domain/units.ts';

/** Hands `take` well-formed JSON cut up and written into, each on any of the channels; what throws fails the test. */
export function takeMutated(options: {
  readonly good: readonly unknown[];
  readonly channels: readonly string[];
  /** Furthest into a payload that it is changed, in characters. */
  readonly furthest: number;
  readonly at: EpochMs;
  readonly take: (payload: RawPayload) => void;
}): void {
  const mutation = fc.record({
    at: fc.nat(options.furthest),
    length: fc.nat(12),
    text: fc.constantFrom('', '"', '{', ']', 'null', '-1', '1e999', '0.5', ',', '\\u0000', 'true', '[]'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...options.good.map((value) => JSON.stringify(value))),
      fc.constantFrom(...options.channels),
      fc.array(mutation, { maxLength: 4 }),
      (text, channel, mutations) => {
        let changed = text;
        for (const { at, length, text: put } of mutations)
          changed = changed.slice(0, at) + put + changed.slice(at + length);
        options.take({ channel, body: new TextEncoder().encode(changed), at: options.at });
      },
    ),
    { numRuns: 3_000 },
  );
}
