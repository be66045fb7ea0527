/** Which values of one field of one item may be left: the last that nobody has written over knowingly. */
export interface FieldValues {
  /** `seen`: what the field showed to whoever writes; null when nobody can say what the value was written over. */
  write(value: string, seen: string | null): void;
  /**
   * The only place that had the value has written over it, and perhaps nobody else ever heard of it: what it was written
   * over may be left as well, unless somebody has written over that otherwise.
   */
  lose(value: string): void;
  left(): readonly string[];
}

/** '' while nobody has written any. */
export function createFieldValues(): FieldValues {
  /** By value, all that it took the place of, and what that had taken the place of before. */
  const written = new Map<string, ReadonlySet<string>>([['', new Set()]]);
  const lost = new Set<string>();
  return {
    write(value, seen) {
      const over = new Set<string>();
      for (const [old, before] of written) {
        // A conflict may have left both values in one field.
        if (seen === null || (old !== seen && (old === '' || !seen.includes(old)))) continue;
        for (const one of [old, ...before]) over.add(one);
      }
      written.set(value, over);
    },
    lose: (value) => void lost.add(value),
    left() {
      const over = new Set([...written].flatMap(([value, before]) => (lost.has(value) ? [] : [...before])));
      return [...written.keys()].filter((value) => !over.has(value));
    },
  };
}
