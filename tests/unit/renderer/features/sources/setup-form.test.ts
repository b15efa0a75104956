import { expect, it } from 'vitest';
import { formOf, isTouched, readForm } from '../../../../../renderer/features/sources/setup-form.ts';
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
  return readForm(offer, { ...form, fields: { ...form.fields, ...fields } });
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
  expect(readForm(offer, form)).toMatchObject({ ok: true, draft: { values: { commission: -1, depth: 5 } } });
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
