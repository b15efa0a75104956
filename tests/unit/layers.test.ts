import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rulesFile = join(root, '.dependency-cruiser.cjs');
const rules = createRequire(import.meta.url)(rulesFile) as { forbidden: { name: string }[] };
const tree = mkdtempSync(join(tmpdir(), 'overround-layers-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const BOOK = 'electron/engine/book/index.ts';

/** One forbidden import a line: the rule that must catch it, the importing file, the file or package it imports. */
const FORBIDDEN = [
  ['no-cycles', 'shared/rpc/back.ts', 'shared/rpc/there.ts'],
  ['no-unresolvable', 'shared/rpc/lost.ts', './nowhere.ts'],
  ['domain-imports-nothing', 'shared/domain/a.ts', 'shared/contract/index.ts'],
  ['domain-imports-nothing', 'shared/domain/b.ts', 'zod'],
  ['contract-imports-domain-and-zod', 'shared/contract/a.ts', 'shared/rpc/serve.ts'],
  ['rpc-imports-contract', 'shared/rpc/a.ts', 'shared/domain/units.ts'],
  ['engine-is-plain-node', 'electron/engine/book/a.ts', 'electron/hosts/cli.ts'],
  ['ports-are-interfaces', 'electron/engine/ports/a.ts', BOOK],
  ['engine-feeds-stands-alone', 'electron/engine/feeds/a.ts', 'electron/engine/storage/index.ts'],
  ['engine-book-stands-alone', 'electron/engine/book/b.ts', 'electron/engine/feeds/source.ts'],
  ['engine-pricing-stands-alone', 'electron/engine/pricing/a.ts', BOOK],
  ['engine-inference-stands-alone', 'electron/engine/inference/a.ts', BOOK],
  ['engine-judgement-stands-alone', 'electron/engine/judgement/a.ts', BOOK],
  ['training-stands-on-inference-and-judgement', 'electron/engine/training/a.ts', BOOK],
  ['engine-orders-stands-alone', 'electron/engine/orders/a.ts', 'electron/engine/storage/index.ts'],
  ['engine-storage-stands-alone', 'electron/engine/storage/a.ts', 'electron/engine/orders/broker.ts'],
  ['one-composition-root', 'electron/engine/services/a.ts', 'electron/engine/create-engine.ts'],
  ['one-composition-root', 'electron/engine/services/a.ts', 'electron/engine/compose-engine.ts'],
  ['one-composition-root', 'electron/engine/services/a.ts', 'electron/engine/composition/prices.ts'],
  ['hosts-import-engine-and-shared', 'electron/hosts/a.ts', 'renderer/main.ts'],
  ['main-never-imports-the-engine', 'electron/main/a.ts', 'electron/engine/create-engine.ts'],
  ['main-never-imports-the-engine', 'electron/preload/a.ts', 'renderer/main.ts'],
  ['renderer-imports-shared-only', 'renderer/stores/a.ts', 'electron/engine/ports/clock.ts'],
  ['renderer-has-no-node', 'renderer/app/node.ts', 'node:fs'],
  ['features-stand-alone', 'renderer/features/odds/a.ts', 'renderer/features/bets/b.ts'],
  ['features-never-import-app', 'renderer/features/odds/b.ts', 'renderer/app/app.ts'],
  ['renderer-foundations-import-no-panes', 'renderer/ui/a.ts', 'renderer/app/app.ts'],
  ['renderer-foundations-import-no-panes', 'renderer/stores/b.ts', 'renderer/features/bets/b.ts'],
  ['only-main-and-preload-import-electron', 'renderer/transport/a.ts', 'electron'],
  ['only-main-and-preload-import-electron', 'shared/rpc/b.ts', 'electron'],
  ['only-main-and-preload-import-electron', 'electron/hosts/b.ts', 'electron'],
  ['only-grid-imports-ag-grid', 'renderer/features/odds/grid.ts', 'ag-grid-community'],
  ['only-charts-imports-lightweight-charts', 'renderer/features/market/chart.ts', 'lightweight-charts'],
  ['only-charts-imports-uplot', 'renderer/features/models/plot.ts', 'uplot'],
] as const;

/** Imports that look alike and are meant to be. */
const ALLOWED = [
  ['renderer/app/panes.ts', 'renderer/features/bets/b.ts'],
  ['renderer/features/odds/c.ts', 'renderer/stores/workspace.ts'],
  ['electron/main/b.ts', 'electron'],
  ['renderer/grid/a.ts', 'ag-grid-community'],
  ['renderer/charts/a.ts', 'lightweight-charts'],
  ['renderer/charts/b.ts', 'uplot'],
  ['shared/contract/b.ts', 'zod'],
] as const;

const PACKAGES = ['electron', 'ag-grid-community', 'lightweight-charts', 'uplot', 'zod'];
const ROOMS = /^(?:electron|renderer|shared)\//;

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
};

const specifier = (from: string, to: string): string => {
  if (!ROOMS.test(to)) return to;
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
};

/** `rule importing-file` of each violation in a small tree made of the lines above. */
function violations(): ReadonlySet<string> {
  copyFileSync(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'));
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js', type: 'module' }));
    write(`node_modules/${name}/index.js`, 'export const there = 1;\n');
  }
  const imports = [...FORBIDDEN.map(([, from, to]) => [from, to] as const), ...ALLOWED];
  for (const [, to] of imports) if (ROOMS.test(to)) write(to, 'export const there = 1;\n');
  for (const [from, to] of imports) write(from, `import '${specifier(from, to)}';\n`);
  write('shared/rpc/there.ts', "import './back.ts';\n");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      rulesFile,
      '--output-type',
      'json',
      'electron',
      'renderer',
      'shared',
    ],
    { cwd: tree, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(`dependency-cruiser said nothing but: ${stderr}`);
  const report = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return new Set(report.summary.violations.map(({ from, rule }) => `${rule.name} ${from}`));
}

describe('import rules', () => {
  const caught = violations();

  it.each(FORBIDDEN)('%s catches %s importing %s', (rule, from) => {
    expect(caught).toContain(`${rule} ${from}`);
  });

  it.each(ALLOWED)('%s may import %s', (from) => {
    expect([...caught].filter((violation) => violation.endsWith(` ${from}`))).toEqual([]);
  });

  it('are each proven to catch something', () => {
    const proven = new Set<string>(FORBIDDEN.map(([rule]) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });
});
