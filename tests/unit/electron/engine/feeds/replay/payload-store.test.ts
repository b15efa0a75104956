import { expect, it } from 'vitest';
import { createMemoryTape } from '../../../../../../electron/engine/feeds/replay/memory-tape.ts';
import { createPayloadStore } from '../../../../../../electron/engine/feeds/replay/payload-store.ts';
import type { EpochMs, SourceId } from '../../../../../../shared/domain/units.ts';

it('gives back what was put into it, as the payloads of a tape', async () => {
  const source = 'some-source' as SourceId;
  const store = createPayloadStore(source, 'some channel');
  const put = Array.from({ length: 700 }, (_, i) => ({
    at: (1e12 + i) as EpochMs,
    text: `№${i}`.repeat(i % 900),
  }));
  for (const { at, text } of put) store.add(at, text);
  const tape = createMemoryTape({
    format: 'odds snapshots',
    source: { id: source, values: {} },
    payloads: store.payloads,
    refused: 0,
    notes: [],
  });
  const found: unknown[] = [];
  for await (const batch of tape.entries())
    for (const entry of batch)
      found.push(entry.kind === 'payload' ? { ...entry, body: Buffer.from(entry.body).toString() } : entry);
  expect(found).toEqual(
    put.map(({ at, text }) => ({ kind: 'payload', source, channel: 'some channel', at, body: text })),
  );
  const first = put[0]?.at;
  expect([tape.from, await tape.survey(new AbortController().signal)]).toEqual([
    first,
    { to: put.at(-1)?.at, payloads: 700 },
  ]);
});
