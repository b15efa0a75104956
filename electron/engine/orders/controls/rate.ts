import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** Not more orders in a minute than a person means to send. */
export const rate: Control = {
  name: 'rate',
  check({ recentOrders, settings }) {
    const text = `${recentOrders} of ${settings.maximumOrdersPerMinute} orders in the last minute`;
    return recentOrders < settings.maximumOrdersPerMinute
      ? pass(`${text}.`)
      : fail(`${text}: wait, or raise the limit in settings.`);
  },
};
