/** `npm run bench [-- name ...]`: one JSON line per bench. Never part of the tests: a loaded machine is no defect. */
import { globSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Bench } from './bench.ts';

/** A file exports one bench or several. */
type BenchFile = { readonly bench: Bench } | { readonly benches: readonly Bench[] };

const wanted = process.argv.slice(2);
const files = globSync('**/*.bench.ts', { cwd: import.meta.dirname }).sort();

for (const file of files) {
  const exported = (await import(new URL(file, `${import.meta.url}`).href)) as BenchFile;
  for (const bench of 'benches' in exported ? exported.benches : [exported.bench]) {
    if (wanted.length > 0 && !wanted.some((name) => bench.name.includes(name))) continue;
    const result = await bench.run();
    console.log(
      JSON.stringify({ bench: bench.name, ...result, node: process.version, cpu: cpus()[0]?.model }),
    );
  }
}
