import { describe, expect, it, vi } from 'vitest';
import type { Client } from '../../shared/rpc/types.ts';
import { carriers } from '../support/rpc-carriers.ts';
import { failureOf, rpcSession } from '../support/rpc-session.ts';
import { type SampleContract, sampleContract } from '../support/sample-contract.ts';

describe.each(Object.entries(carriers))('calls over %s', (_name, createCarrier) => {
  const session = rpcSession(createCarrier);
  const { startServer, startClient, speak } = session;

  it('answers', async () => {
    startServer();
    await expect(startClient().call('double', { value: 21 })).resolves.toBe(42);
  });

  it('refuses input that does not fit, naming the field', async () => {
    const double = vi.fn(() => 1);
    startServer({ double });
    const failure = await failureOf(startClient().call('double', { value: 1001 }));
    expect(failure).toMatchObject({ code: 'invalid-input' });
    expect(failure.message).toContain('value');
    expect(double).not.toHaveBeenCalled();
  });

  it('passes an expected failure as it is', async () => {
    startServer();
    expect(await failureOf(startClient().call('refuse', {}))).toMatchObject({
      code: 'refused',
      message: 'The stake is above the limit.',
      details: { control: 'exposure' },
    });
  });

  it('masks any other failure behind a log id', async () => {
    startServer();
    const failure = await failureOf(startClient().call('crash', {}));
    expect(failure.code).toBe('internal');
    expect(failure.message).toContain('log-1');
    expect(JSON.stringify([failure.message, failure.details])).not.toContain('secret-database-path');
    const line = session.log.lines.find(({ fields }) => fields['logId'] === 'log-1');
    expect(line?.fields['error']).toContain('secret-database-path');
  });

  it('never sends a result that does not fit', async () => {
    startServer();
    expect(await failureOf(startClient().call('lie', {}))).toMatchObject({ code: 'internal' });
    expect(session.log.lines.some(({ fields }) => String(fields['error']).includes('does not fit'))).toBe(
      true,
    );
  });

  it('checks results again at the client', async () => {
    const laxer = { ...sampleContract, lie: { ...sampleContract.lie, output: sampleContract.text.output } };
    startServer({}, 'epoch-1', laxer as unknown as SampleContract);
    expect(await failureOf(startClient().call('lie', {}))).toMatchObject({
      code: 'internal',
      message: "The engine's answer to lie does not fit the contract.",
    });
  });

  it('knows no operation outside the contract, whatever its name', async () => {
    startServer();
    const { transport, frames } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    for (const [index, operation] of ['nope', '__proto__', 'constructor'].entries())
      transport.send({ kind: 'open', id: index + 1, operation, input: {}, credit: 0 });
    await vi.waitFor(() => expect(frames).toHaveLength(4));
    for (const frame of frames.slice(1))
      expect(frame).toMatchObject({ kind: 'fail', error: { code: 'unknown-operation' } });
  });

  it('cancels: aborts the implementation and answers', async () => {
    const started = vi.fn();
    const heard = vi.fn();
    startServer({
      wait: (_, { signal }) => {
        started();
        signal.addEventListener('abort', heard);
        return new Promise(() => {}); // heeds nothing
      },
    });
    const abort = new AbortController();
    const answer = failureOf(startClient().call('wait', {}, { signal: abort.signal }));
    await vi.waitFor(() => expect(started).toHaveBeenCalled());
    abort.abort();
    expect(await answer).toMatchObject({ code: 'cancelled' });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('answers every cancel, also of what is over', async () => {
    const heard = vi.fn();
    startServer({
      wait: (_, { signal }) => {
        signal.addEventListener('abort', heard);
        return new Promise(() => {});
      },
    });
    const { transport, frames } = speak();
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    transport.send({ kind: 'open', id: 1, operation: 'wait', input: {}, credit: 0 });
    transport.send({ kind: 'cancel', id: 1 });
    transport.send({ kind: 'cancel', id: 1 });
    await vi.waitFor(() => expect(frames).toHaveLength(3));
    expect(heard).toHaveBeenCalledTimes(1);
    for (const frame of frames.slice(1))
      expect(frame).toMatchObject({ kind: 'fail', id: 1, error: { code: 'cancelled' } });
  });

  it('fails in-flight calls when the connection goes, and says that they may have been done', async () => {
    let started = false;
    let signalled = false;
    startServer({
      wait: (_, { signal }) => {
        started = true;
        signal.addEventListener('abort', () => {
          signalled = true;
        });
        return new Promise(() => {});
      },
    });
    const answer = failureOf(startClient().call('wait', {}));
    await vi.waitFor(() => expect(started).toBe(true));
    session.carrier.dropAll();
    const failure = await answer;
    expect(failure.code).toBe('disconnected');
    expect(failure.message).toContain('may have been done');
    await vi.waitFor(() => expect(signalled).toBe(true));
  });

  it('serves two clients at once without mixing them', async () => {
    startServer();
    const [first, second] = [startClient(), startClient()];
    const values = Array.from({ length: 50 }, (_, value) => value);
    const answers = (client: Client<SampleContract>, offset: number) =>
      Promise.all(values.map((value) => client.call('double', { value: value + offset })));
    const [a, b] = await Promise.all([answers(first, 0), answers(second, 100)]);
    expect(a).toEqual(values.map((value) => value * 2));
    expect(b).toEqual(values.map((value) => (value + 100) * 2));
  });
});
