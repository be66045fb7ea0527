/** Physical lines of a text, one after the other, with a look ahead. Line ends: CRLF, LF, CR, also doubled CRs. */
export class LineSource {
  readonly #lines: readonly string[];
  readonly #lastEnds = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#lines = text.replace(/^(?:\u{feff}|\u{ef}\u{bb}\u{bf})/u, '').split(/\r*\n|\r/);
    this.#lines.forEach((line, index) => {
      if (endLine.test(line)) this.#lastEnds.set(line.trim().toUpperCase(), index);
    });
  }

  /** Next line without going on, or undefined at the end. */
  peek(ahead = 0): string | undefined {
    return this.#lines[this.#at + ahead];
  }

  next(): string | undefined {
    const line = this.#lines[this.#at];
    if (line !== undefined) this.#at += 1;
    return line;
  }

  /** Is the next line the last END of its component? Then no soft break may swallow it. */
  endsHere(): boolean {
    const line = this.peek();
    if (line === undefined || !endLine.test(line)) return false;
    return this.#lastEnds.get(line.trim().toUpperCase()) === this.#at;
  }
}

const endLine = /^END[ \t]*:[ \t]*V[A-Z]+[ \t]*$/i;
