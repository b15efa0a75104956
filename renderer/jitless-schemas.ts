/** Imported before any schema is made: zod would try `new Function`, which the page's policy forbids and reports. */
import * as z from 'zod';

z.config({ jitless: true });
