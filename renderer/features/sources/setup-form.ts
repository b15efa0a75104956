import {
  missingSecrets,
  type SourceDraft,
  type SourceField,
  type SourceOffer,
  type SourceSetup,
  type SourceValues,
} from '../../../shared/contract/sources.ts';
import { readNumber } from '../../ui/amount.ts';

/** A form as typed: texts by field, lists as words with spaces or commas between them. */
export type SetupForm = {
  readonly enabled: boolean;
  readonly fields: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Seconds; empty where the setting for all counts. */
  readonly maximumAge: string;
};

type Typed = SetupForm['fields'][string];

const isFree = (field: SourceField): boolean => field.type === 'list' && field.choices.length === 0;

function typed(field: SourceField, value: SourceValues[string]): Typed {
  if (field.type === 'number') return value === field.empty ? '' : String(value);
  if (Array.isArray(value)) return isFree(field) ? value.join(', ') : value;
  return typeof value === 'boolean' ? value : String(value);
}

/** The form of a source: as it was set up, or with the defaults of a new one. */
export function formOf(offer: SourceOffer, setup: SourceSetup | undefined): SetupForm {
  const values = setup?.values ?? {};
  return {
    enabled: setup?.enabled ?? true,
    fields: Object.fromEntries(
      offer.fields.map((field) => [field.name, typed(field, values[field.name] ?? field.default)]),
    ),
    secrets: Object.fromEntries(offer.secrets.map(({ name }) => [name, ''])),
    maximumAge: setup?.maximumAgeMs == null ? '' : String(setup.maximumAgeMs / 1000),
  };
}

/** Whether anything in it differs from how it was when it was opened. */
export const isTouched = (form: SetupForm, opened: SetupForm): boolean =>
  JSON.stringify(form) !== JSON.stringify(opened);

export type ReadForm =
  | { readonly ok: true; readonly draft: SourceDraft }
  /** What is wrong, by field name. */
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

type Read = { readonly value: SourceValues[string] } | { readonly problem: string };

function readFigure(field: Extract<SourceField, { type: 'number' }>, text: string): Read {
  if (text.trim() === '' && field.empty !== undefined) return { value: field.empty };
  const value = readNumber(text);
  // A negative stand-in for nothing is no figure anybody types.
  const least = field.empty !== undefined && field.empty < 0 ? Math.max(0, field.least) : field.least;
  if (value === undefined || value < least || value > field.most) {
    const orEmpty = field.empty === undefined ? '' : ', or empty';
    return { problem: `A number from ${least} to ${field.most.toLocaleString('en-GB')}${orEmpty}.` };
  }
  return field.integer && !Number.isInteger(value) ? { problem: 'A whole number.' } : { value };
}

function readField(field: SourceField, value: Typed): Read {
  switch (field.type) {
    case 'number':
      return readFigure(field, String(value));
    case 'list': {
      const words = typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
      const named = words.filter((word) => word !== '');
      return named.length < field.least ? { problem: 'Choose at least one.' } : { value: named };
    }
    case 'text':
      return String(value).length > field.mostCharacters
        ? { problem: `At most ${field.mostCharacters} characters.` }
        : { value: String(value) };
    case 'choice':
      return { value: String(value) };
    case 'switch':
      return { value: value === true };
    default:
      return field satisfies never;
  }
}

function missingKeys(
  offer: SourceOffer,
  form: SetupForm,
  setup: SourceSetup | undefined,
  values: SourceValues,
  to: 'test' | 'save',
): Readonly<Record<string, string>> {
  const there = (name: string): boolean =>
    (form.secrets[name] ?? '').trim() !== '' || (setup?.secrets[name] ?? 'missing') !== 'missing';
  const problem =
    to === 'test'
      ? `${offer.name} needs it to log in.`
      : `${offer.name} needs it to log in; without it, save with "In the market" off.`;
  return Object.fromEntries(missingSecrets(offer.secrets, values, there).map(({ name }) => [name, problem]));
}

const LEAST_AGE_S = 0.1;
const MOST_AGE_S = 86_400;

function readAge(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const seconds = readNumber(text);
  if (seconds === undefined || seconds < LEAST_AGE_S || seconds > MOST_AGE_S) return undefined;
  return Math.round(seconds * 1000);
}

/**
 * What the form stands for. Keys that its log-in lacks are a problem to `test` it, and to `save` it as in the market;
 * what is kept of `setup` need not be typed again.
 */
export function readForm(
  offer: SourceOffer,
  form: SetupForm,
  setup: SourceSetup | undefined,
  to: 'test' | 'save',
): ReadForm {
  const problems: Record<string, string> = {};
  const values: Record<string, SourceValues[string]> = {};
  for (const field of offer.fields) {
    const read = readField(field, form.fields[field.name] ?? '');
    if ('problem' in read) problems[field.name] = read.problem;
    else values[field.name] = read.value;
  }
  if (to === 'test' || form.enabled) Object.assign(problems, missingKeys(offer, form, setup, values, to));
  const maximumAgeMs = readAge(form.maximumAge);
  if (maximumAgeMs === undefined) problems['maximumAge'] = 'From 0.1 to 86,400 seconds, or empty.';
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    draft: {
      id: offer.id,
      enabled: form.enabled,
      values,
      maximumAgeMs: maximumAgeMs ?? null,
      secrets: form.secrets,
    },
  };
}
