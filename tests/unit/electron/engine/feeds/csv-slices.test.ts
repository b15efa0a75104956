import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvSlices, MOST_ROW_BYTES } from '../../../../../electron/engine/feeds/csv-slices.ts';

async function joined(chunks: readonly Uint8Array[]): Promise<string> {
  const slices: Uint8Array[] = [];
  for await (const slice of csvSlices(chunks)) slices.push(slice);
  return Buffer.concat(slices).toString('latin1');
}

it('gives every byte of a table, however it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 4 }), async (parts) => {
      const chunks = parts.map((part) => part.map((byte, at) => (at % 1_000 === 0 ? 10 : byte)));
      expect(await joined(chunks)).toBe(Buffer.concat(chunks).toString('latin1'));
    }),
    { numRuns: 20 },
  );
});

it('cuts off a line that is longer than any row, and goes on with the next', async () => {
  const text = `a,b\n${','.repeat(1_000_000)}\nc,d\n${'x'.repeat(100_000)}`;
  for (const size of [1_000_000, 5_000]) {
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const [first, long = '', next, last = '', ...rest] = (await joined(chunks)).split('\n');
    expect([first, next, rest]).toEqual(['a,b', 'c,d', []]);
    expect(long.length).toBeLessThanOrEqual(MOST_ROW_BYTES);
    expect(last.length).toBeLessThanOrEqual(MOST_ROW_BYTES);
  }
});
