/** A function that removes `key`, plain or URL-encoded, and any `apiKey` parameter from a text. */
export function createRedactor(key: string): (text: string) => string {
  const forms = [
    ...new Set([key, encodeURIComponent(key), new URLSearchParams({ k: key }).toString().slice(2)]),
  ]
    .filter((form) => form !== '')
    .sort((a, b) => b.length - a.length);
  return (text) =>
    forms
      .reduce((clean, form) => clean.replaceAll(form, '[key]'), text)
      .replaceAll(/(apiKey=)[^&\s"']*/gi, '$1[key]');
}
