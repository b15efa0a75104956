import { expect, it } from 'vitest';
import { takeToken } from '../../../../renderer/transport/launch-token.ts';

/** The address bar and this tab's storage, as the page sees them. */
function tab(hash: string, stored: Record<string, string> = {}) {
  const kept = new Map(Object.entries(stored));
  const shown: string[] = [];
  const token = takeToken(
    { hash, pathname: '/', search: '?a=1' },
    { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    (url) => shown.push(url),
  );
  return { token, shown, kept: Object.fromEntries(kept) };
}

it('takes the token out of the address bar and keeps it for the tab', () => {
  expect(tab('#token=abc')).toEqual({
    token: 'abc',
    shown: ['/?a=1'],
    kept: { 'overround.token': 'abc' },
  });
});

it('remembers it after a reload, and leaves the address alone then', () => {
  expect(tab('', { 'overround.token': 'abc' })).toMatchObject({ token: 'abc', shown: [] });
});

it('takes the newer of two', () => {
  expect(tab('#token=new', { 'overround.token': 'old' })).toMatchObject({
    token: 'new',
    kept: { 'overround.token': 'new' },
  });
});

it.each(['', '#', '#token=', '#other=1'])('knows a page opened without its link: %j', (hash) => {
  expect(tab(hash).token).toBeUndefined();
});
