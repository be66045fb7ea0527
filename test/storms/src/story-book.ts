/** A story in words, for whoever has to find out what went wrong in it. */
export interface Story {
  /** `what` is only asked for when somebody wants to read it. */
  tell(what: () => string): void;
  readonly lines: readonly string[];
}

export function createStory(wanted: boolean, now: () => number): Story {
  const lines: string[] = [];
  return {
    lines,
    tell(what) {
      if (wanted) lines.push(`${new Date(now()).toISOString().slice(5, 23)}  ${what()}`);
    },
  };
}
