import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, fillFocused, openPage, openTerminal, pane, test } from './terminal.ts';

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const searchBox = (history: Locator) => history.getByRole('combobox', { name: 'Find an event' });
const known = (history: Locator) => history.getByLabel('Known by');
const decimals = (texts: readonly string[]) => texts.map((text) => text.trim());

type Teams = { readonly home: string; readonly away: string };

/** Sets the practice world going, and says who plays in the next event to start. */
async function passAStart(page: Page): Promise<Teams> {
  const odds = pane(page, 'Odds');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('p');
  const first = odds.locator('.ag-row [col-id="event"]').first();
  await expect(first).toBeVisible();
  const [home = '', away = ''] = ((await first.textContent()) ?? '').split(' v ');
  await page.keyboard.press('Alt+Shift+4');
  return { home, away };
}

/** By keys from anywhere: the pane, a search, arrows down to the event of both, and Enter. */
async function chooseEvent(page: Page, history: Locator, { home, away }: Teams): Promise<void> {
  await page.keyboard.press('Alt+h');
  await expect(searchBox(history)).toBeFocused();
  await page.keyboard.insertText(home);
  const title = `${home} v ${away}`;
  await expect(history.getByRole('option').filter({ hasNotText: home })).toHaveCount(0);
  // The latest start comes first: of several meetings of both it is the last.
  const wanted = history.getByRole('option', { name: title }).last();
  const id = (await wanted.getAttribute('id')) ?? '';
  for (let i = Number(id.split('-').at(-1)); i > 0; i -= 1) await page.keyboard.press('ArrowDown');
  await expect(wanted).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(history.locator('.history-event strong')).toHaveText(title);
}

/** Of a moment as its field writes it. */
function secondsBefore(moment: string, seconds: number): string {
  const at = new Date(new Date(moment.replace(' ', 'T')).getTime() - seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}

/** The figures of one column, of every book and selection of the open market. */
const column = (history: Locator, nth: number) =>
  history
    .locator('.history-prices tbody tr:not(.history-fair)')
    .evaluateAll(
      (rows, at) =>
        rows.flatMap((row) =>
          [...row.querySelectorAll('td')]
            .filter((_, index) => index % 4 === at)
            .map((cell) => cell.textContent ?? ''),
        ),
      nth,
    )
    .then(decimals);

test('an event of the past is found, looked at as of moments between its lines, and taken along', async ({
  page,
  serve,
  data,
  pageErrors,
}) => {
  test.setTimeout(150_000);
  await openTerminal(page, await serve());
  const teams = await passAStart(page);
  const history = pane(page, 'History');
  await page.keyboard.press('Alt+h');
  // With no event chosen the list stands where prices will, and covers nothing.
  await expect(history.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Alt+Enter');
  await chooseEvent(page, history, teams);
  await expect(history.getByRole('listbox')).toHaveCount(0);
  const scale = history.locator('[data-history="scale"]');
  await expect(scale).toBeFocused();
  // With an event open single keys stay commands, whatever size the pane is.
  for (const key of ['Alt+Enter', 'Alt+Enter']) {
    await page.keyboard.press(key);
    await expect(scale).toBeFocused();
  }

  // The close comes with the start.
  const close = history.getByRole('button', { name: 'Close', exact: true });
  await expect(async () => {
    await page.keyboard.press('r');
    await expect(close).toBeEnabled({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await page.keyboard.press('Alt+Shift+1');

  await expect(known(history)).toHaveValue(MOMENT);
  // Books withdraw their prices as it starts: what stands there is the close, or nothing any more.
  await page.keyboard.press('c');
  const closedAt = await known(history).inputValue();
  const lines = await column(history, 3);
  expect(lines.filter((price) => Number(price) > 1).length).toBeGreaterThan(20);
  const standsOrIsGone = async () =>
    (await column(history, 1)).every((price, index) => price === '–' || price === lines[index]);
  await expect.poll(standsOrIsGone).toBe(true);
  await page.keyboard.press('m');
  await fillFocused(page, secondsBefore(closedAt, 30));
  await page.keyboard.press('Enter');
  const closed = async () => (await column(history, 1)).filter((price) => Number(price) > 1).length;
  await expect.poll(closed).toBeGreaterThan(20);
  const near = await known(history).inputValue();
  const nearly = await column(history, 1);
  await history.locator('[data-history="scale"]').focus();

  await page.keyboard.press('o');
  const opened = await column(history, 0);
  // The opening is the first moment any book had a price: those that came later have none yet.
  await expect
    .poll(async () =>
      (await column(history, 1)).some((price, index) => price !== '–' && price !== opened[index]),
    )
    .toBe(false);
  expect(await known(history).inputValue()).not.toBe(closedAt);
  await page.keyboard.press('l');
  await expect(known(history)).not.toHaveValue(closedAt);

  // Typed moments: another day has no price yet; nonsense is refused with what to write.
  await page.keyboard.press('m');
  await expect(known(history)).toBeFocused();
  await fillFocused(page, '2001-02-31 10:00');
  await page.keyboard.press('Enter');
  await expect(history.getByRole('alert')).toContainText('There is no day 2001-02-31');
  await fillFocused(page, '2001-02-03 25:00');
  await page.keyboard.press('Enter');
  await expect(history.getByRole('alert')).toContainText('hours run from 00 to 23');
  await fillFocused(page, '2001-02-03 10:00');
  await page.keyboard.press('Enter');
  await expect.poll(async () => new Set(await column(history, 1))).toEqual(new Set(['–']));
  await fillFocused(page, near);
  await page.keyboard.press('Enter');
  await expect(known(history)).toHaveValue(near);
  await expect.poll(() => column(history, 1)).toEqual(nearly);

  // What books had said by 2001 is nothing, whatever was known.
  await history.getByLabel('Said by').focus();
  await fillFocused(page, '2001-02-03');
  await page.keyboard.press('Enter');
  await expect.poll(async () => new Set(await column(history, 1))).toEqual(new Set(['–']));
  await fillFocused(page, '');
  await page.keyboard.press('Enter');
  await expect.poll(() => column(history, 1)).toEqual(nearly);

  // Markets, selections, books; plot and table.
  await history.locator('[data-history="scale"]').focus();
  const movement = history.locator('.history-movement');
  const first = await movement.getAttribute('aria-label');
  await page.keyboard.press('s');
  await expect(movement).not.toHaveAttribute('aria-label', first ?? '');
  await page.keyboard.press('Shift+S');
  await expect(movement).toHaveAttribute('aria-label', first ?? '');
  await page.keyboard.press('b');
  await expect(movement).not.toHaveAttribute('aria-label', first ?? '');
  await expect(history.locator('.history-plotted')).toHaveCount(1);
  await expect(movement.locator('canvas').first()).toBeVisible();
  await page.keyboard.press('p');
  await expect(movement.locator('.chart')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const at = (await movement.locator('output').innerText()).slice(0, 19);
  expect(at).toMatch(MOMENT);
  await page.keyboard.press('Enter');
  await expect(known(history)).toHaveValue(at);
  await page.keyboard.press('t');
  const changes = movement.locator('.history-changes tbody tr');
  await expect(changes.first().locator('td').first()).toHaveText(MOMENT);
  const counted = Number((await movement.getByText(/^[\d,]+ changes?$/).innerText()).replaceAll(/\D/g, ''));
  await expect(changes).toHaveCount(Math.min(counted, 500));
  for (const size of await changes.locator('td:nth-child(4)').allInnerTexts())
    expect(size).toMatch(/^[\d.,km]*$/);
  await page.keyboard.press('t');
  await expect(changes).toHaveCount(0);
  const market = history.getByLabel('Market');
  const before = await market.inputValue();
  await page.keyboard.press(']');
  await expect(market).not.toHaveValue(before);
  await page.keyboard.press('[');
  await expect(market).toHaveValue(before);

  // As it stood, in one file.
  const download = page.waitForEvent('download');
  await page.keyboard.press('Shift+E');
  const saved = await (await download).path();
  const rows = parse(readFileSync(saved), { columns: true }) as Record<string, string>[];
  expect(rows.length).toBeGreaterThan(50);
  for (const row of rows) expect(Number(row['price'] || row['opening'])).toBeGreaterThan(1);

  await exportAndReadBack(page, history, data, teams.home);
  expect(pageErrors).toEqual([]);
});

async function typeFile(page: Page, history: Locator, file: string): Promise<void> {
  await history.locator('[data-history="scale"]').focus();
  await page.keyboard.press('x');
  await fillFocused(page, file);
}

/** The open event as CSV and as Parquet: the same changes in both, and no file is ever replaced. */
async function exportAndReadBack(page: Page, history: Locator, data: string, home: string): Promise<void> {
  await history.getByRole('button', { name: 'The open event' }).press('Space');
  const csv = join(data, 'prices.csv');
  await typeFile(page, history, csv);
  await page.keyboard.press('Enter');
  const outcome = history.locator('.history-section', { hasText: 'Export' }).getByRole('status');
  await expect(outcome).toContainText(`changes written to ${csv}`);
  const parquet = join(data, 'prices.parquet');
  await history.getByRole('button', { name: 'Parquet' }).press('Space');
  await typeFile(page, history, parquet);
  await page.keyboard.press('Enter');
  await expect(outcome).toContainText(`changes written to ${parquet}`);

  const text = parse(readFileSync(csv), { columns: true }) as Record<string, string>[];
  const binary = await parquetReadObjects({ file: await asyncBufferFromFile(parquet) });
  expect(text.length).toBeGreaterThan(200);
  expect(new Set(text.map((row) => row['home']))).toEqual(new Set([home]));
  // The world went on at 1x between the two: everything the first has is in the second, number for number.
  const keyOf = (row: Record<string, unknown>) =>
    ['received_ms', 'said_ms', 'selection_id', 'book_id', 'side'].map((name) => String(row[name])).join(' ');
  const figuresOf = (row: Record<string, unknown>) =>
    ['price', 'size'].map((name) => (row[name] === null || row[name] === '' ? null : Number(row[name])));
  const inBinary = new Map(binary.map((row) => [keyOf(row), row]));
  for (const row of text) {
    const same = inBinary.get(keyOf(row));
    expect(same && figuresOf(same)).toEqual(figuresOf(row));
    expect(new Date(row['received'] ?? '').getTime()).toBe(Number(row['received_ms']));
  }
  expect(binary.every((row) => row['price'] === null || Number(row['price']) > 1)).toBe(true);
  expect(binary.every((row) => row['size'] === null || Number(row['size']) >= 0)).toBe(true);

  const mine = join(data, 'mine.parquet');
  writeFileSync(mine, 'mine');
  await typeFile(page, history, mine);
  await page.keyboard.press('Enter');
  await expect(outcome).toContainText(/is there already|exists/i);
  expect(readFileSync(mine, 'utf8')).toBe('mine');
  await typeFile(page, history, 'somewhere.csv');
  await page.keyboard.press('Enter');
  await expect(outcome).toContainText('is no whole path');
  expect(existsSync('somewhere.csv')).toBe(false);
}

test('compaction shows how far it is, is cancelled by Escape and finishes the next time', async ({
  page,
  serve,
}) => {
  await openTerminal(page, await serve(['--speed', '300']));
  const history = pane(page, 'History');
  const storage = history.getByRole('region', { name: 'Storage' });
  await page.keyboard.press('Alt+h');
  await expect(searchBox(history)).toBeFocused();
  await expect(async () => {
    await storage.getByRole('button', { name: 'Refresh' }).press('Enter');
    expect(Number((await storage.locator('dd').nth(1).innerText()).replaceAll(',', ''))).toBeGreaterThan(
      30_000,
    );
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press('Alt+Shift+1');

  const run = async (command: string) => {
    await page.keyboard.press('Control+K');
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
  };
  const compact = () => run('Compact recorded prices');
  await compact();
  await expect(storage.getByRole('progressbar', { name: 'Compacted' })).toBeVisible();
  await expect(storage.getByRole('button', { name: 'Compact', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(storage.getByRole('status')).toContainText('Cancelled.');

  await compact();
  await expect(storage.getByRole('status')).toContainText(/Compacted: [\d,]+ old changes removed/, {
    timeout: 60_000,
  });
  await run('Change how long prices are kept');
  await expect(storage.getByLabel(/Keep prices for days/)).toBeFocused();
  await fillFocused(page, '0');
  await expect(storage).toContainText('Type whole days from 1 to 36500, or nothing.');
  await fillFocused(page, '30');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Prices are kept for 30 days.')).toBeVisible();
});

test('nothing recorded yet is said, and that lines can not be read, until they can', async ({
  page,
  serve,
}) => {
  let failing = false;
  await page.routeWebSocket(/127\.0\.0\.1/, (socket) => {
    const engine = socket.connectToServer();
    socket.onMessage((message) => {
      const frame = JSON.parse(String(message)) as { kind: string; id: number; operation?: string };
      if (!failing || frame.kind !== 'open' || frame.operation !== 'history.lines') engine.send(message);
      else
        socket.send(
          JSON.stringify({
            kind: 'fail',
            id: frame.id,
            error: { code: 'unavailable', message: 'The disk does not answer.' },
          }),
        );
    });
  });
  const history = pane(page, 'History');
  const real = await serve(['--source', 'real']);
  await openPage(page, real);
  await page.keyboard.press('Alt+h');
  await expect(history).toContainText('No prices are kept yet');
  await expect(history.getByRole('region', { name: 'Storage' })).toContainText('nothing recorded yet');
  await expect(history.getByRole('region', { name: 'Export' })).toContainText('The last day only.');
  await real.stop();

  await openTerminal(page, await serve());
  await page.keyboard.press('Alt+h');
  await expect(history.getByRole('option').first()).toBeVisible();
  failing = true;
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Enter');
  await expect(history.getByRole('alert')).toContainText('The disk does not answer.');
  failing = false;
  await history.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(history.locator('.history-prices')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.insertText('no such club');
  await expect(history).toContainText('No event with recorded prices is called so.');
  await page.keyboard.press('Escape');
  await expect(history.getByRole('listbox')).toHaveCount(0);
  await expect(history.locator('.history-prices')).toBeVisible();
});

test('the plot takes the colours of a theme chosen while another pane was in front of it', async ({
  page,
  serve,
}) => {
  await openTerminal(page, await serve());
  const history = pane(page, 'History');
  await page.keyboard.press('Alt+h');
  await expect(history.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+Enter');
  const canvas = history.locator('[data-history="plot"] canvas').first();
  await expect(canvas).toBeVisible();
  /** The corner of the plot, and what it stands on. */
  const colours = () =>
    canvas.evaluate((drawn: HTMLCanvasElement) => {
      const swatch = document.createElement('canvas').getContext('2d');
      if (swatch === null) throw new Error('No canvas to draw on.');
      swatch.fillStyle = getComputedStyle(document.body).getPropertyValue('--surface').trim();
      swatch.fillRect(0, 0, 1, 1);
      const at = (context: CanvasRenderingContext2D | null) =>
        [...(context?.getImageData(0, 0, 1, 1).data ?? [])].join(' ');
      return { plot: at(drawn.getContext('2d')), surface: at(swatch) };
    });
  const before = await colours();
  expect(before.plot).toBe(before.surface);
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Alt+t');
  await page.keyboard.press('Alt+h');
  await page.keyboard.press('Alt+Enter');
  await expect(canvas).toBeVisible();
  await expect.poll(async () => (await colours()).surface).not.toBe(before.surface);
  await expect.poll(async () => (await colours()).plot).toBe((await colours()).surface);
});
