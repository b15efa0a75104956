/** `npm run verify`: everything that needs no browser. Prints one line a step, and a failing step's whole output. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, projectEnvironment, projectNode, root } from './set-up.mjs';

const tool = (...parts) => join(root, 'node_modules', ...parts);
const STEPS = [
  ['format and lint', [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.']],
  ['types', [tool('typescript', 'bin', 'tsc'), '-b']],
  [
    'layers',
    [
      tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'electron',
      'renderer',
      'shared',
    ],
  ],
  ['dead code', [tool('knip', 'bin', 'knip.js')]],
];

function step(name, args) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(projectNode, args, { cwd: root, env: projectEnvironment() });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('exit', (code) => {
      console.log(
        `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
      );
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

/** Runs a test runner with its own report on screen and counts from its JSON report. */
export async function countedTests(name, args, reportFile, count) {
  const started = Date.now();
  const code = await new Promise((resolve) => {
    const child = spawn(projectNode, args, {
      cwd: root,
      env: projectEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('exit', (exit) => resolve(exit ?? 1));
  });
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = count(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    console.error(`${name}: no report (${error.message})`);
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Every check; returns counts in which each non-test step is one test. */
export async function verify() {
  const [lint, types] = await Promise.all([step(...STEPS[0]), step(...STEPS[1])]);
  const [layers, dead] = await Promise.all([step(...STEPS[2]), step(...STEPS[3])]);
  const scratch = mkdtempSync(join(tmpdir(), 'overround-verify-'));
  const report = join(scratch, 'vitest.json');
  const tests = await countedTests(
    'unit and contract tests',
    [
      tool('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    (json) => ({
      passed: json.numPassedTests,
      failed:
        json.numFailedTests +
        json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
          .length,
      skipped: json.numPendingTests + (json.numTodoTests ?? 0),
    }),
  );
  rmSync(scratch, { recursive: true, force: true });
  const checks = [lint, types, layers, dead];
  return {
    passed: tests.passed + checks.filter(Boolean).length,
    failed: tests.failed + checks.filter((ok) => !ok).length,
    skipped: tests.skipped,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  const { passed, failed, skipped } = await verify();
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
