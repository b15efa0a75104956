import type { VenueRecord, VenueStore } from '../../electron/engine/ports/venue-store.ts';
import type { Fill } from '../../shared/domain/order.ts';
import type { OrderId } from '../../shared/domain/units.ts';

const OPEN = new Set(['delayed', 'accepted', 'part-matched']);

/** The paper venue's store in memory; it outlives the broker opened on it, as the file would. */
export function createMemoryVenueStore(): VenueStore {
  const records = new Map<OrderId, VenueRecord>();
  const fills = new Map<string, Fill>();
  return {
    save(record, added) {
      records.set(record.id, record);
      for (const fill of added) if (!fills.has(fill.id)) fills.set(fill.id, fill);
    },
    record: (orderId) => records.get(orderId),
    fills: (orderId) => [...fills.values()].filter((fill) => fill.orderId === orderId),
    open: () => [...records.values()].filter((record) => OPEN.has(record.state)),
    close() {},
  };
}
