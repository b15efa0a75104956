/**
 * A process that bets without end on the real journal and the real paper venue, for tests that kill it. Prints one
 * line for each thing the engine has acknowledged: `ready`, then `<order id> <state> <matched>`.
 */
import { writeSync } from 'node:fs';
import { createOrders } from '../../electron/engine/orders/index.ts';
import { createPaperBroker } from '../../electron/engine/orders/paper-broker/index.ts';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { openPaperVenue } from '../../electron/engine/storage/paper-venue.ts';
import { createNodeClock } from '../../electron/hosts/node-ports/clock.ts';
import type { Order } from '../../shared/domain/order.ts';
import type { OrderId } from '../../shared/domain/units.ts';
import { deskSettings, draftOf, GBP, money, odds } from './order-desk.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSilentLog } from './silent-log.ts';
import { createStubMarket } from './stub-market.ts';

const [data = '', backups = '', seed = '1'] = process.argv.slice(2);
const random = createSeededRandom(Number(seed));
const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const paths = { data, backups };
const clock = createNodeClock();
const log = createSilentLog();

const databases = openDatabases({ paths, clock, log });
if (!databases.ok) throw new Error(databases.message);
const { journal } = databases;
const store = openPaperVenue({ paths });
const market = createStubMarket(clock.now, clock.now() + 3_600_000);
const latency = { placeMs: 3, cancelMs: 3, findMs: 1, jitter: 1 };
const broker = createPaperBroker({ mode: 'practice', market, clock, random, store, log, latency });
const settings = deskSettings({
  maximumOrdersPerMinute: 1_000_000,
  maximumEventExposure: money(10_000_000_00),
  maximumTotalExposure: money(10_000_000_00),
});
const orders = createOrders({
  ...{ mode: 'practice', currency: GBP, journal, broker, market, clock, wall: clock, log },
  ids: { next: () => crypto.randomUUID() },
  settings: () => settings,
  patience: { graceMs: 50, reconcileEveryMs: 20 },
});
const say = (line: string) => void writeSync(1, `${line}\n`);
const acknowledge = ({ id, state, matched }: Order) => say(`${id} ${state} ${matched}`);

const moveMarket = () => {
  for (const side of ['home', 'draw', 'away']) {
    market.show(`m/${side}`, 'bf', 'back', [pick(2.46, 2.5), 1_00 + Math.floor(random() * 30_00)]);
    market.show(`m/${side}`, 'bf', 'lay', [pick(2.52, 2.6), 1_00 + Math.floor(random() * 30_00)]);
  }
};

async function betOnce(): Promise<void> {
  const side = pick('back', 'lay');
  const draft = draftOf({
    id: crypto.randomUUID() as OrderId,
    selectionId: pick('m/home', 'm/draw', 'm/away'),
    side,
    persistence: pick('take', 'keep'),
    price: odds(side === 'back' ? pick(2.5, 2.52) : pick(2.5, 2.52)),
    stake: money(1_00 + Math.floor(random() * 9_00)),
  });
  orders.arm(draft);
  const placed = await orders.place(draft.id);
  acknowledge(placed);
  if (placed.state !== 'accepted' || random() < 0.5) return;
  const taken = await orders.cancel(draft.id);
  if ('unread' in taken) throw new Error(taken.unread);
  acknowledge(taken);
}

if (journal.ledger({ mode: 'practice', limit: 1 }).length === 0) orders.deposit(money(1_000_000_00));
moveMarket();
// The clock's timers do not keep the process alive.
setInterval(() => undefined, 60_000);
await orders.reconcile();
say('ready');
for (;;) {
  // Refused while an order of the market is unresolved: what is refused was never acknowledged.
  await Promise.allSettled([betOnce(), betOnce(), betOnce()]);
  await new Promise((resolve) => setImmediate(resolve));
  moveMarket();
}
