/** Tells whether a text can be a bearer token: printable ASCII without spaces, and not empty, as a header requires. */
export function isToken(text: unknown): text is string {
  return typeof text === 'string' && /^[\x21-\x7e]+$/.test(text)
}

/** What {@link isToken} asks for, as advice for people. */
export const tokenRule = 'A token consists of printable ASCII characters without spaces.'
