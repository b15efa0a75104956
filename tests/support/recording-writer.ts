/** Records into the file named on its command line until it is killed; says on standard output how far the file has come. */
import {
  createRecordingFile,
  createRecordingWriter,
} from '../../electron/engine/storage/recordings/index.ts';
import type { EpochMs, SourceId } from '../../shared/domain/units.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Name the file to record into.');
const writer = createRecordingWriter(
  await createRecordingFile(path),
  {
    version: 'test',
    startedAt: 1_000_000,
    sources: [{ id: 'test', values: {} }],
    settings: {},
    openingBalance: { amount: 0, currency: 'GBP' },
    context: null,
    beats: true,
  },
  (message) => {
    throw new Error(message);
  },
);
for (let number = 0; ; number += 1) {
  const at = (1_000_000 + number * 10) as EpochMs;
  const body = Buffer.from(JSON.stringify({ number, text: 'x'.repeat(number % 300) }));
  writer.payload({ kind: 'payload', source: 'test' as SourceId, channel: 'stream', body, at });
  if (number % 25 === 24) {
    await writer.flush();
    process.stdout.write(`${number + 1}\n`);
  }
}
