/** A process that writes a model folder into `argv[2]`, then another, and dies after `argv[3]` of its three files. */
import { createModelFolders } from '../../electron/engine/storage/models/index.ts';

const [user = '', deadly = '0'] = process.argv.slice(2);
const contents = new Map(['one', 'two', 'three'].map((name) => [name, new Uint8Array(100_000)]));

/** Its files, with no chance to clean up once enough of them were asked for. */
class DyingFiles extends Map<string, Uint8Array> {
  override *[Symbol.iterator](): MapIterator<[string, Uint8Array]> {
    let written = 0;
    for (const entry of contents) {
      if (written++ === Number(deadly)) process.kill(process.pid, 'SIGKILL');
      yield entry;
    }
    process.kill(process.pid, 'SIGKILL');
  }
}

const files = createModelFolders({ shipped: 'none', user });
await files.write('whole', contents);
await files.write('half', new DyingFiles());
