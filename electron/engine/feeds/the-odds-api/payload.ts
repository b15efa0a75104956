import type { EpochMs } from '../../../../shared/domain/units.ts';
import { epochMs } from './wire-time.ts';

export type ReadPayload =
  | {
      readonly ok: true;
      readonly events: readonly unknown[];
      /** When a historical payload was taken; `null` for a live one. */
      readonly recordedAt: EpochMs | null;
    }
  | { readonly ok: false; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const has = (fields: Fields | undefined, name: string): boolean => fields !== undefined && name in fields;

/** Signs of things that are often taken for an /odds answer, most telling first. */
const MISTAKEN: readonly { readonly sign: (fields: Fields) => boolean; readonly message: string }[] = [
  {
    sign: (fields) => has(fields, 'error_code'),
    message:
      'This is an error answer of The Odds API, not odds. Ask for the odds again with a valid key and parameters.',
  },
  {
    sign: (fields) => has(fields, 'sites') || has(fields, 'sport_nice') || has(fields, 'success'),
    message:
      'This is the old v3 format of The Odds API. Fetch the odds from the v4 API (/v4/sports/{sport}/odds).',
  },
  {
    sign: (fields) => has(fields, 'completed') && has(fields, 'home_team'),
    message: 'These are scores, not odds. Use an answer of /v4/sports/{sport}/odds.',
  },
  {
    sign: (fields) => has(fields, 'has_outrights') || (has(fields, 'group') && has(fields, 'active')),
    message: 'This is a list of sports, not odds. Use an answer of /v4/sports/{sport}/odds.',
  },
  {
    sign: (fields) => has(fields, 'sport_key') && has(fields, 'home_team'),
    message: 'These events have no bookmakers. Use an answer of /v4/sports/{sport}/odds, not of /events.',
  },
];
const UNKNOWN_FORMAT =
  'This is not an answer of The Odds API v4. Expected a list of events with "bookmakers", as /v4/sports/{sport}/odds gives.';

const mistakenFor = (value: unknown): string => {
  const fields = fieldsOf(value);
  return (fields && MISTAKEN.find(({ sign }) => sign(fields))?.message) ?? UNKNOWN_FORMAT;
};

function readEvents(list: readonly unknown[], recordedAt: EpochMs | null): ReadPayload {
  // One recognisable event makes it an odds payload; the rest are then judged one by one.
  if (list.length === 0 || list.some((item) => has(fieldsOf(item), 'bookmakers')))
    return { ok: true, events: list, recordedAt };
  return { ok: false, message: mistakenFor(list[0]) };
}

/**
 * The events of an /odds answer: a list, one event (/events/{id}/odds), or a historical envelope around either.
 * Anything else fails with a sentence saying what it is instead.
 */
export function readOddsPayload(value: unknown): ReadPayload {
  if (Array.isArray(value)) return readEvents(value, null);
  const fields = fieldsOf(value);
  if (fields === undefined) return { ok: false, message: UNKNOWN_FORMAT };
  if (has(fields, 'bookmakers')) return { ok: true, events: [value], recordedAt: null };
  const { timestamp, data } = fields;
  if ((typeof timestamp === 'string' || typeof timestamp === 'number') && data !== undefined) {
    const list = Array.isArray(data) ? data : [data];
    return readEvents(list, epochMs(timestamp) ?? null);
  }
  return { ok: false, message: mistakenFor(value) };
}
