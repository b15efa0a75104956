import type { EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import type { TapedPayload } from '../../ports/payload-tape.ts';
import type { TapedPayloads } from './memory-tape.ts';
import { createTextStore } from './text-store.ts';

/** Payloads of one channel in order of time, packed: some million objects would be gone through by each collection. */
export function createPayloadStore(source: SourceId, channel: string) {
  const bodies = createTextStore();
  const moments: EpochMs[] = [];
  const payloadAt = (number: number, at: EpochMs): TapedPayload => ({
    kind: 'payload',
    source,
    channel,
    at,
    body: bodies.bytes(number),
  });
  const payloads: TapedPayloads = {
    get length() {
      return moments.length;
    },
    at(number) {
      const index = number < 0 ? moments.length + number : number;
      const at = moments[index];
      return at === undefined ? undefined : payloadAt(index, at);
    },
    slice: (from, to) => moments.slice(from, to).map((at, index) => payloadAt(from + index, at)),
  };
  return {
    add(at: EpochMs, body: string): void {
      bodies.add(body);
      moments.push(at);
    },
    payloads,
  };
}
