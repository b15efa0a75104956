import { describe, expect, it } from 'vitest';
import { betfairRigs } from '../../../../../support/betfair-rigs.ts';
import { type BetfairRig, bookOf, replayed } from '../../../../../support/betfair-server-rig.ts';
import { AWAY, HOME, redefined, sampleCatalogue } from '../../../../../support/betfair-server-world.ts';

let rig: BetfairRig;
const { open, openAndStart, openAndTry } = betfairRigs((opened) => {
  rig = opened;
});
const MATCH_ODDS = 'betfair:3001:match-odds';
const HOME_BACK = `${MATCH_ODDS}:home/back`;
const standing = () => rig.book().standings[MATCH_ODDS];
const publish = (change: Parameters<BetfairRig['server']['stream']['publish']>[1]) =>
  rig.server.stream.publish('1.101', change);

describe('the Betfair source', () => {
  it('logs in, reads the catalogue and streams', async () => {
    await openAndStart();
    const book = rig.book();
    expect(Object.keys(book.events)).toEqual(['betfair:3001', 'betfair:3002']);
    expect(book.events['betfair:3001']).toMatchObject({
      home: '1. FC Köln',
      away: 'Mainz',
      sport: 'soccer_germany_bundesliga',
      status: 'scheduled',
    });
    expect(Object.keys(book.markets).sort()).toEqual([
      'betfair:3001:asian-handicap:-0.5',
      'betfair:3001:asian-handicap:-0.75',
      'betfair:3001:match-odds',
      'betfair:3001:totals:2.5',
      'betfair:3002:match-odds',
    ]);
    expect(book.quotes[HOME_BACK]).toEqual([[20_000, 10_000]]);
    expect(book.quotes[`${MATCH_ODDS}:home/lay`]).toEqual([[21_000, 5_000]]);
    expect(book.standings).toEqual({});
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '', cadenceMs: null });
    expect(rig.events.find(({ kind }) => kind === 'books')).toMatchObject({
      books: [{ id: 'betfair', kind: 'exchange', commission: 0.05, currency: 'GBP' }],
    });
  });

  it('asks the stream for full depth of exactly the catalogue, with heartbeats and segments', async () => {
    await openAndStart();
    expect(rig.server.stream.received.map(({ op }) => op)).toEqual([
      'authentication',
      'marketSubscription',
      'orderSubscription',
    ]);
    expect(rig.server.stream.received[1]).toMatchObject({
      marketFilter: { marketIds: ['1.101', '1.102', '1.103', '1.201'] },
      marketDataFilter: { fields: ['EX_ALL_OFFERS', 'EX_LTP', 'EX_TRADED_VOL', 'EX_MARKET_DEF'] },
      segmentationEnabled: true,
      heartbeatMs: 5_000,
      conflateMs: 0,
    });
  });

  it('asks for the best levels with virtual prices where depth is limited', async () => {
    await openAndStart({ values: { depth: '3' } });
    expect(rig.server.stream.received[1]).toMatchObject({
      marketDataFilter: { ladderLevels: 3, fields: expect.arrayContaining(['EX_BEST_OFFERS_DISP']) },
    });
  });

  it('says why it watches no market', async () => {
    await openAndTry({ values: { sports: ['2'] } });
    expect(rig.fact('Markets')).toBe('none listed for what is chosen; looked again every 5 min');
    expect(rig.source.health()).toMatchObject({
      state: 'live',
      message: expect.stringMatching(/^Betfair lists no market of Tennis in the next 48 hours/),
    });
    await rig.close();
    await openAndTry({ values: { competitions: ['Bundsliga'] } });
    expect(rig.fact('Markets')).toMatch(/^none: no competition of the names chosen is listed/);
    expect(rig.source.health()).toMatchObject({ state: 'live' });
    await rig.close();
    await open();
    rig.server.api.inject('listMarketCatalogue', { kind: 'error', code: 'ACCESS_DENIED' });
    await rig.source.start((event) => void rig.events.push(event));
    expect(rig.fact('Markets')).toBe('none: the catalogue could not be read');
  });

  it('prefers the earliest starts when the stream carries fewer markets', async () => {
    await openAndStart({ settings: { streamLimit: 2 } });
    expect(rig.server.stream.received[1]).toMatchObject({ marketFilter: { marketIds: ['1.101', '1.102'] } });
    expect(rig.fact('Markets')).toBe('2; 2 later ones left out');
  });

  it('takes source times from Betfair and tells prices again as current while the stream lives', async () => {
    await openAndStart();
    const count = () => rig.events.filter(({ kind }) => kind === 'quotes').length;
    const before = count();
    await rig.run(6_000);
    expect(count()).toBeGreaterThan(before);
    const last = rig.events.findLast((event) => event.kind === 'quotes');
    expect(last?.kind === 'quotes' && rig.clock.now() - (last.quotes[0]?.sourceTime ?? 0)).toBeLessThan(
      6_000,
    );
    expect(rig.source.health().counts.used).toBe(24);
  });

  it('suspends its own prices and leaves the market to other books', async () => {
    await openAndStart();
    publish(redefined(rig.server.world, '1.101', { status: 'SUSPENDED', suspendReason: 'VAR' }));
    await rig.until('suspended', () => standing() !== undefined);
    expect(standing()).toBe('suspended: suspended by Betfair: VAR');
    expect(rig.events.some(({ kind }) => kind === 'market-status')).toBe(false);
    publish(redefined(rig.server.world, '1.101', { status: 'OPEN' }));
    await rig.until('open again', () => standing() === undefined);
  });

  it('tells when play begins, closes what has a result, and makes up no score', async () => {
    await openAndStart();
    publish(redefined(rig.server.world, '1.101', { inPlay: true }));
    await rig.until('live', () =>
      JSON.stringify(rig.book().events['betfair:3001']).includes('"status":"live"'),
    );
    const runners = [
      { id: HOME, status: 'WINNER', sortPriority: 1 },
      { id: AWAY, status: 'LOSER', sortPriority: 2 },
    ];
    publish(redefined(rig.server.world, '1.101', { status: 'CLOSED', inPlay: true, runners }));
    await rig.until('closed', () => rig.book().closed.length > 0);
    expect(rig.book().closed).toEqual([MATCH_ODDS]);
    expect(standing()).toBe('suspended: closed at Betfair');
    expect(rig.book().quotes[HOME_BACK]).toBeUndefined();
    expect(rig.events.some(({ kind }) => kind === 'score')).toBe(false);
  });

  it('does not close for others what Betfair voids', async () => {
    await openAndStart();
    const runners = [{ id: HOME, status: 'REMOVED', sortPriority: 1 }];
    publish(redefined(rig.server.world, '1.101', { status: 'CLOSED', runners }));
    await rig.until('closed', () => standing() !== undefined);
    expect(rig.book().closed).toEqual([]);
  });

  it('flags everything while Betfair says it is late, and says so', async () => {
    await openAndStart();
    rig.server.stream.faultAt(rig.server.stream.sent(), { kind: 'late' });
    publish({ rc: [{ id: HOME, ltp: 2 }] });
    await rig.until('late', () => standing() !== undefined);
    expect(standing()).toBe('unreliable: Betfair says its prices are late (503)');
    expect(rig.fact('Betfair')).toContain('503');
    expect(rig.source.health().state).toBe('degraded');
    await rig.until('over it', () => Object.keys(rig.book().standings).length === 0);
    expect(rig.source.health().state).toBe('live');
  });

  it('flags a market whose changes were combined though none was asked to be', async () => {
    await openAndStart();
    publish({ con: true, rc: [{ id: HOME, ltp: 2 }] });
    await rig.until('flagged', () => standing() !== undefined);
    expect(standing()).toContain('combined');
    expect(Object.keys(rig.book().standings)).toEqual([MATCH_ODDS]);
    await rig.until('trusted again', () => standing() === undefined);
    expect(rig.fact('Conflation')).toBe('0 ms; 1 combined changes');
  });

  it('trades on no price of a delayed key', async () => {
    await open();
    rig.server.stream.setConflation(180_000);
    await rig.start();
    expect(standing()).toContain('delayed application key');
    expect(rig.fact('Conflation')).toBe('delayed key: 180 s');
    expect(rig.source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringContaining('live key'),
    });
  });

  it('counts orders at the exchange', async () => {
    await open();
    const order = {
      id: '7',
      p: 2,
      s: 5,
      side: 'B',
      status: 'E',
      pt: 'L',
      ot: 'L',
      pd: 1,
      sm: 0,
      sr: 5,
      sl: 0,
      sc: 0,
      sv: 0,
    };
    rig.server.stream.setOrders([
      { id: '1.101', fullImage: true, orc: [{ id: HOME, fullImage: true, uo: [order], mb: [[2.1, 3]] }] },
    ]);
    await rig.start();
    await rig.until('told of orders', () => rig.fact('Orders at the exchange').startsWith('1 open'));
    expect(rig.fact('Orders at the exchange')).toBe('1 open, 1 selections matched');
  });

  it('resumes where it was lost, and forgets the clock when Betfair has', async () => {
    await openAndStart();
    rig.server.stream.dropAll();
    publish({ rc: [{ id: HOME, atb: [[2.04, 7]] }] });
    await rig.until('live again', () => rig.isLive() && rig.server.stream.connections() === 2);
    expect(rig.server.stream.kinds).toContain('RESUB_DELTA');
    expect(rig.book().quotes[HOME_BACK]).toEqual([
      [20_400, 700],
      [20_000, 10_000],
    ]);
    rig.server.stream.forgetClocks();
    rig.server.stream.dropAll();
    await rig.until('live a third time', () => rig.isLive() && rig.server.stream.connections() === 3);
    expect(rig.server.stream.kinds.filter((kind) => kind === 'SUB_IMAGE')).toHaveLength(4);
    expect(rig.book().standings).toEqual({});
  });

  it('polls while the stream is down: unreliable until the first answer, at the pace of polls after it', async () => {
    await openAndStart();
    rig.server.stream.setConnectionsAvailable(0);
    rig.server.stream.dropAll();
    await rig.until('lost', () => standing() !== undefined);
    expect(standing()).toMatch(/^unreliable: stream lost/);
    rig.server.world.publish('1.101', { rc: [{ id: HOME, atb: [[2.06, 1]] }] });
    await rig.until('polled', () => standing() === undefined);
    expect(rig.book().quotes[HOME_BACK]?.[0]).toEqual([20_600, 100]);
    expect(rig.source.health()).toMatchObject({ state: 'degraded', cadenceMs: 5_000 });
    expect(rig.fact('Connection')).toContain('polled every 5 s');
    const polls = rig.server.api.count('listMarketBook');
    await rig.until('polled again', () => rig.server.api.count('listMarketBook') > polls);
    expect(rig.source.health().message).toContain('MAX_CONNECTION_LIMIT_EXCEEDED');
    rig.server.stream.setConnectionsAvailable(5);
    await rig.until('streaming again', rig.isLive);
    expect(rig.source.health()).toMatchObject({ state: 'live', cadenceMs: null });
  });

  it('says when polls fail too', async () => {
    await openAndStart();
    rig.server.stream.setConnectionsAvailable(0);
    rig.server.api.inject('listMarketBook', { kind: 'html', status: 503 });
    rig.server.stream.dropAll();
    await rig.until(
      'failing',
      () => standing()?.includes('polled') === true || rig.source.health().message.includes('maintenance'),
    );
    await rig.until('polled', () => standing() === undefined);
  });

  it('asks for fewer markets at once when Betfair says it was too much', async () => {
    await openAndStart();
    rig.server.stream.setConnectionsAvailable(0);
    rig.server.api.inject('listMarketBook', { kind: 'error', code: 'TOO_MUCH_DATA' });
    rig.server.stream.dropAll();
    await rig.until('lost', () => standing() !== undefined);
    await rig.until('polled', () => standing() === undefined);
    expect(rig.server.api.count('listMarketBook')).toBeGreaterThan(1);
  });

  it.each([
    ['an error page', { kind: 'html', status: 500 }],
    ['half an answer', { kind: 'body', status: 200, body: '{"jsonrpc":"2.0","result":[{"mark' }],
    [
      'an answer of another kind',
      { kind: 'body', status: 200, body: '{"jsonrpc":"2.0","result":[{"a":1}],"id":1}' },
    ],
    ['a closed connection', { kind: 'reset' }],
    ['too many requests', { kind: 'error', code: 'TOO_MANY_REQUESTS' }],
    ['an ended session', { kind: 'error', code: 'INVALID_SESSION_INFORMATION' }],
    ['an undocumented error', { kind: 'error', code: 'SOMETHING_NEW' }],
  ] as const)('polls on after %s', async (_name, fault) => {
    await openAndStart();
    rig.server.stream.setConnectionsAvailable(0);
    rig.server.api.inject('listMarketBook', fault);
    rig.server.stream.dropAll();
    await rig.until('lost', () => standing() !== undefined);
    rig.server.world.publish('1.101', { rc: [{ id: HOME, atb: [[2.06, 1]] }] });
    await rig.until('polled', () => standing() === undefined);
    expect(rig.book().quotes[HOME_BACK]?.[0]).toEqual([20_600, 100]);
  });

  it('subscribes anew when the catalogue brings more markets, not when it only brings fewer', async () => {
    await openAndStart({ settings: { competitions: ['German Bundesliga', 'Atlantis League'] } });
    expect(rig.source.health().message).toContain('no competition called "Atlantis League"');
    const subscriptions = () => rig.server.stream.received.filter(({ op }) => op === 'marketSubscription');
    const nextCatalogue = async () => {
      // The next reading is planned once this one is through.
      await rig.run(200);
      const before = rig.server.api.count('listCurrentOrders');
      rig.clock.advance(5 * 60_000);
      await rig.until('read again', () => rig.server.api.count('listCurrentOrders') > before);
      await rig.until('live', rig.isLive);
    };
    await rig.until('settled', () => rig.server.api.count('listCurrentOrders') === 1);
    rig.server.stream.publish('1.201', redefined(rig.server.world, '1.201', { status: 'CLOSED' }));
    await nextCatalogue();
    const markets = () => subscriptions().map(({ marketFilter }) => marketFilter);
    expect(new Set(markets().map((filter) => JSON.stringify(filter))).size).toBe(1);
    const [first] = sampleCatalogue();
    if (first === undefined) throw new Error('The sample is empty.');
    rig.server.world.add({
      ...first,
      marketId: '1.301',
      event: { ...first.event, id: '3003', name: 'Bayern v Ulm' },
    });
    await nextCatalogue();
    expect(markets().at(-1)).toEqual({ marketIds: ['1.101', '1.102', '1.103', '1.301'] });
    expect(rig.book().events).toHaveProperty('betfair:3003');
  });

  it('replays to the same book from what was tapped', async () => {
    await openAndStart();
    publish({ rc: [{ id: HOME, atb: [[2.04, 7]] }] });
    rig.server.stream.dropAll();
    await rig.run(3_000);
    await rig.until('live again', rig.isLive);
    expect(replayed(rig.payloads)).toEqual(rig.events);
    expect(bookOf(replayed(rig.payloads))).toEqual(rig.book());
  });
});
