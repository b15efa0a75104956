import * as z from 'zod';
import { operationError } from '../contract/errors.ts';
import { brokenText } from './whole-text.ts';

/** Rises when frames change so that an older peer would misread them. `hello` keeps its fields in every version. */
export const PROTOCOL = 1;
/** Items in one frame. */
export const BATCH_ITEMS = 256;
/** Size limits of one frame as UTF-8 JSON, where the carrier is text. */
export const CLIENT_FRAME_BYTES = 1024 * 1024;
export const SERVER_FRAME_BYTES = 16 * 1024 * 1024;
/** The most items a client may ask for ahead of taking them. */
export const MAXIMUM_CREDIT = 65_536;

const id = z.int().positive();

/**
 * `open` starts a call or a stream under an id the connection has not used before; `credit` lets a stream send that
 * many more items; `cancel` ends either, and is answered with `done` or `fail`.
 */
export const clientFrame = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    id,
    operation: z.string().min(1).max(100),
    input: z.unknown().optional(),
    credit: z.int().min(0).max(MAXIMUM_CREDIT),
  }),
  z.object({ kind: z.literal('credit'), id, items: z.int().min(1).max(MAXIMUM_CREDIT) }),
  z.object({ kind: z.literal('cancel'), id }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

/**
 * `hello` comes first and once. `epoch` names one run of the engine: state sent under another epoch is void.
 * `done` carries a call's result; `done` and `fail` are the last frame of their id.
 */
export const serverFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), protocol: z.int(), engine: z.string(), epoch: z.string().min(1) }),
  z.object({ kind: z.literal('items'), id, items: z.array(z.unknown()).min(1).max(BATCH_ITEMS) }),
  z.object({ kind: z.literal('done'), id, result: z.unknown().optional() }),
  z.object({ kind: z.literal('fail'), id, error: operationError }),
]);
export type ServerFrame = z.infer<typeof serverFrame>;

type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Parses without ever throwing, also where a value's own getters or depth make the schema throw. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  try {
    const parsed = schema.safeParse(value);
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, problem: describeIssues(parsed.error) };
  } catch (error) {
    return { ok: false, problem: String(error) };
  }
}

/** As `check`, for what a client gives: a text in it that is none is refused as well. */
export function checkInput<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  try {
    const broken = brokenText(value);
    if (broken !== null)
      return { ok: false, problem: `${short(broken)}: half of a character is in it, type it again` };
  } catch (error) {
    return { ok: false, problem: String(error) };
  }
  return check(schema, value);
}

const MOST_SHOWN = 500;
/** What a client gave comes back in a message, but not all of a megabyte. */
const short = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);

/** The first issues as one line: `stake: Too small; price: Invalid input`. */
function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, 5).map((issue) => {
    const path = short(issue.path.map(String).join('.'));
    return short(path === '' ? issue.message : `${path}: ${issue.message}`);
  });
  const hidden = error.issues.length - shown.length;
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '');
}
