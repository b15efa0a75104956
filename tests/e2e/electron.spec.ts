import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';
import { temporaryFolder } from '../support/serve.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The runtime's executable, when it has been downloaded. */
function electronBinary(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules', 'electron', 'dist');
  const pathFile = join(root, 'node_modules', 'electron', 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(folder, name);
  return existsSync(binary) ? binary : undefined;
}

/** The window's state and the engine's data each in a place of this test's own. */
const launchArguments = (folder: string): string[] => [
  root,
  `--user-data-dir=${join(folder, 'window')}`,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--data',
  join(folder, 'data'),
];

test.describe('the Electron app', () => {
  const binary = electronBinary();
  test.skip(binary === undefined, 'the Electron runtime is not downloaded here');

  test('opens a confined window with moving prices and closes cleanly', async () => {
    const folder = temporaryFolder();
    const app = await _electron.launch({
      ...(binary === undefined ? {} : { executablePath: binary }),
      args: launchArguments(folder.path),
    });
    const page = await app.firstWindow();
    await expect(page.getByText('Connected')).toBeVisible();
    await expect(
      page
        .locator('.ag-row .ag-cell')
        .filter({ hasText: /^\d+\.\d+$/ })
        .first(),
    ).toBeVisible();
    expect(
      await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis)),
    ).toEqual([]);
    await app.close();
    folder.remove();
  });

  test('the second instance gives way to the first', async () => {
    const folder = temporaryFolder();
    const launch = () =>
      _electron.launch({
        ...(binary === undefined ? {} : { executablePath: binary }),
        args: launchArguments(folder.path),
      });
    const first = await launch();
    await first.firstWindow();
    const second = await launch();
    await second.waitForEvent('close');
    expect(first.windows()).toHaveLength(1);
    await first.close();
    folder.remove();
  });
});
