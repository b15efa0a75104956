import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../../renderer/app/tokens.css', import.meta.url), 'utf8');

/** The colour tokens of a theme written as six hexadecimal digits. */
function colours(theme: string): ReadonlyMap<string, string> {
  const block = css.split(`:root[data-theme="${theme}"] {`)[1]?.split('\n}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

/** WCAG 2.2, relative luminance of sRGB. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['surface', 'surface-raised', 'surface-sunken', 'surface-hover'];
const TEXTS = [
  'text',
  'text-muted',
  'text-faint',
  'accent',
  'back',
  'lay',
  'gain',
  'loss',
  'warn',
  'danger',
  'best',
  'fair',
  'age-ageing',
  'age-old',
  'age-stale',
  'mode-practice',
  'mode-paper',
  'mode-live',
  'mode-replay',
];
/** Text on a tint of its own. */
const PAIRS = [
  ['back', 'back-bg'],
  ['lay', 'lay-bg'],
  ['text', 'back-bg-strong'],
  ['text', 'lay-bg-strong'],
  ['text-muted', 'back-bg'],
  ['text-muted', 'lay-bg'],
  ['text', 'warn-bg'],
  ['text', 'danger-bg'],
  ['danger', 'danger-bg'],
  ['text', 'info-bg'],
  ['text', 'surface-selected'],
  ['text-muted', 'surface-selected'],
  ['age-old', 'surface-selected'],
  ['warn', 'surface-selected'],
] as const;
/** Of the hatch of suspended prices, the ink's share of the faint text in it. */
const HATCH = 0.28;
const WHITE_ON = [
  'accent-solid',
  'back-solid',
  'lay-solid',
  'danger-solid',
  'mode-practice-solid',
  'mode-paper-solid',
  'mode-live-solid',
  'mode-replay-solid',
];

describe.each(['dark', 'light'])('the %s theme meets WCAG AA', (theme) => {
  const of = colours(theme);
  const colour = (name: string): string => {
    const hex = of.get(name);
    if (hex === undefined) throw new Error(`--${name} is not a six-digit colour in the ${theme} theme`);
    return hex;
  };

  it.each(TEXTS)('%s on every surface', (text) => {
    const worst = Math.min(...SURFACES.map((surface) => contrast(colour(text), colour(surface))));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  const mixed = (over: readonly number[], share: number, ground: string): string => {
    const under = [1, 3, 5].map((at) => Number.parseInt(colour(ground).slice(at, at + 2), 16));
    return `#${under
      .map((channel, at) =>
        Math.round((over[at] ?? 0) * share + channel * (1 - share))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  };

  it.each([...SURFACES, 'surface-selected'])('marked prices on %s', (ground) => {
    const block = css.split(`:root[data-theme="${theme}"] {`)[1] ?? '';
    const [, r, g, b, share] = /--best-bg: rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)/.exec(block) ?? [];
    const lit = mixed([Number(r), Number(g), Number(b)], Number(share), ground);
    expect(contrast(colour('best'), lit)).toBeGreaterThanOrEqual(4.5);
    const faint = [1, 3, 5].map((at) => Number.parseInt(colour('text-faint').slice(at, at + 2), 16));
    expect(contrast(colour('age-ageing'), mixed(faint, HATCH, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(PAIRS)('%s on %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(WHITE_ON)('white on %s', (ground) => {
    expect(contrast('#ffffff', colour(ground))).toBeGreaterThanOrEqual(4.5);
  });
});
