/** A process that compacts a history file step by step until it is killed, and says after each step that it was. */
import { createMarketStore } from '../../electron/engine/storage/market/market-store.ts';
import { createHistoryFile } from './history-file.ts';
import { createSilentLog } from './silent-log.ts';

const [path = '', expired = ''] = process.argv.slice(2);
const db = createHistoryFile(path);
const market = createMarketStore(db, createSilentLog());
const gone = new Set(expired.split(','));
const said = (text: string) => new Promise<void>((resolve) => void process.send?.(text, () => resolve()));

for (let after = 0; ; ) {
  const step = market.upkeep.compactFrom(after, ({ id }) => gone.has(id));
  after = step.through;
  await said('step');
  if (step.done) break;
}
while (!market.upkeep.giveBack().done) await said('step');
await said('done');
process.disconnect();
