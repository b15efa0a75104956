import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { WireTime } from './protocol.ts';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
/** 2100-01-01: a later time is milliseconds given as seconds, or nonsense. */
const LATEST_MS = 4_102_444_800_000;

/** A time of the API to milliseconds; `undefined` when it is not one, or lies outside 1970 to 2100. */
export function epochMs(time: WireTime): EpochMs | undefined {
  const ms = typeof time === 'number' ? time * 1000 : ISO.test(time) ? Date.parse(time) : Number.NaN;
  return Number.isSafeInteger(ms) && ms >= 0 && ms < LATEST_MS ? (ms as EpochMs) : undefined;
}
