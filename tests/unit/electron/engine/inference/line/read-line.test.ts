import { describe, expect, it } from 'vitest';
import { lineFiles, readLine } from '../../../../../../electron/engine/inference/line/index.ts';
import { shippedFiles, shippedLine } from '../../../../../support/shipped-line.ts';

const reading = (change: (name: string, bytes: Uint8Array) => Uint8Array | null) =>
  readLine(shippedFiles(change));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('the shipped line', () => {
  it('has a version a season, each learned before it', async () => {
    const { versions } = await shippedLine();
    expect(versions.map(({ season }) => season)).toEqual([
      '2019/20',
      '2020/21',
      '2021/22',
      '2022/23',
      '2023/24',
      '2024/25',
    ]);
    for (const { season, parameters } of versions)
      expect(parameters.trainedTo < `${Number(season.slice(0, 4))}-09-01`).toBe(true);
  });

  it('is written as it was read, byte by byte', async () => {
    const line = await shippedLine();
    const files = lineFiles(line);
    const { read } = shippedFiles();
    for (const [name, bytes] of files) {
      const shipped = await read({ id: 'overround-line', owner: 'shipped', stamp: '' }, name, 1e9);
      expect(shipped.ok && Buffer.from(shipped.bytes).equals(Buffer.from(bytes)), name).toBe(true);
    }
    expect([...files.keys()].at(-1)).toBe('line.json');
  });
});

describe('reading the line', () => {
  it('refuses a version that was changed, saying which', async () => {
    const read = await reading((name, bytes) =>
      name === '2022.json' ? bytesOf(text(bytes).replace('"constant":', '"constant":1')) : bytes,
    );
    expect(read).toMatchObject({ ok: false, code: 'refused' });
    expect(!read.ok && read.message).toMatch(/^2022\.json in .* SHA-256 differs/);
  });

  it('refuses what is not its own format', async () => {
    const broken = await reading((name, bytes) => (name === 'line.json' ? bytesOf('{') : bytes));
    expect(broken).toMatchObject({
      ok: false,
      code: 'refused',
      message: expect.stringContaining('line.json'),
    });
    const newer = await reading((name, bytes) =>
      name === 'line.json' ? bytesOf(text(bytes).replace('overround-line@1', 'overround-line@2')) : bytes,
    );
    expect(newer).toMatchObject({ ok: false, code: 'refused', message: expect.stringContaining('format') });
  });

  it('tells a missing line from a missing version', async () => {
    expect(await reading(() => null)).toMatchObject({ ok: false, code: 'absent' });
    expect(await reading((name, bytes) => (name === '2019.json' ? null : bytes))).toMatchObject({
      ok: false,
      code: 'refused',
      message: '2019.json is missing.',
    });
  });
});
