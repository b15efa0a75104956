/**
 * `npm run fuzz [-- --payloads N] [-- --seed S] [-- --source NAME] [-- --session K]`: a million spoilt payloads, spread
 * over every decoder and every reader of files, unless told otherwise. Prints a line of JSON per source and a verdict. What
 * it finds is printed with what replays it, and the payload is written to a file. Not part of the tests.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Finding, runCampaign } from './campaign.ts';
import { FILE_READERS, runFileCampaign } from './file-campaign.ts';
import { TARGETS } from './targets.ts';

const { values } = parseArgs({
  options: {
    payloads: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20260301' },
    source: { type: 'string' },
    session: { type: 'string' },
    check: { type: 'string', default: '1' },
  },
});
const [payloads, seed] = [Number(values.payloads), Number(values.seed)];
/** Files are slow to write and read: this share of the payloads are files. */
const FILE_SHARE = 0.02;
const names = [...TARGETS, ...FILE_READERS].map(({ name }) => name);
if (
  !(payloads > 0) ||
  !Number.isSafeInteger(seed) ||
  (values.source !== undefined && !names.includes(values.source))
) {
  console.error(`Give --payloads and --seed as numbers, and --source as one of ${names.join(', ')}.`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'overround-fuzz-'));
/** By source and fault; the first payload of each is kept. */
const found = new Map<string, { times: number; readonly finding: Finding; readonly file: string }>();
const onFinding = (finding: Finding) => {
  const key = `${finding.source} ${finding.fault.replace(/\d+/g, '#')}`;
  const known = found.get(key);
  if (known !== undefined) {
    known.times += 1;
    return;
  }
  const file = join(folder, `${finding.source}-${found.size + 1}.payload`);
  writeFileSync(file, finding.body);
  found.set(key, { times: 1, finding, file });
  const { body: _, ...shown } = finding;
  console.error(JSON.stringify({ found: shown, file }));
};
const onProgress = (name: string) => {
  let told = Date.now();
  return (done: number) => {
    if (Date.now() - told < 10_000) return;
    told = Date.now();
    console.error(`${name}: ${done} payloads, ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  };
};

const began = Date.now();
let mutated = 0;
let accounted = true;
for (const target of TARGETS) {
  if (values.source !== undefined && values.source !== target.name) continue;
  const report = runCampaign({
    target,
    payloads: Math.ceil(values.source === undefined ? payloads * target.weight * (1 - FILE_SHARE) : payloads),
    seed,
    checked: Number(values.check),
    ...(values.session === undefined ? {} : { session: Number(values.session) }),
    onFinding,
    onProgress: onProgress(target.name),
  });
  mutated += report.mutated;
  accounted &&= report.mutated + report.unspoilt === report.accepted + report.quarantined;
  console.log(JSON.stringify({ ...report, rssMB: Math.round(process.memoryUsage().rss / 1e6) }));
}
for (const reader of FILE_READERS) {
  if (values.source !== undefined && values.source !== reader.name) continue;
  const share = values.source === undefined ? (payloads * FILE_SHARE) / FILE_READERS.length : payloads;
  const report = await runFileCampaign({ reader, payloads: Math.ceil(share), seed, folder, onFinding });
  mutated += report.mutated;
  accounted &&= report.mutated === report.accepted + report.quarantined;
  console.log(JSON.stringify(report));
}
for (const [, { times, finding, file }] of found)
  console.log(
    `${times} x ${finding.source} ${finding.channel.slice(0, 60)}: ${finding.fault} (${file}; --source ${finding.source} --seed ${finding.seed} --session ${finding.session})`,
  );
const verdict = found.size === 0 && accounted ? 'passed' : 'failed';
console.log(
  JSON.stringify({
    verdict,
    mutated,
    findings: found.size,
    accounted,
    seconds: Math.round((Date.now() - began) / 1_000),
    maxRssMB: Math.round(process.resourceUsage().maxRSS / 1_000),
  }),
);
process.exit(verdict === 'passed' ? 0 : 1);
