import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import * as z from 'zod';
import { contract } from '../../shared/contract/index.ts';
import { call, stream } from '../../shared/contract/operation.ts';
import { quote } from '../../shared/contract/schemas.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  EpochMs,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { BATCH_ITEMS } from '../../shared/rpc/frames.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { type Carrier, carriers } from '../support/rpc-carriers.ts';
import { createSilentLog } from '../support/silent-log.ts';
import type { Bench } from './bench.ts';

const ITEMS = 200_000;
/** A ladder of three rungs, as an exchange's. */
const quoteOf = (i: number): Quote => ({
  selectionId: `bench:selection-${i % 4_000}` as SelectionId,
  marketId: `bench:market-${i % 1_000}` as MarketId,
  bookId: 'bench-exchange' as BookId,
  side: 'back',
  levels: [25_000, 24_800, 24_600].map((price) => ({ price: price as OddsE4, size: 10_000 as MinorUnits })),
  sourceId: 'bench' as SourceId,
  sourceTime: (1_700_000_000_000 + i) as EpochMs,
  receivedAt: (1_700_000_000_010 + i) as EpochMs,
});
const quotes = Array.from({ length: 4_000 }, (_, i) => quoteOf(i));

const benchContract = {
  quotes: stream(z.object({}), quote, contract['quotes.watch'].policy),
  echo: call(z.object({}), z.object({})),
} as const;

type Measured = { readonly itemsPerSecond: number; readonly callMs: number };

/** Both ends on this one thread: engine and window together have two. */
async function measure(carrier: Carrier): Promise<Measured> {
  const log = createSilentLog();
  const server = serve(
    benchContract,
    {
      echo: () => ({}),
      quotes: async (_, emit, { drained }) => {
        for (let sent = 0; sent < ITEMS; sent += quotes.length) {
          for (const item of quotes) emit(item);
          await drained?.();
        }
      },
    },
    { engineVersion: 'bench', epoch: 'bench', log, nextLogId: () => 'bench' },
  );
  carrier.accept = (transport) => server.accept(transport);
  const client = connect(benchContract, () => carrier.open(), { log });
  const receive = () =>
    new Promise<number>((resolve, reject) => {
      let count = 0;
      const start = performance.now();
      client.watch(
        'quotes',
        {},
        {
          onItems: (items) => {
            count += items.length;
          },
          onDone: () => resolve((count * 1000) / (performance.now() - start)),
          onFail: ({ message }) => reject(new Error(message)),
        },
      );
    });
  await receive();
  const itemsPerSecond = await receive();
  const latencies: number[] = [];
  for (let i = 0; i < 2_000; i += 1) {
    const start = performance.now();
    await client.call('echo', {});
    latencies.push(performance.now() - start);
  }
  client.close();
  server.close();
  await carrier.close();
  return { itemsPerSecond, callMs: latencies.sort((a, b) => a - b)[latencies.length >> 1] ?? 0 };
}

/** The same batches over a bare port: nothing checked, no credit, no keys. */
async function bare(): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  let count = 0;
  let finish = () => {};
  port2.on('message', (items: readonly Quote[]) => {
    count += items.length;
    if (count >= ITEMS) finish();
  });
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const start = performance.now();
  for (let sent = 0; sent < ITEMS; sent += BATCH_ITEMS) port1.postMessage(quotes.slice(0, BATCH_ITEMS));
  await done;
  const rate = (count * 1000) / (performance.now() - start);
  port1.close();
  await once(port2, 'close');
  return rate;
}

/** Quotes a second from emit to handler, checked at both ends, against the same batches posted bare. */
export const bench: Bench = {
  name: 'rpc',
  async run() {
    const measured: Record<string, Measured> = {};
    for (const [name, create] of Object.entries(carriers)) measured[name] = await measure(await create());
    await bare();
    const theirs = await bare();
    const ours = measured['message ports']?.itemsPerSecond ?? 0;
    return {
      unit: 'quotes/s',
      ours: Math.round(ours),
      theirs: Math.round(theirs),
      against: 'the same batches over a bare MessagePort, unchecked',
      ratio: ours / theirs,
      target: null,
      detail: Object.fromEntries(
        Object.entries(measured).flatMap(([name, { itemsPerSecond, callMs }]) => [
          [`${name}, quotes/s`, Math.round(itemsPerSecond)],
          [`${name}, median call ms`, Number(callMs.toFixed(3))],
        ]),
      ),
    };
  },
};
