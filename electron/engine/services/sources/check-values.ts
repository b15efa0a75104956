import type { SourceField, SourceValues } from '../../../../shared/contract/sources.ts';

export type CheckedValues =
  | { readonly ok: true; readonly values: SourceValues }
  | { readonly ok: false; readonly message: string };

type Value = SourceValues[string];
type Checked =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };
const taken = (value: Value): Checked => ({ ok: true, value });
const refused = ({ label }: SourceField, what: string): Checked => ({
  ok: false,
  message: `${label}: ${what}.`,
});

function checkNumber(field: Extract<SourceField, { type: 'number' }>, value: Value): Checked {
  const range = `give a ${field.integer ? 'whole ' : ''}number from ${field.least} to ${field.most}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return refused(field, range);
  if (value < field.least || value > field.most) return refused(field, range);
  return field.integer && !Number.isInteger(value) ? refused(field, range) : taken(value);
}

function checkList(field: Extract<SourceField, { type: 'list' }>, value: Value): Checked {
  if (!Array.isArray(value)) return refused(field, 'give a list');
  const words = [...new Set(value.map((word) => word.trim()).filter((word) => word !== ''))];
  const known = field.choices.map((choice) => choice.value);
  const strange = known.length === 0 ? undefined : words.find((word) => !known.includes(word));
  if (strange !== undefined) return refused(field, `${strange} is none of ${known.join(', ')}`);
  if (words.length < field.least)
    return refused(field, field.least === 1 ? 'choose at least one' : `choose at least ${field.least}`);
  return taken(words);
}

function checkField(field: SourceField, value: Value): Checked {
  switch (field.type) {
    case 'text':
      if (typeof value !== 'string') return refused(field, 'give a text');
      return value.length > field.mostCharacters
        ? refused(field, `at most ${field.mostCharacters} characters`)
        : taken(value.trim());
    case 'number':
      return checkNumber(field, value);
    case 'choice':
      return field.choices.some((choice) => choice.value === value)
        ? taken(value)
        : refused(field, `choose one of ${field.choices.map((choice) => choice.value).join(', ')}`);
    case 'switch':
      return typeof value === 'boolean' ? taken(value) : refused(field, 'say yes or no');
    case 'list':
      return checkList(field, value);
    default:
      return field satisfies never;
  }
}

/**
 * Values as a source may rely on them: every field there, defaults for those not given, texts and lists trimmed.
 * Names that no field has are refused, so that a misspelt one is not taken for a default.
 */
export function checkValues(fields: readonly SourceField[], values: SourceValues): CheckedValues {
  const strange = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
  if (strange !== undefined)
    return {
      ok: false,
      message: `There is no setting ${strange}: it has ${fields.map(({ name }) => name).join(', ')}.`,
    };
  const checked: Record<string, Value> = {};
  for (const field of fields) {
    const given = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    const standard = field.type === 'list' ? [...field.default] : field.default;
    const result = checkField(field, given ?? standard);
    if (!result.ok) return result;
    checked[field.name] = result.value;
  }
  return { ok: true, values: checked };
}
