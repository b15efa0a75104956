import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tree = mkdtempSync(join(tmpdir(), 'overround-layers-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** One forbidden import a line: the rule that must catch it, the importing file, what it imports. */
const FORBIDDEN = [
  ['domain-imports-nothing', 'shared/domain/a.ts', 'shared/contract/index.ts'],
  ['contract-imports-domain-and-zod', 'shared/contract/a.ts', 'shared/rpc/serve.ts'],
  ['rpc-imports-contract', 'shared/rpc/a.ts', 'shared/domain/units.ts'],
  ['engine-is-plain-node', 'electron/engine/book/a.ts', 'electron/hosts/cli.ts'],
  ['ports-are-interfaces', 'electron/engine/ports/a.ts', 'electron/engine/book/index.ts'],
  ['engine-feeds-stands-alone', 'electron/engine/feeds/a.ts', 'electron/engine/storage/index.ts'],
  ['engine-pricing-stands-alone', 'electron/engine/pricing/a.ts', 'electron/engine/book/index.ts'],
  ['one-composition-root', 'electron/engine/services/a.ts', 'electron/engine/create-engine.ts'],
  ['hosts-import-engine-and-shared', 'electron/hosts/a.ts', 'renderer/main.ts'],
  ['main-never-imports-the-engine', 'electron/main/a.ts', 'electron/engine/create-engine.ts'],
  ['renderer-imports-shared-only', 'renderer/stores/a.ts', 'electron/engine/ports/clock.ts'],
  ['features-stand-alone', 'renderer/features/odds/a.ts', 'renderer/features/bets/b.ts'],
] as const;

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
};

function violations(): ReadonlySet<string> {
  copyFileSync(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'));
  for (const [, , to] of FORBIDDEN) write(to, 'export const there = 1;\n');
  write('renderer/grid/x.ts', 'export const there = 1;\n');
  const imports = new Map<string, string[]>();
  for (const [, from, to] of FORBIDDEN)
    imports.set(from, [...(imports.get(from) ?? []), relative(dirname(from), to)]);
  for (const [from, targets] of imports)
    write(from, targets.map((to) => `import '${to.startsWith('.') ? to : `./${to}`}';\n`).join(''));
  write('renderer/app/node.ts', "import 'node:fs';\n");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.cjs'),
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

  it.each(FORBIDDEN)('%s catches %s', (rule, from) => {
    expect(caught).toContain(`${rule} ${from}`);
  });

  it('keeps Node out of the renderer', () => {
    expect(caught).toContain('renderer-has-no-node renderer/app/node.ts');
  });
});
