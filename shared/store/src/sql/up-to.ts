/** The first rows whose data is `maxOctets` at most, together; one at least, if there is any. */
export function upTo(
  rows: readonly { readonly id: string; readonly size: number }[],
  maxOctets: number,
): string[] {
  const taken: string[] = [];
  let octets = 0;
  for (const { id, size } of rows) {
    octets += size;
    if (taken.length > 0 && octets > maxOctets) break;
    taken.push(id);
  }
  return taken;
}
