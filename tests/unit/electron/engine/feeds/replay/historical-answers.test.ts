import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createSnapshotDecoder } from '../../../../../../electron/engine/feeds/replay/odds-snapshots.ts';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { replayFiles } from '../../../../../support/replay-files.ts';

const { open, remove } = replayFiles();
afterAll(remove);

const at = (text: string): EpochMs => Date.parse(text) as EpochMs;
const T1 = at('2026-03-01T12:00:00Z');

const envelope = (timestamp: string, price: number) =>
  JSON.stringify({
    timestamp,
    previous_timestamp: null,
    next_timestamp: null,
    data: [
      {
        id: 'e1',
        sport_key: 'basketball_nba',
        commence_time: '2026-03-02T00:00:00Z',
        home_team: 'Elks',
        away_team: 'Owls',
        bookmakers: [
          {
            key: 'cedarbet',
            title: 'Cedarbet',
            last_update: timestamp,
            markets: [
              {
                key: 'h2h',
                outcomes: [
                  { name: 'Elks', price },
                  { name: 'Owls', price: 2 },
                ],
              },
            ],
          },
        ],
      },
    ],
  });

describe('historical answers', () => {
  const lines = [
    envelope('2026-03-01T12:00:00Z', 1.8),
    'no json',
    envelope('2026-03-01T12:05:00Z', 1.9),
    envelope('2026-03-01T12:01:00Z', 1.7),
  ];

  it('play line by line; what is none or steps back is refused and counted', async () => {
    const { format, moments, refused, survey, quotes } = await open(lines.join('\n'));
    expect({ format, moments, refused }).toEqual({
      format: 'historical odds',
      moments: [T1, at('2026-03-01T12:05:00Z')],
      refused: 2,
    });
    expect(survey).toEqual({ to: at('2026-03-01T12:05:00Z'), payloads: 2 });
    expect(quotes?.[2]).toContain('e1:moneyline:home cedarbet 19000');
  });

  it('play when they are one document, or a list', async () => {
    const pretty = JSON.stringify(JSON.parse(envelope('2026-03-01T12:00:00Z', 1.8)), null, 2);
    expect((await open(pretty)).moments).toEqual([T1]);
    expect((await open(`[${lines[2]},${lines[0]}]`)).moments).toEqual([T1, at('2026-03-01T12:05:00Z')]);
  });

  it('play line by line however long the first line is', async () => {
    const answer = JSON.parse(envelope('2026-03-01T12:00:00Z', 1.8)) as { data: unknown[] };
    const long = JSON.stringify({
      ...answer,
      data: Array.from({ length: 1_500 }, (_, i) => ({ ...(answer.data[0] as object), id: `e${i}` })),
    });
    const { format, moments, quotes, refused } = await open(`${long}\n${lines[2]}`);
    expect({ format, refused, to: moments?.at(-1) }).toEqual({
      format: 'historical odds',
      refused: 0,
      to: at('2026-03-01T12:05:00Z'),
    });
    expect(new Set(quotes).size).toBe(3_002);
  });

  it('of many prices are told in parts, at one moment and with every price', async () => {
    const answer = JSON.parse(envelope('2026-03-01T12:00:00Z', 1.8)) as { data: { bookmakers: unknown[] }[] };
    const many = JSON.stringify({
      ...answer,
      data: Array.from({ length: 400 }, (_, i) => ({ ...answer.data[0], id: `e${i}` })),
    });
    for (const text of [many, `[${many}]`, `${lines[0]}\n${many}`]) {
      const { moments, quotes, refused } = await open(text);
      expect(moments?.slice(0, 3)).toEqual([T1, T1, T1]);
      expect(new Set(quotes).size).toBe(800);
      expect(refused).toBe(0);
    }
  });

  it('are refused one by one where one costs more to parse than any answer', async () => {
    const answer = `{"timestamp":"2026-03-01T12:00:00Z","data":[${'{"bookmakers":[]},'.repeat(130_000)}{}]}`;
    const { moments, refused } = await open([lines[0], answer].join('\n'));
    expect({ moments, refused }).toEqual({ moments: [T1], refused: 1 });
  });

  it('say so when the end of their file is unreadable', async () => {
    const packed = gzipSync(Array.from({ length: 400 }, () => lines[0]).join('\n'));
    const { end, moments } = await open(packed.subarray(0, packed.length - 20));
    expect(end).toContain("can't be read");
    expect(moments?.length).toBeLessThan(401);
  });
});

describe('the decoder of snapshots', () => {
  it('never throws, and forgets events that are long over', () => {
    const events: FeedEvent[] = [];
    const decoder = createSnapshotDecoder({}, (event) => events.push(event));
    for (const body of ['', 'nonsense', '[]', '{"a":', 'null', envelope('2026-03-01T12:00:00Z', 1.8)])
      decoder.take({ channel: 'odds snapshot', body: Buffer.from(body), at: T1 });
    const { received, used, duplicate, quarantined } = decoder.counts();
    expect({ received, used }).toEqual({ received: used + duplicate + quarantined, used: 2 });
    events.length = 0;
    decoder.take({ channel: 'odds snapshot', body: Buffer.from('[]'), at: (T1 + 4 * 86_400_000) as EpochMs });
    decoder.take({
      channel: 'odds snapshot',
      body: Buffer.from(envelope('2026-03-01T12:00:00Z', 1.8)),
      at: (T1 + 4 * 86_400_000) as EpochMs,
    });
    expect(events.map(({ kind }) => kind)).toContain('event');
  });
});
