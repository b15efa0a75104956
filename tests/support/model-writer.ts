/** A process that writes model folders into `argv[2]` until it is killed, printing each id once it is durable. */
import { writeSync } from 'node:fs';
import { createModelFolders } from '../../electron/engine/storage/models/index.ts';

const files = createModelFolders({ shipped: 'none', user: process.argv[2] ?? '' });
const contents = new Map(['one', 'two', 'three'].map((name) => [name, new Uint8Array(100_000)]));
for (let number = 1; ; number += 1) {
  const id = `model-${number}`;
  await files.write(id, contents);
  writeSync(1, `${id}\n`);
}
