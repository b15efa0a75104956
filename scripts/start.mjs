/** `npm start`: sets up, then opens the Electron app, or the Node host with a browser window where Electron is absent. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { ensureBuilt, ensureInstalled, projectEnvironment, projectNode, root, run } from './set-up.mjs';

const electronFolder = join(root, 'node_modules', 'electron');
const triedStamp = join(root, 'node_modules', '.cache', 'overround', 'electron-tried');
const FETCH_TIMEOUT_MS = 30_000;
const TRY_AGAIN_MS = 24 * 3_600_000;

function electronBinary() {
  const pathFile = join(electronFolder, 'path.txt');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!override && !existsSync(pathFile)) return undefined;
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(override ?? join(electronFolder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

/** One bounded try at the runtime a day: an unreachable download must not delay every start. */
function fetchElectron() {
  const tried = existsSync(triedStamp) ? Number(readFileSync(triedStamp, 'utf8')) : 0;
  if (Date.now() - tried < TRY_AGAIN_MS) return;
  mkdirSync(dirname(triedStamp), { recursive: true });
  writeFileSync(triedStamp, String(Date.now()));
  spawnSync(projectNode, [join(electronFolder, 'install.js')], {
    cwd: root,
    env: projectEnvironment(),
    stdio: 'ignore',
    timeout: FETCH_TIMEOUT_MS,
  });
}

const hasDisplay = () =>
  process.platform === 'win32' ||
  process.platform === 'darwin' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

ensureInstalled();
ensureBuilt();
const extra = process.argv.slice(2);
if (hasDisplay() && !electronBinary()) fetchElectron();
const electron = hasDisplay() ? electronBinary() : undefined;

if (electron) {
  process.exitCode = await run(electron, [root, ...extra]);
} else {
  const browser = findBrowser();
  console.error(
    hasDisplay()
      ? 'The Electron runtime is not here and could not be fetched: starting the Node host instead.'
      : 'There is no display: starting the Node host instead of the Electron app.',
  );
  process.exitCode = await run(projectNode, [
    join(root, 'electron', 'hosts', 'cli.ts'),
    'serve',
    ...(hasDisplay() && browser ? ['--open-with', browser] : []),
    ...extra,
  ]);
}
