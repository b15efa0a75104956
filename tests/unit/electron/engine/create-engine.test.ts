import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarketEdges } from '../../../../shared/contract/pricing.ts';
import type { Edge } from '../../../../shared/domain/edge.ts';
import type { OrderDraft } from '../../../../shared/domain/order.ts';
import type { Currency, MinorUnits, OrderId } from '../../../../shared/domain/units.ts';
import { type PracticeEngine, startPracticeEngine } from '../../../support/practice-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';

const context = { signal: new AbortController().signal };
const STAKE = 1000 as MinorUnits;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const bestEdge = (markets: ReadonlyMap<string, MarketEdges>, wanted: (edge: Edge) => boolean): Edge => {
  const edges = [...markets.values()].flatMap((market) => market.edges).filter(wanted);
  const best = edges.toSorted((a, b) => b.ev - a.ev)[0];
  if (!best) throw new Error('no edge to take');
  return best;
};

const draftOf = (edge: Edge, id: string): OrderDraft => ({
  id: id as OrderId,
  eventId: edge.eventId,
  marketId: edge.marketId,
  selectionId: edge.selectionId,
  bookId: edge.bookId,
  side: edge.side,
  price: edge.price,
  stake: STAKE,
  persistence: 'take',
});

const isBookmaker = (edge: Edge) => edge.side === 'back' && edge.bookId !== 'practice-exchange';

async function takeBestEdge({ engine, during, collect }: PracticeEngine, id: string) {
  const fixtures = collect('fixtures.watch', (item) => item.event.id);
  const edge = bestEdge(
    collect('edges.watch', (item) => item.marketId),
    (each) => isBookmaker(each) && fixtures.get(each.eventId)?.event.status === 'scheduled',
  );
  const draft = draftOf(edge, id);
  const { implementations: operations } = engine;
  await during(operations['orders.arm'](draft, context));
  return during(operations['orders.place']({ id: draft.id }, context));
}

describe('an engine in practice mode', () => {
  it('takes a bet from an edge to settled money with a closing value', async () => {
    const desk = await startPracticeEngine(folder.path, { speed: 10 });
    const bets = desk.collect('bets.watch', (item) => item.orderId);
    const status = desk.collect('status.watch', () => 'status');
    await desk.pass(15_000);
    const order = await takeBestEdge(desk, 'order-00000001');
    expect(order.state).toBe('matched');
    await desk.during(desk.engine.implementations['market.speed']({ speed: 1000 }, context));
    for (let i = 0; i < 600 && bets.get(order.id)?.status !== 'settled'; i += 1) await desk.pass(1000);
    const bet = bets.get(order.id);
    expect(desk.log.lines.filter((line) => line.level === 'error')).toEqual([]);
    expect(bet?.status).toBe('settled');
    expect(bet?.closing.some((value) => value.against === 'consensus')).toBe(true);
    await desk.pass(1000);
    const balances = status.get('status');
    expect(balances?.atRisk).toBe(0);
    expect(balances?.cash).toBe(1_000_000 + (bet?.profit ?? 0));
    expect(balances?.trouble).toBeNull();
    await desk.engine.stop();
  }, 60_000);

  it('resumes its world and its bets after a restart', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 10 });
    await first.pass(15_000);
    const order = await takeBestEdge(first, 'order-00000001');
    const before = first.collect('fixtures.watch', (item) => item.event.id);
    const names = new Map([...before].map(([id, { event }]) => [id, `${event.home} v ${event.away}`]));
    await first.engine.stop();

    const second = await startPracticeEngine(folder.path, { speed: 1000, clock: first.clock, seed: 99 });
    const bets = second.collect('bets.watch', (item) => item.orderId);
    const fixtures = second.collect('fixtures.watch', (item) => item.event.id);
    expect(bets.get(order.id)?.status).toBe('open');
    await second.pass(2000);
    const event = fixtures.get(order.eventId)?.event;
    expect(`${event?.home} v ${event?.away}`).toBe(names.get(order.eventId));
    for (let i = 0; i < 600 && bets.get(order.id)?.status !== 'settled'; i += 1) await second.pass(1000);
    expect(bets.get(order.id)?.status).toBe('settled');
    await second.engine.stop();
  }, 60_000);

  it('refuses a second engine on the same folder and says so', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 1 });
    await expect(startPracticeEngine(folder.path, { speed: 1 })).rejects.toThrow(/already|in use|another/i);
    await first.engine.stop();
  });

  it('keeps settings and the workspace', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 1 });
    const { implementations: operations } = first.engine;
    const settings = await operations['settings.get']({}, context);
    await operations['settings.save']({ ...settings, kellyFraction: 0.1 }, context);
    await operations['workspace.save']({ key: 'layout', value: { panes: ['odds'] } }, context);
    await first.engine.stop();
    const second = await startPracticeEngine(folder.path, { speed: 1, clock: first.clock });
    const again = second.engine.implementations;
    expect((await again['settings.get']({}, context)).kellyFraction).toBe(0.1);
    expect(await again['workspace.get']({ key: 'layout' }, context)).toEqual({ panes: ['odds'] });
    expect(await again['workspace.get']({ key: 'nothing' }, context)).toBeNull();
    await second.engine.stop();
  });

  it('closes what it opened and says why when a file of its own is refused', async () => {
    writeFileSync(join(folder.path, 'paper-broker.db'), 'this is no database, whatever its name says');
    await expect(startPracticeEngine(folder.path, { speed: 1 })).rejects.toThrow(/paper-broker\.db/);
    rmSync(join(folder.path, 'paper-broker.db'));
    const desk = await startPracticeEngine(folder.path, { speed: 1 });
    expect(await desk.engine.stop()).toEqual([]);
  });

  it('refuses a database that lacks what it should hold, and says what to do', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 1 });
    await first.engine.stop();
    const journal = new Database(join(folder.path, 'journal.db'));
    journal.pragma('foreign_keys = OFF');
    journal.exec('DROP TABLE fills');
    journal.close();
    await expect(startPracticeEngine(folder.path, { speed: 1 })).rejects.toThrow(
      /no such table.*Move it out/,
    );
  });

  it('refuses a setting that is no JSON, and starts on the backup once the file is moved away', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 1 });
    const settings = await first.engine.implementations['settings.get']({}, context);
    await first.engine.implementations['settings.save']({ ...settings, kellyFraction: 0.1 }, context);
    await first.engine.stop();
    const file = join(folder.path, 'journal.db');
    const journal = new Database(file);
    journal.exec(`UPDATE settings SET value = '{"kelly' WHERE key = 'settings'`);
    journal.close();
    await expect(startPracticeEngine(folder.path, { speed: 1 })).rejects.toThrow(
      `${file} is damaged: the setting settings can't be read. Stop Overround, move ${file} out of its folder and start again: ${join(folder.path, 'backups', 'journal-000001-v')}`,
    );
    // However often it is tried: no copy of the damage pushes a good backup out.
    for (let i = 0; i < 11; i += 1)
      await expect(startPracticeEngine(folder.path, { speed: 1 })).rejects.toThrow(/the setting settings/);
    rmSync(file);
    const desk = await startPracticeEngine(folder.path, { speed: 1 });
    expect(desk.engine.notices).toMatchObject([expect.stringMatching(/backup of .* was restored/)]);
    expect((await desk.engine.implementations['settings.get']({}, context)).kellyFraction).toBe(0.1);
    await desk.engine.stop();
  });

  it('starts on a journal with a damaged order, lists the others and tells of it', async () => {
    const first = await startPracticeEngine(folder.path, { speed: 10 });
    await first.pass(15_000);
    const [good, bad] = [
      await takeBestEdge(first, 'order-00000001'),
      await takeBestEdge(first, 'order-00000002'),
    ];
    await first.engine.stop();
    const journal = new Database(join(folder.path, 'journal.db'));
    journal.prepare(`UPDATE orders SET reason = '{"fair":' WHERE id = ?`).run(bad.id);
    journal.close();

    const second = await startPracticeEngine(folder.path, { speed: 1, clock: first.clock });
    const orders = second.collect('orders.watch', (item) => item.id);
    const bets = second.collect('bets.watch', (item) => item.orderId);
    const status = second.collect('status.watch', () => 'status');
    await second.pass(2000);
    expect([...orders.keys()]).toEqual([good.id]);
    expect([...bets.keys()]).toEqual([good.id]);
    expect(status.get('status')).toMatchObject({
      damagedOrders: 1,
      openBets: 1,
      trouble: expect.stringMatching(
        new RegExp(`1 order in journal.db can't be read: ${bad.id} .its reason.*No order is placed.*backup`),
      ),
    });
    await expect(takeBestEdge(second, 'order-00000003')).rejects.toThrow(`Order ${bad.id} can't be read`);
    await second.engine.stop();
  }, 60_000);

  it('imports real matches beside real odds, not into the practice market', async () => {
    const csv = join(folder.path, 'E0_0304.csv');
    writeFileSync(csv, 'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\nE0,16/08/03,A,B,2,1,H\n');
    const desk = await startPracticeEngine(folder.path, { speed: 1 });
    const told: object[] = [];
    const importing = desk.engine.implementations['import.matches'];
    await importing({ format: 'auto', files: [csv] }, (item) => void told.push(item), context);
    expect(told.at(-1)).toMatchObject({ file: csv, imported: 1, finished: true, error: null });
    await desk.engine.stop();
    const count = (file: string) =>
      new Database(join(folder.path, file), { readonly: true })
        .prepare('SELECT count(*) FROM matches')
        .pluck()
        .get();
    expect(count('matches/market.db')).toBe(1);
    expect(count('market.db')).toBe(0);
  });

  it('refuses settings and views that make no sense, and keeps what it had', async () => {
    const { engine } = await startPracticeEngine(folder.path, { speed: 1 });
    const { implementations: operations } = engine;
    const settings = await operations['settings.get']({}, context);
    await expect(
      operations['settings.save']({ ...settings, currency: 'JPY' as Currency }, context),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      operations['workspace.save']({ key: 'layout', value: 'x'.repeat(300_000) }, context),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await operations['settings.get']({}, context)).toEqual(settings);
    await engine.stop();
  });

  it('stops everything on panic until released', async () => {
    const desk = await startPracticeEngine(folder.path, { speed: 10 });
    const { implementations: operations } = desk.engine;
    await desk.pass(15_000);
    await desk.during(operations['orders.panic']({}, context));
    await expect(takeBestEdge(desk, 'order-00000002')).rejects.toMatchObject({ code: 'refused' });
    await operations['orders.release']({}, context);
    expect((await takeBestEdge(desk, 'order-00000002')).state).toBe('matched');
    await desk.engine.stop();
  });
});
