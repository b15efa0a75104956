import { OperationFailure } from '../../../../shared/contract/errors.ts';
import { missingSecrets, type SourceSetup, type SourceValues } from '../../../../shared/contract/sources.ts';
import type { SourceKind } from '../../feeds/source-kind.ts';
import type { Secrets } from '../../ports/secrets.ts';

type Typed = Readonly<Record<string, string>>;

/** Where each of a kind's secrets is. */
export const placesOf = ({ secrets: wanted }: SourceKind, secrets: Secrets): SourceSetup['secrets'] =>
  Object.fromEntries(wanted.map(({ name }) => [name, secrets.place(name)]));

function checkTyped({ name: kindName, secrets: wanted }: SourceKind, typed: Typed): void {
  const strange = Object.keys(typed).find((name) => !wanted.some((secret) => secret.name === name));
  if (strange !== undefined)
    throw new OperationFailure({
      code: 'invalid-input',
      message: `${kindName} has no key called ${strange}.`,
    });
}

/** Nobody brings a source into the market that can't log in; fails with `invalid-input` and what is wrong with its keys. */
export function checkNeeded(kind: SourceKind, secrets: Secrets, typed: Typed, values: SourceValues): void {
  checkTyped(kind, typed);
  const missing = missingSecrets(
    kind.secrets,
    values,
    (name) => (typed[name]?.trim() ?? '') !== '' || secrets.place(name) !== 'missing',
  );
  if (missing.length === 0) {
    const message = keysProblem(kind, secrets, typed, values);
    if (message === null) return;
    throw new OperationFailure({ code: 'invalid-input', message: `${kind.name}: ${message}` });
  }
  const problem = secrets.problem?.() ?? null;
  throw new OperationFailure({
    code: 'invalid-input',
    message:
      problem ??
      `${kind.name} can't be in the market without: ${missing.map(({ label }) => label).join(', ')}. Give what is missing, or save it off.`,
  });
}

/** What is wrong with the keys as they would be with what was typed; `null` where nothing can be told of them. */
export const keysProblem = (
  kind: SourceKind,
  secrets: Secrets,
  typed: Typed,
  values: SourceValues,
): string | null => kind.checkSecrets?.(withTyped(kind, secrets, typed), values) ?? null;

/** Stores what was typed; an empty one leaves what is stored. Fails with `unavailable` where it can't be stored. */
export function saveTyped(kind: SourceKind, secrets: Secrets, typed: Typed): void {
  checkTyped(kind, typed);
  for (const [name, value] of Object.entries(typed)) {
    if (value.trim() === '') continue;
    const saved = secrets.save(name, value);
    if (!saved.ok) throw new OperationFailure({ code: 'unavailable', message: saved.message });
  }
}

/** Forgets what is stored for a kind; what the environment gives stays. */
export function forgetStored(kind: SourceKind, secrets: Secrets): void {
  const problem = secrets.problem?.() ?? null;
  if (problem !== null && kind.secrets.length > 0)
    throw new OperationFailure({ code: 'unavailable', message: problem });
  for (const { name } of kind.secrets) {
    if (secrets.place(name) !== 'stored') continue;
    const removed = secrets.remove(name);
    if (!removed.ok) throw new OperationFailure({ code: 'unavailable', message: removed.message });
  }
}

/** The secrets as they would be with what was typed, for a test that stores nothing. */
export function withTyped(kind: SourceKind, secrets: Secrets, typed: Typed): Secrets {
  checkTyped(kind, typed);
  const given = (name: string) => (Object.hasOwn(typed, name) ? typed[name]?.trim() : undefined) || undefined;
  const unsaved = { ok: false, message: 'A test stores nothing.' } as const;
  return {
    get: (name) => given(name) ?? secrets.get(name),
    problem: () => secrets.problem?.() ?? null,
    place: (name) => (given(name) === undefined ? secrets.place(name) : 'stored'),
    save: () => unsaved,
    remove: () => unsaved,
  };
}
