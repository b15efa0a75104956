/** Keys sent in a header are some 10 to 40 characters; a file pasted in the place of one is more. */
const LONGEST = 256;

/** Whether a key can go in an HTTP header: printable ASCII without spaces, so no line break, and of a sensible length. */
export const fitsHeader = (key: string): boolean => key.length <= LONGEST && /^[\x21-\x7e]+$/.test(key);
