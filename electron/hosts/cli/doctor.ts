import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { readModels } from '../../engine/inference/registry/index.ts';
import { createModelFolders } from '../../engine/storage/models/index.ts';
import {
  examineNodePaths,
  locateModelPaths,
  locateNodePaths,
  type NodePaths,
  nearestExisting,
} from '../node-ports/paths.ts';
import { createNodeSecrets, environmentName } from '../node-ports/secrets.ts';
import { version } from '../version.ts';
import { table, writeJson, writeLine } from './output.ts';
import { DEFAULT_PORT } from './serve.ts';

/** `warn`: works, with something the user should know; `fail`: something will not work until it is mended. */
export type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly message: string;
};

const OLDEST_NODE = 22;
const LITTLE_SPACE = 1024 ** 3;
const MODES = ['practice', 'paper'] as const;
const FILES = ['journal.db', 'market.db', 'paper-broker.db'] as const;

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= OLDEST_NODE
    ? { check: 'node', state: 'ok', message: process.version }
    : {
        check: 'node',
        state: 'fail',
        message: `${process.version} is too old for the database. Run through npm, which uses the project's own Node.`,
      };
}

function checkPage(): Finding {
  const page = fileURLToPath(new URL('../../../out/renderer/index.html', import.meta.url));
  return existsSync(page)
    ? { check: 'page', state: 'ok', message: 'built' }
    : { check: 'page', state: 'warn', message: 'Not built yet: `npm start` or `npm run build` does it.' };
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const message = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  return free < LITTLE_SPACE
    ? { check: 'disk', state: 'warn', message: `${message}: free some, or history stops being recorded.` }
    : { check: 'disk', state: 'ok', message };
}

/**
 * Opened to read alone, a database in WAL mode still gets its -wal and -shm files made beside it. With no log there,
 * nobody is writing and `immutable` reads the file as it is; with one, a running engine or the next start needs it.
 */
function openToRead(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  if (!existsSync(`${file}-wal`)) url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/** Looks without changing anything: a damaged file is repaired by the next start, not by looking at it. */
function checkDatabase(check: string, file: string): Finding {
  if (!existsSync(file)) return { check, state: 'ok', message: 'not made yet' };
  try {
    const db = openToRead(file);
    try {
      const sound = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
      const schema = db.prepare('PRAGMA user_version').get()?.['user_version'];
      return sound === 'ok'
        ? { check, state: 'ok', message: `sound, schema ${String(schema)}` }
        : {
            check,
            state: 'fail',
            message: `damaged (${String(sound)}): the next start sets it aside and restores the newest backup.`,
          };
    } finally {
      db.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      check,
      state: 'fail',
      message: `can't be read (${reason}): the next start sets it aside and restores the newest backup.`,
    };
  }
}

function checkSecrets(paths: NodePaths): Finding {
  const read = createNodeSecrets({ file: join(paths.config, 'secrets.json'), environment: process.env });
  if (!read.ok) return { check: 'keys', state: 'fail', message: read.message };
  const name = 'the-odds-api';
  return read.secrets.get(name)
    ? { check: 'keys', state: 'ok', message: `a key for ${name} is there` }
    : {
        check: 'keys',
        state: 'ok',
        message: `no key for ${name}: practice mode only. Set ${environmentName(name)}, or secrets.json in ${paths.config}.`,
      };
}

/** Every model's files against its manifest, without a session: what runs is tried when a model is put into use. */
async function checkModels(directory: string | undefined): Promise<Finding> {
  const check = 'models';
  const paths = locateModelPaths(directory);
  try {
    const models = await readModels(createModelFolders({ shipped: paths.shipped, user: paths.data }));
    const refused = models.filter(({ problem }) => problem !== null);
    const sound = `${models.length - refused.length} of ${models.length} sound`;
    if (refused.length === 0)
      return { check, state: 'ok', message: models.length === 0 ? 'none yet' : sound };
    const why = refused.map(({ folder, problem }) => `${folder.id}: ${problem}`).join(' ');
    return { check, state: 'warn', message: `${sound}. Refused: ${why}` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { check, state: 'fail', message };
  }
}

const checkPort = (): Promise<Finding> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () =>
      resolve({
        check: 'port',
        state: 'warn',
        message: `${DEFAULT_PORT} is in use, perhaps by a running Overround. Choose another with serve --port N.`,
      }),
    );
    server.listen(DEFAULT_PORT, '127.0.0.1', () =>
      server.close(() => resolve({ check: 'port', state: 'ok', message: `${DEFAULT_PORT} is free` })),
    );
  });

/** Everything that can be looked at without starting the engine. */
export async function examine(directory: string | undefined): Promise<readonly Finding[]> {
  const findings: Finding[] = [
    { check: 'overround', state: 'ok', message: version },
    checkNode(),
    checkPage(),
    await checkPort(),
  ];
  for (const mode of MODES) {
    const paths = locateNodePaths({ mode, ...(directory === undefined ? {} : { directory }) });
    const usable = examineNodePaths(paths);
    if (!usable.ok) return [...findings, { check: 'data', state: 'fail', message: usable.message }];
    if (mode === MODES[0]) {
      const message = existsSync(paths.root) ? paths.root : `${paths.root}: not made yet`;
      findings.push(
        { check: 'data', state: 'ok', message },
        checkSpace(nearestExisting(paths.root)),
        checkSecrets(paths),
      );
    }
    for (const file of FILES) findings.push(checkDatabase(`${mode}/${file}`, join(paths.data, file)));
  }
  const { data } = locateModelPaths(directory);
  findings.push(checkDatabase('models/models.db', join(data, 'models.db')), await checkModels(directory));
  return findings;
}

/** `overround doctor`: exits with 1 when something needs mending. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Examines this installation and its data folder without changing them.')
    .option('--data <dir>', "the data folder (default: this user's)")
    .option('--json', 'prints {"findings":[{"check","state","message"}]}')
    .action(async (flags: { readonly data?: string; readonly json?: boolean }) => {
      const findings = await examine(flags.data);
      if (flags.json) writeJson({ findings });
      else
        writeLine(table(findings.map(({ check, state, message }) => [state.toUpperCase(), check, message])));
      if (findings.some((finding) => finding.state === 'fail')) process.exitCode = 1;
    });
