/** Output: JSON on one line for scripts, or a table for people. */
import type { Command } from 'commander';

export type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Prints `value` as JSON when --json was given anywhere on the line, else what `forPeople` makes of it. */
export function print<T>(command: Command, value: T, forPeople: (value: T) => string): void {
  const json = command.optsWithGlobals()['json'] === true;
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${forPeople(value)}\n`);
}

export function table(rows: readonly Row[], empty: string): string {
  const first = rows[0];
  if (first === undefined) return empty;
  const names = Object.keys(first);
  const cells = rows.map((row) => names.map((name) => shown(row[name])));
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(names), ...cells.map(line)].join('\n');
}

function shown(value: Row[string]): string {
  if (value === null || value === undefined || value === '') return '-';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return String(value);
}

export function time(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
