/** A key or certificate as pasted: often with its line breaks written out. */
export const pemText = (pasted: string): string => pasted.replaceAll('\\n', '\n').trim();
