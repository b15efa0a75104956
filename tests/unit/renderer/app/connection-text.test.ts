import { expect, it } from 'vitest';
import { disconnectedText } from '../../../../renderer/app/connection-text.ts';

const page = { connection: 'connecting', reason: null, longAway: false, inElectron: false } as const;
const NEW_ADDRESS = 'If Overround was restarted, open the new address it printed.';

it('says at once that what is shown is old', () => {
  expect(disconnectedText(page)).toEqual({
    headline: 'Engine not reachable, retrying.',
    detail: 'Everything below is old and nothing can be placed.',
  });
});

it('sends a page that is long away to the new address, in a browser only', () => {
  expect(disconnectedText({ ...page, longAway: true }).detail).toContain(NEW_ADDRESS);
  expect(disconnectedText({ ...page, longAway: true, inElectron: true }).detail).not.toContain(NEW_ADDRESS);
});

it('says why it was refused for good and what to do', () => {
  const text = disconnectedText({
    ...page,
    connection: 'closed',
    reason: 'The window is older.',
    longAway: true,
  });
  expect(text.headline).toBe('Disconnected from the engine.');
  expect(text.detail).toMatch(/older\. Reload the window/);
  expect(text.detail).not.toContain(NEW_ADDRESS);
});
