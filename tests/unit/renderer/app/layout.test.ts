import { expect, it } from 'vitest';
import { defaultSizes, layoutFault } from '../../../../renderer/app/layout.ts';
import { distanceTo } from '../../../../renderer/app/workspace-geometry.ts';

const panes = [{ id: 'odds' as const }, { id: 'ticket' as const }];
const saved = (panels: Record<string, unknown>) => ({ version: 1, dock: { grid: { root: {} }, panels } });

it('accepts a layout of known panes', () => {
  expect(layoutFault(saved({ odds: {} }), panes)).toBeUndefined();
});

it.each([
  ['nothing', null, /not a layout/],
  ['a list', [], /not a layout/],
  ['another version', { ...saved({ odds: {} }), version: 99 }, /version/],
  ['no grid', { version: 1, dock: { panels: { odds: {} } } }, /missing/],
  ['no panes', saved({}), /no panes/],
  ['a pane that is gone', saved({ odds: {}, news: {} }), /news/],
])('says what is wrong with %s', (_what, layout, fault) => {
  expect(layoutFault(layout, panes)).toMatch(fault);
});

it('moves to the pane that lies straight ahead, not to one aside', () => {
  const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
  const from = box(0, 0, 100, 100);
  const ahead = box(101, 0, 200, 50);
  const aside = box(101, 150, 200, 300);
  const distance = (to: ReturnType<typeof box>) => distanceTo(from, to, 'right') ?? Number.NaN;
  expect(distance(ahead)).toBeLessThan(distance(aside));
  expect(distanceTo(from, ahead, 'left')).toBeUndefined();
  expect(distanceTo(from, box(0, 101, 100, 200), 'down')).toBeDefined();
});

it.each([
  [1280, 720],
  [1440, 842],
  [1920, 1050],
  [2560, 1380],
  [3840, 2100],
])('shares %i by %i pixels so that every pane can be read', (width, height) => {
  const { right, bottom, ticket, market } = defaultSizes(width, height);
  const upper = height - bottom;
  expect(right).toBeGreaterThanOrEqual(480);
  expect(right).toBeLessThanOrEqual(760);
  expect(width - right).toBeGreaterThanOrEqual(780);
  expect(bottom).toBeGreaterThanOrEqual(160);
  expect(ticket).toBeGreaterThanOrEqual(Math.min(414, Math.round(upper * 0.62)));
  expect(upper - ticket).toBeGreaterThanOrEqual(200);
  expect(market).toBeGreaterThan(upper - market);
});
