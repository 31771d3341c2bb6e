/** Compiles the text of one expression, such as an arrow function, and returns its value. */
export type Compile = <F>(expression: string) => F

/** Text in a block of bytes, read by ranges of them. */
export interface TextBytes {
  /** Returns the text of a range if all of it is ASCII. */
  ascii(start: number, stop: number): string | undefined
  /** Returns a range as one character per byte: its own for each of the 256, and for ASCII that of ASCII. */
  characters(start: number, stop: number): string
  /** Returns the text of a range; `undefined` if it is not valid UTF-8. */
  utf8(start: number, stop: number): string | undefined
}

/**
 * Lists what the Arrow rooms need from the runtime. Import it as `#arrow/platform`: package.json maps that name to
 * `node.ts` where a runtime has Node's modules, and to `web.ts` everywhere else.
 */
export interface Platform {
  /** Compiles code; `undefined` where a content policy may forbid generated code. */
  readonly compile: Compile | undefined
  /** Opens bytes for reading text. The bytes must not change while it is used. */
  readonly textBytes: (bytes: Uint8Array) => TextBytes
  /** Compares bytes in the order of unsigned bytes: negative, zero or positive. */
  readonly compareBytes: (a: Uint8Array, b: Uint8Array) => number
  /** Allocates bytes in a buffer of their own, at offset 0. What they hold is not defined. */
  readonly allocateBytes: (length: number) => Uint8Array<ArrayBuffer>
}
