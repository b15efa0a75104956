import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BrokenJson,
  isParsable,
  jsonParts,
  PartTooLarge,
} from '../../../../../electron/engine/feeds/json-parts.ts';

const LIMITS = { bytes: 1_000_000, values: 100_000 };

/** The parts of `text`, whose bytes come in chunks of `size`. */
async function partsOf(text: string | Buffer, size = 7, limits = LIMITS): Promise<readonly string[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }
  const parts: string[] = [];
  for await (const part of jsonParts(chunks(), limits)) parts.push(part.toString('utf8'));
  return parts;
}

describe('the parts of a JSON document', () => {
  it('are what JSON.parse finds in it, however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(undefined, 2),
        async (document, size, indent) => {
          const parts = await partsOf(` \n${JSON.stringify(document, null, indent)}\n`, size);
          const again = Array.isArray(document)
            ? parts.map((part): unknown => JSON.parse(part))
            : Object.fromEntries(parts.flatMap((part) => Object.entries(JSON.parse(`{${part}}`) as object)));
          expect(again).toEqual(JSON.parse(JSON.stringify(document)));
        },
      ),
    );
  });

  it('are found under a byte order mark', async () => {
    expect(await partsOf('\uFEFF[1, {"a":"\\",]"}]', 1)).toEqual(['1', ' {"a":"\\",]"}']);
  });

  it('are none where the document is cut off, closed wrongly or followed by more', async () => {
    for (const text of ['', '[1,2', '{"a":[1', '[1}', '[1] x', '[1][2]', 'x[1]', '["a]'])
      await expect(partsOf(text)).rejects.toBeInstanceOf(BrokenJson);
  });

  it('are refused before they are whole when they cost too much', async () => {
    await expect(partsOf(`[[${'{},'.repeat(50)}{}]`, 7, { bytes: 1_000, values: 20 })).rejects.toBeInstanceOf(
      PartTooLarge,
    );
    await expect(partsOf(`["${'x'.repeat(2_000)}`, 7, { bytes: 1_000, values: 20 })).rejects.toBeInstanceOf(
      PartTooLarge,
    );
    expect(await partsOf(`[${'[1,2],'.repeat(50)}3]`, 7, { bytes: 10, values: 3 })).toHaveLength(51);
  });

  it('are counted as a scan of the whole counts them', () => {
    expect(isParsable(Buffer.from('[1,2,{"a":[]}]'), { bytes: 100, values: 5 })).toBe(true);
    expect(isParsable(Buffer.from('[1,2,{"a":[]}]'), { bytes: 100, values: 4 })).toBe(false);
    expect(isParsable(Buffer.from('[1,2]'), { bytes: 4, values: 9 })).toBe(false);
  });
});
