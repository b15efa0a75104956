/**
 * `npm run soak [-- MINUTES [UPDATES_PER_SECOND]]`: the whole engine under load with a client that watches everything,
 * for an hour unless told otherwise. Prints a JSON line a minute and a verdict: whether memory stayed flat. Not part of
 * the tests.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { contract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { webSocketTransport } from '../../shared/rpc/web-socket-transport.ts';
import { startServe, temporaryFolder } from '../support/serve.ts';
import { createSilentLog } from '../support/silent-log.ts';

const minutes = Number(process.argv[2] ?? 60);
const updatesPerSecond = Number(process.argv[3] ?? 5_000);
/** Caches fill and code is compiled in the first minutes; growth is counted after them. */
const warmUpMinutes = Math.min(10, minutes / 4);
/** Flat: less than this much more at the end than after the warm-up, per hour. */
const MOST_GROWTH = 0.1;

const folder = temporaryFolder();
const served = await startServe(folder.path, [
  '--source',
  'practice',
  '--updates-per-second',
  String(updatesPerSecond),
]);
const token = new URL(served.url).hash.replace('#token=', '');
const engine = connect(
  contract,
  () =>
    webSocketTransport(
      new WebSocket(`ws://127.0.0.1:${served.port}/rpc`, ['overround.v1', `token.${token}`], {
        headers: { origin: `http://127.0.0.1:${served.port}` },
      }) as never,
      { side: 'client' },
    ),
  { log: createSilentLog() },
);
const heard = new Map<string, number>();
let status:
  | { readonly updatesPerSecond: number; readonly lagMs: number; readonly trouble: string | null }
  | undefined;
const WATCHED = [
  'quotes.watch',
  'fair.watch',
  'edges.watch',
  'fixtures.watch',
  'truth.watch',
  'suspects.watch',
] as const;
for (const name of WATCHED)
  engine.watch(
    name,
    {},
    {
      onItems(items: readonly unknown[]) {
        heard.set(name, (heard.get(name) ?? 0) + items.length);
      },
    },
  );
engine.watch(
  'status.watch',
  {},
  {
    onItems(items) {
      status = items.at(-1);
    },
  },
);

/** Resident memory of the engine's process, in MB; `undefined` where the system does not tell it this way. */
function residentMb(): number | undefined {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${served.child.pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

const samples: { readonly minute: number; readonly mb: number }[] = [];
const started = performance.now();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
for (let minute = 1; minute <= minutes; minute += 1) {
  await sleep(started + minute * 60_000 - performance.now());
  const mb = residentMb();
  if (mb === undefined)
    throw new Error('The engine is gone, or this system has no /proc: memory can not be read.');
  samples.push({ minute, mb });
  console.log(
    JSON.stringify({
      minute,
      rssMb: Math.round(mb),
      marketDbMb: Math.round(statSync(join(folder.path, 'practice', 'market.db')).size / 1e6),
      updatesPerSecond: Math.round(status?.updatesPerSecond ?? 0),
      lagMs: Number((status?.lagMs ?? 0).toFixed(1)),
      trouble: status?.trouble ?? null,
      heard: Object.fromEntries(heard),
    }),
  );
}

const after = samples.filter(({ minute }) => minute > warmUpMinutes);
const mean = (of: readonly { readonly mb: number }[]) => of.reduce((sum, { mb }) => sum + mb, 0) / of.length;
const fifth = Math.max(1, Math.floor(after.length / 5));
const [first, last] = [mean(after.slice(0, fifth)), mean(after.slice(-fifth))];
const growthPerHour = ((last - first) / first) * (60 / Math.max(1, minutes - warmUpMinutes));
console.log(
  JSON.stringify({
    soak: `${minutes} min at ${updatesPerSecond} updates/s`,
    firstMb: Math.round(first),
    lastMb: Math.round(last),
    growthPerHour: Number(growthPerHour.toFixed(3)),
    most: MOST_GROWTH,
    flat: growthPerHour <= MOST_GROWTH,
  }),
);
engine.close();
await served.stop();
folder.remove();
process.exit(growthPerHour <= MOST_GROWTH ? 0 : 1);
