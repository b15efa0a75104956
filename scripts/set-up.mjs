/** What every command needs first: dependencies of this lockfile, on the project's own Node, and a current build. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';
const at = (...parts) => join(root, ...parts);
const stamps = at('node_modules', '.cache', 'overround');

/** The Node that comes with the project; native modules are built for it. */
export const projectNode = at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Environment in which `node` and every tool are the project's own. */
export const projectEnvironment = () => ({
  ...process.env,
  // The CPU binaries are in the package; its install script would fetch GPU ones. npm 11 is told by allowScripts.
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  PATH: `${at('node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
});

const digest = (text) => createHash('sha256').update(text).digest('hex');
const stampOf = (name) => (existsSync(join(stamps, name)) ? readFileSync(join(stamps, name), 'utf8') : '');
const saveStamp = (name, value) => {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
};

/** Runs to the end with its output shown (or sent to stderr); exits with its code when it fails. */
export function must(command, args, { quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: projectEnvironment(),
    shell: windows && command === 'npm',
    stdio: quiet ? ['ignore', 2, 2] : ['ignore', 'inherit', 'inherit'],
  });
  if (result.status === 0) return;
  console.error(`${[command, ...args].join(' ')} failed${result.error ? `: ${result.error.message}` : ''}`);
  process.exit(result.status ?? 1);
}

/** Installs when node_modules is missing, of another lockfile, or without a working project Node. */
export function ensureInstalled(options = {}) {
  const lock = digest(readFileSync(at('package-lock.json'), 'utf8') + process.platform + process.arch);
  const runs = existsSync(projectNode) && spawnSync(projectNode, ['--version']).status === 0;
  if (runs && stampOf('installed') === lock) return;
  console.error('Installing dependencies (once per lockfile) ...');
  must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true, ...options });
  saveStamp('installed', lock);
}

/** Builds the renderer and the Electron processes when a source is newer than the last build. */
export function ensureBuilt() {
  const sources = ['electron', 'renderer', 'shared', 'resources']
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true }).map((file) => join(folder, String(file))),
    )
    .concat('electron.vite.config.ts', 'vite.renderer.config.ts', 'package-lock.json')
    .map((file) => ({ file, stat: statSync(at(file)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ file, stat }) => `${file}:${stat.size}:${stat.mtimeMs}`);
  const wanted = digest(sources.sort().join('\n'));
  if (existsSync(at('out', 'renderer', 'index.html')) && stampOf('built') === wanted) return;
  console.error('Building ...');
  must(
    projectNode,
    [at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      quiet: true,
    },
  );
  saveStamp('built', wanted);
}

/** Starts a long-running child that shares this terminal; resolves with its exit code. Ctrl-C is the child's to handle. */
export function run(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...projectEnvironment(), ...env },
    stdio: 'inherit',
  });
  const ignore = () => {};
  process.on('SIGINT', ignore);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
