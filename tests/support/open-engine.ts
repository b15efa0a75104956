import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine/create-engine.ts';
import type { Engine, EnginePorts } from '../../electron/engine/engine.ts';
import type { EngineMarket } from '../../electron/engine/services/market-feeds.ts';
import { createSilentLog } from './silent-log.ts';
import { createStubJobs } from './stub-jobs.ts';
import { createStubSecrets, NO_HTTP, NO_SOCKETS } from './stub-ports.ts';

/** Where an engine keeps everything it has, under one folder; made where they are missing. */
export function enginePathsIn(folder: string): EnginePorts['paths'] {
  const [backups, models] = [join(folder, 'backups'), join(folder, 'models')];
  for (const each of [backups, join(models, 'backups')]) mkdirSync(each, { recursive: true });
  return {
    data: folder,
    backups,
    matches: { data: folder, backups },
    models: { data: models, backups: join(models, 'backups'), shipped: join(folder, 'none') },
  };
}

/** A whole engine on a folder of its own. What a test doesn't give stands in without a network, a secret or a job. */
export async function openEngine(
  folder: string,
  market: EngineMarket,
  ports: Pick<EnginePorts, 'clock'> & Partial<EnginePorts>,
): Promise<Engine> {
  let id = 0;
  const started = await createEngine('test', market, {
    http: NO_HTTP,
    sockets: NO_SOCKETS,
    log: createSilentLog(),
    ids: { next: () => `id-${String(++id).padStart(8, '0')}` },
    paths: enginePathsIn(folder),
    secrets: createStubSecrets(),
    jobs: createStubJobs(),
    random: () => 0.5,
    ...ports,
  });
  if (!started.ok) throw new Error(started.message);
  return started.engine;
}
