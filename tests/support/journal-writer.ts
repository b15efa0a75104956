/** A process that writes to the databases of `argv[2]` until it is killed, printing each number once it is durable. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../shared/domain/units.ts';
import { createManualClock } from './manual-clock.ts';
import { leg, sampleOrder, sampleTransaction } from './sample-orders.ts';
import { createSilentLog } from './silent-log.ts';

const root = process.argv[2] ?? '';
const databases = openDatabases({
  paths: { data: join(root, 'data'), backups: join(root, 'backups') },
  clock: createManualClock(),
  log: createSilentLog(),
});
if (!databases.ok) throw new Error(databases.message);
const { journal, market } = databases;

const first = sampleOrder();
for (let number = 1; ; number += 1) {
  const id = `order-no-${number}` as OrderId;
  const at = (first.createdAt + number) as EpochMs;
  journal.transaction(() => {
    journal.saveOrder({ ...first, id, createdAt: at });
    journal.post(
      sampleTransaction({ id, kind: 'reserve', orderId: id, at, legs: [leg('cash', -1), leg('at-risk', 1)] }),
    );
  });
  journal.saveOrder({ ...first, id, createdAt: at, state: 'intent', revision: 2 });
  for (let tick = 0; tick < 100; tick += 1) {
    market.recordQuote({
      ...first,
      levels: [
        { price: (20_000 + 100 * ((number * 100 + tick) % 50)) as OddsE4, size: null as MinorUnits | null },
      ],
      sourceId: 'sim' as Quote['sourceId'],
      sourceTime: (at * 100 + tick) as EpochMs,
      receivedAt: (at * 100 + tick) as EpochMs,
    });
  }
  market.flush();
  writeSync(1, `${number}\n`);
}
