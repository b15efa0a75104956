/**
 * A process that settles and corrects the bets of one event without end on the real journal, for tests that kill it.
 * Prints `ready`, then the revision of each result once the journal has it with all it did to bets.
 */
import { writeSync } from 'node:fs';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { createManualClock } from './manual-clock.ts';
import { createTradingDesk } from './order-desk.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSilentLog } from './silent-log.ts';
import { EVENT, placed, result, SAMPLE_WAGERS, showMarkets, told } from './tell-results.ts';

const [data = '', backups = '', seed = '1'] = process.argv.slice(2);
const random = createSeededRandom(Number(seed));
const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const log = createSilentLog();
const databases = openDatabases({ paths: { data, backups }, clock: createManualClock(), log });
if (!databases.ok) throw new Error(databases.message);
const { journal } = databases;
const isNew = journal.orders({ mode: 'practice', limit: 1 }).length === 0;
const desk = createTradingDesk({ journal });
showMarkets(desk);

if (isNew) for (const wager of SAMPLE_WAGERS) await placed(desk, wager);
writeSync(1, 'ready\n');
for (;;) {
  const score = pick('2-1', '0-0', '1-3', 'postponed', 'abandoned', 'withdrawn');
  const halfTime = score.includes('-') ? pick(null, '0-0') : null;
  desk.orders.results.tell(told(result(score, halfTime), { note: String(random()) }));
  writeSync(1, `${journal.results('practice', EVENT).length}\n`);
}
