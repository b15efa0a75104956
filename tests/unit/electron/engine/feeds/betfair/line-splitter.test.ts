import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from '../../../../../../electron/engine/feeds/betfair/line-splitter.ts';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('lines of a stream', () => {
  it('are the same however the bytes are cut, inside characters too', () => {
    const line = fc.string({ unit: 'binary' }).filter((text) => text !== '' && !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(40)), (lines, cuts) => {
        const bytes = new TextEncoder().encode(lines.map((text) => `${text}\r\n`).join(''));
        const splitter = createLineSplitter(1_000_000);
        const told: string[] = [];
        let at = 0;
        for (const size of [...cuts, bytes.length]) {
          expect(splitter.take(bytes.slice(at, at + size), (bits) => void told.push(decode(bits)))).toBe(
            true,
          );
          at += size;
        }
        expect(told).toEqual(lines.map((text) => decode(new TextEncoder().encode(text))));
        expect(splitter.pending()).toBe(0);
      }),
    );
  });
  it('may end without a carriage return, and be empty', () => {
    const told: string[] = [];
    createLineSplitter(10).take(
      new TextEncoder().encode('a\n\r\n\nb\r\nc'),
      (bits) => void told.push(decode(bits)),
    );
    expect(told).toEqual(['a', 'b']);
  });
  it('end for good with one that is too long', () => {
    const splitter = createLineSplitter(4);
    const told: string[] = [];
    const take = (text: string) =>
      splitter.take(new TextEncoder().encode(text), (bits) => void told.push(decode(bits)));
    expect(take('1234\n12')).toBe(true);
    expect(take('345')).toBe(false);
    expect(take('\n1\n')).toBe(false);
    expect(told).toEqual(['1234']);
  });
});
