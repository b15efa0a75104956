import { describe, expect, it, vi } from 'vitest';

import { carriers } from '../support/rpc-carriers.ts';
import { failureOf, rpcSession } from '../support/rpc-session.ts';

describe.each(Object.entries(carriers))('peers that break the protocol over %s', (_name, createCarrier) => {
  const session = rpcSession(createCarrier);
  const { startServer, startClient, speak } = session;

  it.each([
    ['no frame', 'hello?'],
    ['an unknown kind', { kind: 'shutdown' }],
    ['an id that is none', { kind: 'open', id: 1.5, operation: 'double', input: {}, credit: 0 }],
    ['endless credit', { kind: 'credit', id: 1, items: 1e12 }],
    ['null', null],
  ])('the server closes on %s and goes on serving others', async (_what, frame) => {
    startServer();
    const { transport, frames, closed } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    transport.send(frame);
    await vi.waitFor(() => expect(closed()).toBe(true));
    expect(session.log.lines.filter(({ message }) => message.includes('broke the protocol'))).toHaveLength(1);
    await expect(startClient().call('double', { value: 1 })).resolves.toBe(2);
  });

  it('the server closes when an open id is used again', async () => {
    startServer();
    const { transport, frames, closed } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    const open = { kind: 'open', id: 1, operation: 'wait', input: {}, credit: 0 };
    transport.send(open);
    transport.send(open);
    await vi.waitFor(() => expect(closed()).toBe(true));
  });

  it('limits what one client may have open', async () => {
    startServer();
    const { transport, frames } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    for (let id = 1; id <= 65; id += 1)
      transport.send({ kind: 'open', id, operation: 'wait', input: {}, credit: 0 });
    await vi.waitFor(() => expect(frames).toHaveLength(2));
    expect(frames[1]).toMatchObject({ kind: 'fail', id: 65, error: { code: 'unavailable' } });
  });

  it.each([
    ['a frame before hello', [{ kind: 'done', id: 1 }]],
    ['no frame', [hello(), { kind: 'items', id: 1, items: [] }]],
    ['a second hello', [hello(), hello()]],
  ])('the client leaves an engine that sends %s, and comes back', async (_what, frames) => {
    session.carrier.accept = (transport) => {
      startServer();
      for (const frame of frames) transport.send(frame);
    };
    const client = startClient();
    await vi.waitFor(() =>
      expect(session.log.lines.some(({ message }) => message.includes('broke the protocol'))).toBe(true),
    );
    await expect(client.call('double', { value: 4 })).resolves.toBe(8);
  });

  it('the client gives up on an engine of another protocol, and says what to do', async () => {
    session.carrier.accept = (transport) => transport.send({ ...hello(), protocol: 99 });
    const client = startClient();
    const states: (string | undefined)[][] = [];
    client.onState((state, reason) => states.push([state, reason]));
    const failures: string[] = [];
    client.watch('ticks', {}, { onItems: () => {}, onFail: ({ code }) => failures.push(code) });
    const failure = await failureOf(client.call('double', { value: 1 }));
    expect(failure).toMatchObject({ code: 'unavailable' });
    expect(failure.message).toMatch(/protocol 99 .* Update the older one/);
    expect(failures).toEqual(['unavailable']);
    expect(states.at(-1)).toEqual(['closed', failure.message]);
    expect(await failureOf(client.call('double', { value: 1 }))).toMatchObject({ code: 'unavailable' });
  });
});

const hello = () => ({ kind: 'hello', protocol: 1, engine: '1.2.3', epoch: 'epoch-0' });
