import { expect, it } from 'vitest';
import {
  formOf,
  isTouched,
  readForm,
  type SetupForm,
} from '../../../../../renderer/features/sources/setup-form.ts';
import type { SourceField, SourceOffer, SourceSetup } from '../../../../../shared/contract/sources.ts';
import type { SourceId } from '../../../../../shared/domain/units.ts';

const named = (name: string) => ({ name, label: name, help: '' });
const commission: SourceField = {
  ...named('commission'),
  type: 'number',
  default: -1,
  least: -1,
  most: 20,
  integer: false,
  empty: -1,
};
const depth: SourceField = {
  ...named('depth'),
  type: 'number',
  default: 10,
  least: 1,
  most: 1000,
  integer: true,
};
const offer: SourceOffer = {
  id: 'venue' as SourceId,
  name: 'Venue',
  description: '',
  account: '',
  fields: [commission, depth],
  secrets: [{ name: 'key', label: 'Key', help: '', multiline: false, optional: false }],
};
const typed = (fields: Readonly<Record<string, string>>) => {
  const form = formOf(offer, undefined);
  const filled = { ...form, secrets: { key: 'k' }, fields: { ...form.fields, ...fields } };
  return readForm(offer, filled, undefined, 'save');
};

it('leaves a field empty whose number stands for nothing, new or stored, and reads it back', () => {
  const stored: SourceSetup = {
    id: offer.id,
    enabled: true,
    values: { commission: -1, depth: 5 },
    maximumAgeMs: null,
    secrets: { key: 'stored' },
  };
  expect(formOf(offer, undefined).fields).toEqual({ commission: '', depth: '10' });
  const form = formOf(offer, stored);
  expect(form.fields).toEqual({ commission: '', depth: '5' });
  expect(readForm(offer, form, stored, 'save')).toMatchObject({
    ok: true,
    draft: { values: { commission: -1, depth: 5 } },
  });
  expect(formOf(offer, { ...stored, values: { commission: 2.5, depth: 5 } }).fields['commission']).toBe(
    '2.5',
  );
});

it('takes no stand-in typed as a figure, and says what may be typed', () => {
  expect(typed({ commission: '-1' })).toEqual({
    ok: false,
    problems: { commission: 'A number from 0 to 20, or empty.' },
  });
  expect(typed({ commission: '0' })).toMatchObject({ ok: true, draft: { values: { commission: 0 } } });
  expect(typed({ depth: '' })).toEqual({ ok: false, problems: { depth: 'A number from 1 to 1,000.' } });
});

it('knows a form that was typed into from one as it was opened', () => {
  const opened = formOf(offer, undefined);
  expect(isTouched(formOf(offer, undefined), opened)).toBe(false);
  expect(isTouched({ ...opened, secrets: { key: 'k' } }, opened)).toBe(true);
  expect(isTouched({ ...opened, enabled: false }, opened)).toBe(true);
  expect(isTouched({ ...opened, fields: { ...opened.fields, depth: '11' } }, opened)).toBe(true);
});

const login: SourceField = {
  ...named('login'),
  type: 'choice',
  default: 'password',
  choices: ['password', 'certificate'].map((value) => ({ value, label: value })),
};
const keyed: SourceOffer = {
  ...offer,
  name: 'Exchange',
  fields: [login],
  secrets: [
    { name: 'key', label: 'Key', help: '', multiline: false, optional: false },
    {
      name: 'certificate',
      label: 'Certificate',
      help: '',
      multiline: true,
      optional: true,
      neededWith: { field: 'login', value: 'certificate' },
    },
  ],
};
const lacking = (to: 'test' | 'save', change: Partial<SetupForm> = {}, setup?: SourceSetup) => {
  const read = readForm(keyed, { ...formOf(keyed, setup), ...change }, setup, to);
  return read.ok ? [] : Object.keys(read.problems);
};

it('names the keys a log-in lacks at their fields, before anything is saved as in the market or tested', () => {
  expect(lacking('save')).toEqual(['key']);
  expect(readForm(keyed, formOf(keyed, undefined), undefined, 'save')).toEqual({
    ok: false,
    problems: { key: 'Exchange needs it to log in; without it, save with "In the market" off.' },
  });
  expect(lacking('save', { secrets: { key: '  ' } })).toEqual(['key']);
  expect(lacking('save', { secrets: { key: 'k' } })).toEqual([]);
  expect(lacking('save', { secrets: { key: 'k' }, fields: { login: 'certificate' } })).toEqual([
    'certificate',
  ]);
  expect(lacking('save', { enabled: false })).toEqual([]);
  expect(lacking('test', { enabled: false })).toEqual(['key']);
});

it.each(['stored', 'environment'] as const)('asks for no key again that is there: %s', (place) => {
  const setup: SourceSetup = {
    id: keyed.id,
    enabled: true,
    values: {},
    maximumAgeMs: null,
    secrets: { key: place, certificate: 'missing' },
  };
  expect(lacking('save', {}, setup)).toEqual([]);
  expect(lacking('save', { fields: { login: 'certificate' } }, setup)).toEqual(['certificate']);
});
