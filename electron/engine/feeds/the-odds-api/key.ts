/** Keys have 32 characters; a longer one of another server is let through, a file pasted in its place is not. */
const LONGEST_KEY = 128;

/** What can be told of a key without asking anybody, without repeating it; `null` where it may be good. */
export function keyProblem(key: string): string | null {
  if (key.length <= LONGEST_KEY)
    return /^[!-~]*$/.test(key)
      ? null
      : 'What was given as the key of The Odds API is none: it has blanks or letters that no key has. Take the one of your account e-mail, alone.';
  const length = key.length.toLocaleString('en-GB');
  return `What was given as the key of The Odds API is none: it has ${length} characters, a key has 32. Take the one of your account e-mail, alone.`;
}
