/** A run told in words: who did what, which fault came in between. Kept only when somebody wants to read it. */
export interface Story {
  /** `what` is only asked for when the story is wanted. */
  tell(who: string, what: () => string): void;
  readonly lines: readonly string[];
}

export function createStory(wanted: boolean, now: () => number, startsAt: number): Story {
  const lines: string[] = [];
  return {
    lines,
    tell(who, what) {
      if (wanted) lines.push(`${clock(now() - startsAt)}  ${who.padEnd(18)} ${what()}`);
    },
  };
}

/** Hours, minutes, seconds and milliseconds since the run began. */
function clock(ms: number): string {
  const text = new Date(ms).toISOString();
  const days = Math.floor(ms / 86_400_000);
  return `${days > 0 ? `${days}d ` : ''}${text.slice(11, 23)}`;
}
