/** The builders give every contact a name of its own, so that it tells one from another whatever else was changed. */
export function nameOfCard(text: string): string {
  return /^N(?:;[^:]*)?:(.*?)\r?$/m.exec(text)?.[1] ?? '';
}
