import { join } from 'node:path';
import { Command } from 'commander';
import { MATCH_FILE_FORMATS, type MatchFileFormatName } from '../../engine/feeds/match-files.ts';
import {
  type FileAccount,
  type ImportAccount,
  importMatches,
  totalsOf,
} from '../../engine/services/import-matches.ts';
import { openDatabases } from '../../engine/storage/index.ts';
import { createNodeClock } from '../node-ports/clock.ts';
import { createNodeLog } from '../node-ports/log.ts';
import { createNodePaths, REAL_MATCHES_MODE } from '../node-ports/paths.ts';
import { fail, table, writeJson, writeLine } from './output.ts';
import { createProgressLine } from './progress-line.ts';

type ImportFlags = { readonly data?: string; readonly json?: boolean };

const reasonsOf = ({ reasons, completed, error }: FileAccount): string =>
  [
    ...(completed > 0 ? [`${completed} duplicate, completed`] : []),
    ...Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`),
    ...(error ? [error] : []),
  ].join(', ');

/** One line a file, with why rows were set aside. */
function accountTable(files: readonly FileAccount[]): string {
  const rows = files.map((account) => [
    account.file,
    String(account.read),
    String(account.imported),
    String(account.duplicate),
    String(account.quarantined),
    reasonsOf(account),
  ]);
  return table([['file', 'read', 'imported', 'duplicate', 'quarantined', 'why'], ...rows]);
}

const totalsLine = ({ read, imported, duplicate, quarantined }: ImportAccount['totals']): string =>
  `${read} read = ${imported} imported + ${duplicate} duplicate + ${quarantined} quarantined`;

async function importFiles(
  format: MatchFileFormatName,
  files: readonly string[],
  flags: ImportFlags,
): Promise<void> {
  const json = flags.json === true;
  const located = createNodePaths({
    mode: REAL_MATCHES_MODE,
    ...(flags.data === undefined ? {} : { directory: flags.data }),
  });
  if (!located.ok) return fail(located, json);
  const clock = createNodeClock();
  let failed = false;
  // Once the failure has been told in words, the log of closing a database on a full disk only obscures it.
  const sink = { write: (line: string) => void (failed || process.stderr.write(line)) };
  const log = createNodeLog({ clock, level: 'warn', sink });
  const databases = openDatabases({ paths: located.paths, clock, log });
  if (!databases.ok) return fail(databases, json);
  for (const notice of databases.notices) process.stderr.write(`overround: ${notice.message}\n`);

  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const line = createProgressLine();
  const done: FileAccount[] = [];
  try {
    const account = await importMatches({
      format,
      files,
      store: databases.market,
      clock,
      signal: cancel.signal,
      onFile: (file) => void done.push(file),
      onProgress: ({ file, read }) => line.show(`${file}: ${read} rows`),
    });
    line.clear();
    if (!json) writeLine(accountTable(account.files));
    for (const { file, error } of account.files)
      if (error) process.stderr.write(`overround: ${file}: ${error}\n`);
    if (account.cancelled) process.stderr.write('overround: cancelled; what was imported so far is kept.\n');
    if (json) writeJson({ ...account.totals, files: account.files });
    else writeLine(`\n${totalsLine(account.totals)}`);
    if (account.cancelled || account.files.some(({ error }) => error)) process.exitCode = 1;
  } catch (error) {
    line.clear();
    failed = true;
    const database = join(located.paths.data, 'market.db');
    const why = error instanceof Error ? error.message : String(error);
    const message = `${why} The database is ${database}; the rows of this account are kept, and the same command again imports the rest.`;
    const totals = totalsOf(done);
    process.exitCode = 1;
    if (json) return writeJson({ error: { code: 'import-failed', message }, ...totals, files: done });
    writeLine(
      `${accountTable(done.map((account) => ({ ...account, error: null })))}\n\n${totalsLine(totals)}`,
    );
    fail({ code: 'import-failed', message }, json);
  } finally {
    databases.close();
  }
}

/** `overround import FORMAT FILES...`: idempotent; every row is imported, a duplicate, or quarantined. */
export function importCommand(): Command {
  const command = new Command('import').description('Imports recorded data.');
  const formats = Object.entries(MATCH_FILE_FORMATS) as [MatchFileFormatName, { readonly label: string }][];
  for (const [format, { label }] of formats)
    command.addCommand(
      new Command(format)
        .description(`Imports results and odds from ${label}.`)
        .argument('<files...>', 'files of any season')
        .option('--data <dir>', "the data folder (default: this user's)")
        .option('--json', 'last line: {"read","imported","duplicate","quarantined","files"}')
        .action((files: readonly string[], flags: ImportFlags) => importFiles(format, files, flags)),
    );
  return command;
}
