import { expect, openTerminal, test } from './terminal.ts';

test('nothing on the page goes against its content policy', async ({ page, serve, pageErrors }) => {
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (violation: string) => void violations.push(violation));
  await page.addInitScript(() => {
    const report = (globalThis as { reportViolation?: (violation: string) => void }).reportViolation;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      report?.(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await openTerminal(page, await serve());
  expect(violations).toEqual([]);
  expect(pageErrors).toEqual([]);
});
