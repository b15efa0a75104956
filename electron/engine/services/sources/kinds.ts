import type { SourceKind } from '../../feeds/source-kind.ts';

/** Every kind of source a user can add, in the order they are offered. A new one is a folder in `feeds/` and a line here. */
export const SOURCE_KINDS: readonly SourceKind[] = [];
