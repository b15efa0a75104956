/** `npm run -s overround -- ...`: the command line, on the project's own Node. */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, projectNode, root, run } from './set-up.mjs';

ensureInstalled();
const args = process.argv.slice(2);
if (args[0] === 'serve') ensureBuilt();
process.exitCode = await run(projectNode, [join(root, 'electron', 'hosts', 'cli.ts'), ...args]);
