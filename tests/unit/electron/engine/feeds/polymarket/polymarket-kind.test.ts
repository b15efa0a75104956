import { afterEach, expect, it } from 'vitest';
import { polymarketKind } from '../../../../../../electron/engine/feeds/polymarket/index.ts';
import {
  type PolymarketServerOptions,
  startPolymarketServer,
} from '../../../../../support/polymarket-server.ts';
import { createVenuePorts } from '../../../../../support/venue-source.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function tested(leagues: readonly string[], refuse = false, options: PolymarketServerOptions = {}) {
  const server = await startPolymarketServer(options);
  if (refuse) server.refuseSockets(1, 403);
  const { ports, close } = createVenuePorts();
  closers.push(close, () => server.close());
  const values = { leagues: [...leagues], address: server.address, depth: 5, pollSeconds: 10 };
  return polymarketKind.test(ports, values, new AbortController().signal);
}

it('tests catalogue, books and stream', async () => {
  expect((await tested(['NFL', 'EPL'])).map(({ name, ok }) => [name, ok])).toEqual([
    ['Reach the catalogue', true],
    ['Find games', true],
    ['Reach the order books', true],
    ['Open the stream', true],
  ]);
});

it('says plainly which leagues have nothing now', async () => {
  const steps = await tested(['NFL', 'NHL', 'MLB']);
  expect(steps.every(({ ok }) => ok)).toBe(true);
  expect(steps[1]).toMatchObject({
    name: 'Find games',
    message: 'NFL has games. NHL, MLB: nothing listed now; looked again every 5 min.',
  });
});

it('fails where the exchange has none of the leagues there are, and where the stream is refused', async () => {
  expect((await tested(['NFL', 'EPL'], false, { sports: ['gridiron'] })).slice(1)).toMatchObject([
    { ok: false, message: 'Polymarket does not know NFL, EPL: choose other leagues.' },
  ]);
  expect((await tested(['NFL'], true)).at(-1)).toMatchObject({ name: 'Open the stream', ok: false });
});

it('has a default for every field, and refuses servers that are not here', () => {
  const values = Object.fromEntries(polymarketKind.fields.map(({ name, default: usual }) => [name, usual]));
  expect(polymarketKind.check?.(values as never)).toBeNull();
  expect(polymarketKind.check?.({ ...values, address: 'http://example.com' } as never)).toContain(
    'this machine',
  );
});
