import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import { type Served, startServe, temporaryFolder } from '../../../../support/serve.ts';

const folder = temporaryFolder();
let served: Served | undefined;
let requests = 0;
const refusing = createServer((_request, response) => {
  requests += 1;
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end('{"message":"API key is not valid."}');
});
afterEach(async () => {
  await served?.kill();
  served = undefined;
  requests = 0;
});
afterAll(() => {
  refusing.close();
  folder.remove();
});

/** All that was written anywhere, log and databases. */
const written = (name = ''): string =>
  readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder.path, file))
    .filter((file) => file.endsWith(name) && statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
const spelled = (text: string) =>
  text
    .split('')
    .map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

async function serve(key: string): Promise<Served> {
  if (!refusing.listening) await once(refusing.listen(0, '127.0.0.1'), 'listening');
  const { port } = refusing.address() as AddressInfo;
  const args = ['--source', 'the-odds-api', '--sports', 'soccer_epl', '--odds-api-url'];
  served = await startServe(folder.path, [...args, `http://127.0.0.1:${port}/v4`], {
    OVERROUND_THE_ODDS_API: key,
    XDG_CONFIG_HOME: folder.path,
    XDG_STATE_HOME: folder.path,
  });
  return served;
}

it('serves on with a key of 1,500 characters, asks nothing with it and writes no part of it', async () => {
  const key = Array.from({ length: 300 }, (_, index) => `${(index * 7919) % 89_989}`.padStart(5, 'S')).join(
    '',
  );
  const { errors, stop } = await serve(key);
  await expect
    .poll(() => written('.log'), { timeout: 20_000, interval: 100 })
    .toMatch(/has 1,500 characters.*The Odds API is off/);
  await pause(1_000);
  expect(requests).toBe(0);
  // Read when it has stopped: while it runs, files come and go.
  expect(await stop()).toBe(0);
  const shown = written() + errors();
  for (let at = 0; at < key.length; at += 5) {
    const part = key.slice(at, at + 10);
    for (const form of [part, spelled(part.slice(0, 5))]) expect(shown.includes(form)).toBe(false);
  }
});

it('asks less and less often with a key that is refused', async () => {
  const { stop, errors } = await serve('S'.repeat(120));
  await expect.poll(() => requests, { timeout: 20_000, interval: 50 }).toBeGreaterThan(0);
  await pause(2_000);
  expect(requests).toBeLessThan(5);
  expect(await stop()).toBe(0);
  expect((written() + errors()).includes('S'.repeat(20))).toBe(false);
});
