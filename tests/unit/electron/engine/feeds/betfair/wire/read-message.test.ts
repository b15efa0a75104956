import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countChanges,
  createMessageReader,
  type MarketChangeMessage,
  readStreamMessage,
} from '../../../../../../../electron/engine/feeds/betfair/wire/index.ts';
import { readMessageText } from '../../../../../../../electron/engine/feeds/betfair/wire/read-message.ts';
import { createMarketChangeScanner } from '../../../../../../../electron/engine/feeds/betfair/wire/scan-market-change.ts';
import { marketChangeLines } from '../../../../../../support/betfair-messages.ts';

const read = (value: unknown) =>
  readStreamMessage(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const marketChange = (mc: unknown, rest: object = {}) => read({ op: 'mcm', pt: 5, mc, ...rest });

describe('readStreamMessage', () => {
  it('reads connection and status', () => {
    expect(read({ op: 'connection', connectionId: '002-05' })).toMatchObject({
      ok: true,
      message: { op: 'connection', connectionId: '002-05' },
      problems: [],
    });
    const status = {
      op: 'status',
      id: 3,
      statusCode: 'SUCCESS',
      connectionClosed: false,
      connectionsAvailable: 9,
    };
    expect(read(status)).toMatchObject({ ok: true, message: status, problems: [] });
  });

  it('takes a status it does not know for a failure', () => {
    const result = read({ op: 'status', statusCode: 'MAYBE' });
    expect(result).toMatchObject({
      ok: true,
      message: { statusCode: 'FAILURE' },
      problems: [{ reason: 'malformed-field', where: 'statusCode' }],
    });
  });

  it.each([
    ['', 'not-json'],
    ['{"op":"mcm","pt":12', 'not-json'],
    ['[]', 'not-a-message'],
    ['null', 'not-a-message'],
    ['{"mc":[]}', 'not-a-message'],
    ['{"op":"rcm"}', 'unknown-op'],
    [`${'['.repeat(200_000)}`, 'not-json'],
  ])('says why %.20s is no message', (line, reason) => {
    expect(read(line)).toMatchObject({ ok: false, problem: { reason, changes: 1, marketId: null } });
  });

  it('keeps the envelope of an image, of segments, of lateness', () => {
    const envelope = {
      id: 2,
      initialClk: 'a',
      clk: 'b',
      conflateMs: 180000,
      heartbeatMs: 5000,
      ct: 'SUB_IMAGE',
      segmentType: 'SEG_START',
      status: 503,
    };
    expect(marketChange([], envelope)).toMatchObject({
      ok: true,
      message: {
        ct: 'SUB_IMAGE',
        initialClk: 'a',
        clk: 'b',
        conflateMs: 180000,
        heartbeatMs: 5000,
        segment: 'SEG_START',
        status: 503,
        publishTime: 5,
        markets: [],
      },
    });
  });

  it('loses nothing but the bad part, and counts what it holds', () => {
    const result = marketChange([
      { id: 7, rc: [{ id: 1, atb: [[2, 3]] }] },
      {
        id: '1.1',
        tv: 'much',
        marketDefinition: { status: 'OPEN', runners: [{ id: 1, status: 'ACTIVE' }, { id: 2 }] },
        rc: [
          { id: 1, atb: [[2, 3], [2.2], [2.4, -1], [2.6, 4]], ltp: true, trd: 'x' },
          {
            id: 'one',
            atb: [
              [2, 3],
              [4, 5],
            ],
            tv: 9,
          },
          {
            id: '42153',
            batb: [
              [0, 2, 3],
              [-1, 2, 3],
              [0.5, 2, 3],
            ],
          },
          null,
        ],
      },
    ]);
    if (!result.ok) throw new Error(result.problem.reason);
    expect(
      result.problems.map(({ reason, where, marketId, changes }) => [reason, where, marketId, changes]),
    ).toEqual([
      ['malformed-market', 'mc[0]', null, 3],
      ['malformed-field', 'mc 1.1 / tv', '1.1', 1],
      ['malformed-runner-definition', 'mc 1.1 / marketDefinition / runners[1]', '1.1', 1],
      ['malformed-ladder-entry', 'mc 1.1 / rc 1 / atb[1]', '1.1', 1],
      ['malformed-ladder-entry', 'mc 1.1 / rc 1 / atb[2]', '1.1', 1],
      ['malformed-field', 'mc 1.1 / rc 1 / trd', '1.1', 1],
      ['malformed-field', 'mc 1.1 / rc 1 / ltp', '1.1', 1],
      ['malformed-runner', 'mc 1.1 / rc[1]', '1.1', 4],
      ['malformed-ladder-entry', 'mc 1.1 / rc 42153 / batb[1]', '1.1', 1],
      ['malformed-ladder-entry', 'mc 1.1 / rc 42153 / batb[2]', '1.1', 1],
      ['malformed-runner', 'mc 1.1 / rc[3]', '1.1', 1],
    ]);
    const { markets } = result.message as MarketChangeMessage;
    expect(markets).toMatchObject([
      {
        id: '1.1',
        tv: undefined,
        definition: { status: 'OPEN', runners: [{ id: 1, status: 'ACTIVE' }] },
        runners: [
          { id: 1, ltp: undefined, ladders: [{ kind: 'atb', entries: [2, 3, 2.6, 4] }] },
          { id: 42153, ladders: [{ kind: 'batb', entries: [0, 2, 3] }] },
        ],
      },
    ]);
    // Message, market, definition and its runner, two runner changes, two and one ladder entries.
    expect(countChanges(result.message)).toBe(9);
  });

  it('refuses a definition that does not say who runs or how it stands, keeping the prices', () => {
    const rc = [{ id: 1, ltp: 2 }];
    for (const marketDefinition of [{}, { status: 'OPEN' }, { status: 'ODD', runners: [] }, 'x'])
      expect(marketChange([{ id: '1.1', marketDefinition, rc }])).toMatchObject({
        ok: true,
        message: { markets: [{ definition: undefined, runners: [{ ltp: 2 }] }] },
        problems: [{ reason: 'malformed-definition' }],
      });
  });

  it('reads figures that can not be computed', () => {
    expect(
      marketChange([{ id: '1.1', rc: [{ id: 1, spn: 'Infinity', spf: 'NaN', ltp: null }] }]),
    ).toMatchObject({
      ok: true,
      message: { markets: [{ runners: [{ spn: Number.POSITIVE_INFINITY, spf: null, ltp: undefined }] }] },
      problems: [],
    });
  });

  it('refuses orders that can not be acted upon, one by one', () => {
    const order = { id: '9', p: 2, s: 4, side: 'B', status: 'E', pt: 'L', ot: 'L', pd: 1, sm: 1, sr: 3 };
    const uo = [order, { ...order, id: '' }, { ...order, side: 'X' }, { ...order, sr: undefined }];
    const result = read({ op: 'ocm', pt: 5, oc: [{ id: '1.1', orc: [{ id: 1, uo, mb: [[2, 1], [3]] }] }] });
    expect(result).toMatchObject({
      ok: true,
      message: { markets: [{ runners: [{ orders: [{ betId: '9', sizeRemaining: 3 }], backs: [2, 1] }] }] },
      problems: [
        { reason: 'malformed-order', marketId: '1.1' },
        { reason: 'malformed-order' },
        { reason: 'malformed-order' },
        { reason: 'malformed-match' },
      ],
    });
  });
});

describe('the scanner', () => {
  const scan = createMarketChangeScanner();

  it('reads what JSON.parse reads, line by line and in a block', () => {
    const reader = createMessageReader();
    fc.assert(
      fc.property(marketChangeLines, (line) => {
        const bytes = Buffer.from(`${line}\n`);
        const expected = readMessageText(line);
        expect(reader.line(bytes, 0, bytes.length - 1)).toEqual(expected);
        expect(reader.block(bytes)(0, bytes.length - 1)).toEqual(expected);
      }),
    );
  });

  it('has a shortcut for the lines that matter', () => {
    const line =
      '{"op":"mcm","id":1,"clk":"AA==","pt":1657018212979,"mc":[{"id":"1.2","rc":[{"atb":[[1.01,7],[2.02,0]],"bdatl":[[0,1000,3.25]],"ltp":1.5,"tv":12685.68,"spn":"NaN","id":58805,"hc":-0.5}],"con":true,"img":false,"tv":0.5}]}';
    const bytes = Buffer.from(line);
    const message = scan.line(bytes, 0, bytes.length);
    expect({ ok: true, message, problems: [] }).toEqual(readMessageText(line));
  });

  it.each(['\u0000ltp', '\u0000\u0000\u0000tv', 'xdatb', 'bbatb', 'ibdatb', ''])(
    'does not take the name %j for one it ends like',
    (name) => {
      const line = `{"op":"mcm","pt":1,"mc":[{"id":"1.1","rc":[{"id":1,"${name}":[]}]}]}`;
      for (const damaged of [line, line.replace('[]}', '2}')]) {
        const bytes = Buffer.from(damaged);
        expect(scan.line(bytes, 0, bytes.length)).toBeUndefined();
      }
    },
  );

  /** Changes of one letter: a shortcut must never read what JSON.parse refuses, nor read it differently. */
  it('never reads a damaged line differently', () => {
    const letters = fc.constantFrom(...'{}[]",:.-+eE0123456789 abcdlpot\\\u0000\u0009\u007f\u00e9');
    fc.assert(
      fc.property(marketChangeLines, fc.nat(), letters, fc.constantFrom(0, 1), (line, at, letter, cut) => {
        const place = at % line.length;
        const damaged = line.slice(0, place) + letter + line.slice(place + cut);
        const bytes = Buffer.from(damaged);
        const message = scan.line(bytes, 0, bytes.length);
        if (message === undefined) return;
        expect({ ok: true, message, problems: [] }).toEqual(readMessageText(damaged));
      }),
      { numRuns: 2000 },
    );
  });
});
