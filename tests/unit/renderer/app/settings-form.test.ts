import { describe, expect, it } from 'vitest';
import { formOf, settingsOf, weighedBooks } from '../../../../renderer/app/settings-form.ts';
import { settings as schema } from '../../../../shared/contract/settings.ts';
import type { Book } from '../../../../shared/domain/catalogue.ts';
import type { Settings } from '../../../../shared/domain/settings.ts';

const settings = {
  currency: 'GBP',
  marginMethod: 'power',
  fairLine: 'overround-line',
  consensusWeights: { default: 1, pinnacle: 4 },
  kellyFraction: 0.25,
  minimumEv: 0.005,
  maximumQuoteAgeMs: 120_000,
  suspectDistance: 0.3,
  priceCollar: 0.05,
  maximumStake: 50_000,
  maximumEventExposure: 200_000,
  maximumTotalExposure: 500_000,
  maximumOrdersPerMinute: 30,
  armSeconds: 30,
} as unknown as Settings;

const withFigure = (key: keyof ReturnType<typeof formOf>['figures'], text: string) => {
  const form = formOf(settings);
  return settingsOf({ ...form, figures: { ...form.figures, [key]: text } }, settings);
};

describe('the settings form', () => {
  it('comes back as it went in', () => {
    const result = settingsOf(formOf(settings), settings);
    expect(result).toEqual({ ok: true, settings });
  });

  it('takes the choice of fair price', () => {
    const result = settingsOf({ ...formOf(settings), fairLine: 'model' }, settings);
    expect(result).toEqual({ ok: true, settings: { ...settings, fairLine: 'model' } });
  });

  it('writes each figure in its own unit', () => {
    expect(formOf(settings).figures).toMatchObject({
      kellyFraction: '25',
      minimumEv: '0.5',
      maximumQuoteAgeMs: '120',
      maximumStake: '500',
      armSeconds: '30',
    });
  });

  it('turns what is typed into what the engine takes', () => {
    const result = withFigure('minimumEv', '1.25');
    expect(result).toMatchObject({ ok: true, settings: { minimumEv: 0.0125 } });
    expect(result.ok && schema.safeParse(result.settings).success).toBe(true);
  });

  it.each([
    ['kellyFraction', '101', /From 0 to 100/],
    ['kellyFraction', 'half', /not a number/],
    ['maximumStake', '0', /more than zero/],
    ['maximumStake', '-5', /more than zero/],
    ['armSeconds', '2.5', /whole number/],
    ['maximumQuoteAgeMs', '0', /From 0.1/],
    ['maximumOrdersPerMinute', '', /not a number/],
  ] as const)('refuses %s of %j', (key, text, problem) => {
    const result = withFigure(key, text);
    expect(result.ok ? '' : result.problems[key]).toMatch(problem);
  });

  it('leaves out books whose weight is emptied, and keeps zero', () => {
    const form = { ...formOf(settings), weights: { default: '1', pinnacle: ' ', soft: '0' } };
    expect(settingsOf(form, settings)).toMatchObject({
      settings: { consensusWeights: { default: 1, soft: 0 } },
    });
  });

  it('refuses a weight that is none', () => {
    const result = settingsOf({ ...formOf(settings), weights: { default: '', pinnacle: '-1' } }, settings);
    expect(result.ok ? {} : Object.keys(result.problems)).toEqual(['weight:default', 'weight:pinnacle']);
  });
});

it('lists known books once, by name, then those that only have a weight', () => {
  const known = [
    { id: 'pinnacle', name: 'Pinnacle' },
    { id: 'zz', name: 'Ace' },
  ] as unknown as Book[];
  expect(weighedBooks(known, { default: '1', pinnacle: '4', gone: '2', betsson: '1' })).toEqual([
    { id: 'zz', name: 'Ace', absent: false },
    { id: 'pinnacle', name: 'Pinnacle', absent: false },
    { id: 'betsson', name: 'betsson', absent: true },
    { id: 'gone', name: 'gone', absent: true },
  ]);
});
