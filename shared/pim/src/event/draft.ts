/** An event of a body while it is being changed: lines that nobody touches stay verbatim and in place. */
import type { Component, ContentLine } from '../text/content-line.ts';

export class Draft {
  #lines: readonly ContentLine[];
  #components: readonly Component[];
  readonly #name: string;
  #touched = false;

  constructor(item: Component) {
    this.#name = item.name;
    this.#lines = item.lines;
    this.#components = item.components;
  }

  get touched(): boolean {
    return this.#touched;
  }

  get item(): Component {
    return { name: this.#name, lines: this.#lines, components: this.#components };
  }

  line(name: string): ContentLine | undefined {
    return this.#lines.find((line) => line.name === name);
  }

  /** Puts the lines where the first of that name was, else at the end. Without lines the property is removed. */
  set(name: string, ...lines: readonly ContentLine[]): void {
    const at = this.#lines.findIndex((line) => line.name === name);
    const others = this.#lines.filter((line) => line.name !== name);
    const place =
      at < 0 ? others.length : this.#lines.slice(0, at).filter((line) => line.name !== name).length;
    this.#lines = [...others.slice(0, place), ...lines, ...others.slice(place)];
    this.#touched = true;
  }

  /** Changes each line of that name; an empty list removes it. */
  map(name: string, change: (line: ContentLine) => readonly ContentLine[]): void {
    this.#lines = this.#lines.flatMap((line) => (line.name === name ? change(line) : [line]));
    this.#touched = true;
  }

  setComponents(components: readonly Component[]): void {
    this.#components = components;
    this.#touched = true;
  }
}
