import type { FieldReader } from './fields.ts';
import type { MarketChangeMessage } from './messages.ts';

type Envelope = Omit<MarketChangeMessage, 'op' | 'markets'>;

/** What market and order changes have in common. */
export const readEnvelope = (read: FieldReader): Envelope => ({
  id: read.number('id'),
  ct: read.choice('ct', ['SUB_IMAGE', 'RESUB_DELTA', 'HEARTBEAT']),
  initialClk: read.text('initialClk'),
  clk: read.text('clk'),
  publishTime: read.number('pt'),
  heartbeatMs: read.number('heartbeatMs'),
  conflateMs: read.number('conflateMs'),
  segment: read.choice('segmentType', ['SEG_START', 'SEG', 'SEG_END']),
  status: read.number('status'),
});
