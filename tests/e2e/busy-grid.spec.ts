import { expect, openTerminal, pane, test } from './terminal.ts';

test('rows that come and go in a busy list are never drawn in part', async ({ page, serve, pageErrors }) => {
  await openTerminal(page, await serve());
  const edges = pane(page, 'Edges');
  const cells = edges.locator('.ag-cell[col-id="ev"]');
  await expect(cells.first()).toBeVisible();
  // The practice market at 300 times: edges come and go with every frame.
  await page.keyboard.press('Alt+Shift+4');
  const drawn = await edges.evaluate(async (list) => {
    let blank = 0;
    let seen = 0;
    for (let frame = 0; frame < 240; frame += 1) {
      await new Promise((next) => requestAnimationFrame(next));
      for (const cell of list.querySelectorAll('.ag-cell[col-id="ev"]')) {
        seen += 1;
        if (cell.textContent === '') blank += 1;
      }
    }
    return { blank, seen };
  });
  expect(drawn.seen).toBeGreaterThan(240);
  expect(drawn.blank).toBe(0);
  expect(pageErrors).toEqual([]);
});
