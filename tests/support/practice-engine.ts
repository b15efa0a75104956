import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../electron/engine/engine.ts';
import type { OverroundContract } from '../../shared/contract/index.ts';
import type { Item } from '../../shared/rpc/types.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { enginePathsIn, openEngine } from './open-engine.ts';
import { createSilentLog } from './silent-log.ts';

export type PracticeEngine = {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof createSilentLog>;
  /** Lets `ms` of human time pass in small steps, with the promises between them. */
  pass(ms: number): Promise<void>;
  /** Settles `promise` by letting time pass. */
  during<T>(promise: Promise<T> | T): Promise<T>;
  /** Collects a stream from now on, newest by key. */
  collect<N extends keyof OverroundContract & `${string}.watch`>(
    name: N,
    key: (item: Item<OverroundContract, N>) => string,
  ): ReadonlyMap<string, Item<OverroundContract, N>>;
};

const STEP_MS = 100;

/** A whole engine in practice mode on a folder of its own, with time in the test's hands. */
export async function startPracticeEngine(
  folder: string,
  options: {
    readonly speed: number;
    readonly clock?: ManualClock;
    readonly seed?: number;
    readonly shippedModels?: string;
  },
): Promise<PracticeEngine> {
  const clock = options.clock ?? createManualClock();
  const matches = join(folder, 'matches');
  mkdirSync(join(matches, 'backups'), { recursive: true });
  const paths = enginePathsIn(folder);
  const log = createSilentLog();
  let drawn = options.seed ?? 7;
  const engine = await openEngine(
    folder,
    { mode: 'practice', speed: options.speed },
    {
      clock,
      log,
      paths: {
        ...paths,
        matches: { data: matches, backups: join(matches, 'backups') },
        models: { ...paths.models, shipped: options.shippedModels ?? join(folder, 'shipped-models') },
      },
      random: () => {
        drawn = (drawn * 48_271) % 2_147_483_647;
        return drawn / 2_147_483_647;
      },
    },
  );
  const settleMicrotasks = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    engine,
    clock,
    log,
    async pass(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.advance(Math.min(STEP_MS, left));
        await settleMicrotasks();
      }
    },
    async during(promise) {
      let finished = false;
      const settled = Promise.resolve(promise).finally(() => {
        finished = true;
      });
      // Awaited below; until then its rejection is nobody's fault.
      settled.catch(() => {});
      while (!finished) {
        clock.advance(STEP_MS);
        await settleMicrotasks();
      }
      return settled;
    },
    collect(name, key) {
      const rows = new Map<string, never>();
      const watch = engine.implementations[name] as unknown as (
        input: object,
        emit: (item: never) => void,
        context: { signal: AbortSignal },
      ) => Promise<void>;
      void watch({}, (item) => rows.set(key(item), item), { signal: new AbortController().signal });
      return rows;
    },
  };
}
