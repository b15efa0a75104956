import { afterEach, expect, it } from 'vitest';
import { polymarketKind } from '../../../../../../electron/engine/feeds/polymarket/index.ts';
import { startPolymarketServer } from '../../../../../support/polymarket-server.ts';
import { createVenuePorts } from '../../../../../support/venue-source.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function tested(leagues: readonly string[], refuse = false) {
  const server = await startPolymarketServer();
  if (refuse) server.refuseSockets(1, 403);
  const { ports, close } = createVenuePorts();
  closers.push(close, () => server.close());
  const values = { leagues: [...leagues], address: server.address, depth: 5, pollSeconds: 10 };
  return polymarketKind.test(ports, values, new AbortController().signal);
}

it('tests catalogue, books and stream', async () => {
  expect((await tested(['NFL', 'EPL'])).map(({ name, ok }) => [name, ok])).toEqual([
    ['Reach the catalogue', true],
    ['Reach the order books', true],
    ['Open the stream', true],
  ]);
});

it('says which league it does not have, and when the stream is refused', async () => {
  expect(await tested(['NFL', 'NHL'])).toMatchObject([
    { ok: false, message: 'It does not have NHL. Choose other leagues.' },
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
