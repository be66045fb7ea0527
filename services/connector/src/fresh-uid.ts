/**
 * Gives a resource another UID and changes nothing else: every UID line with the old value, in all components of a
 * series. A UID of an alarm (RFC 9074 4) has a value of its own and stays.
 */

/** `uid` must need no escaping. A body without a UID comes back as it is. */
export function withUid(body: string, uid: string): string {
  const lines = body.split(/(?<=\n)(?![ \t])/);
  const old = lines.map(valueOfUid).find((value) => value !== null);
  if (old === undefined) return body;
  return lines
    .map((line) => (valueOfUid(line) === old ? `${nameOf(line)}:${uid}${lineEnd(line)}` : line))
    .join('');
}

/** `line` is unfolded only for looking at it. */
function valueOfUid(line: string): string | null {
  const unfolded = line.replaceAll(/\r?\n[ \t]/g, '').trimEnd();
  return /^(?:[\w-]+\.)?UID(?:;[^:]*)?:(.*)$/is.exec(unfolded)?.[1] ?? null;
}

function nameOf(line: string): string {
  const group = /^([\w-]+\.)UID/i.exec(line)?.[1] ?? '';
  return `${group}UID`;
}

function lineEnd(line: string): string {
  return /\r?\n$/.exec(line)?.[0] ?? '';
}
