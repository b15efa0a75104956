import { createGunzip } from 'node:zlib';

/** Bytes given to zlib at a time: what a damaged file loses before its damage is at most what these hold. */
const STEP = 1 << 16;

/** Decompresses gzip, several members among it; throws zlib's error at damage, after what came before it. */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: 1 << 18 });
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  /** Set by its end too: what follows the last member, as padding does, ends it before its input does. */
  let over = false;
  let wake: () => void = () => {};
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk));
  stream.on('error', (error) => {
    failure = error;
    over = true;
    wake();
  });
  for (const name of ['end', 'close'])
    stream.on(name, () => {
      over = true;
      wake();
    });
  const settled = (begin: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      begin(resolve);
    });
  try {
    for await (const chunk of compressed)
      for (let at = 0; at < chunk.length && !over; at += STEP) {
        await settled((done) => stream.write(chunk.subarray(at, at + STEP), () => done()));
        yield* ready.splice(0);
      }
    if (!over) await settled(() => stream.end());
    yield* ready.splice(0);
    if (failure !== undefined) throw failure;
  } finally {
    stream.destroy();
  }
}
