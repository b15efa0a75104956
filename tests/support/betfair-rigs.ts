import { afterEach } from 'vitest';
import { type BetfairRig, openBetfairRig, type RigOptions } from './betfair-server-rig.ts';

/** Opens rigs for the tests of a file, one at a time, and closes each when its test is over. */
export function betfairRigs(take: (rig: BetfairRig) => void) {
  let opened: BetfairRig | undefined;
  afterEach(async () => {
    const closing = opened;
    opened = undefined;
    await closing?.close();
  });
  const open = async (options?: RigOptions): Promise<BetfairRig> => {
    opened = await openBetfairRig(options);
    take(opened);
    return opened;
  };
  return {
    open,
    async openAndStart(options?: RigOptions): Promise<void> {
      await (await open(options)).start();
    },
    /** Started, whatever comes of it. */
    async openAndTry(options?: RigOptions): Promise<void> {
      const rig = await open(options);
      await rig.source.start((event) => void rig.events.push(event));
    },
  };
}
