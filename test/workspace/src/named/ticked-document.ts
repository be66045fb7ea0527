/** A document that ticks off a list: every entry as shown by tests that name it, open, or not applicable. */
import type { NamedTest } from './named-tests.ts';

export interface Entry {
  readonly id: string;
  /** What stands below its heading. */
  readonly text: string;
}

export interface Gaps {
  /** By id: what the tests do not show, even where one shows a part of it. */
  readonly open: Readonly<Record<string, string>>;
  /** By id: why it does not apply here. */
  readonly never: Readonly<Record<string, string>>;
}

export type State = 'shown' | 'open' | 'not applicable';

/** An entry that no test names and no gap explains is open, and says just that. */
export function stateOf({ id }: Entry, tests: readonly NamedTest[], { open, never }: Gaps): State {
  if (never[id] !== undefined) return 'not applicable';
  return open[id] !== undefined || tests.length === 0 ? 'open' : 'shown';
}

/** The whole document in Markdown, laid out as the formatter would. */
export function tickedDocument(
  opening: string,
  entries: readonly Entry[],
  tests: readonly NamedTest[],
  gaps: Gaps,
): string {
  const rows = entries.map((entry) => {
    const naming = tests.filter(({ id }) => id === entry.id);
    return { entry, naming, state: stateOf(entry, naming, gaps) };
  });
  const count = (state: State): string => String(rows.filter((row) => row.state === state).length);
  const summary = `${count('shown')} shown, ${count('open')} open, ${count('not applicable')} not applicable.`;
  return `${[opening, summary, ...rows.map((row) => section(row, gaps))].join('\n\n')}\n`;
}

function section(
  row: { readonly entry: Entry; readonly naming: readonly NamedTest[]; readonly state: State },
  { open, never }: Gaps,
): string {
  const { id, text } = row.entry;
  const why = never[id] ?? open[id] ?? (row.state === 'open' ? 'no test names it' : null);
  const lines = [
    `## ${id} ${row.state}`,
    text,
    ...(why === null ? [] : [`${row.state === 'open' ? 'Missing' : 'Reason'}: ${why}.`]),
  ];
  const shown = row.naming.map(({ path, name }) => `- \`${path}\`: \`${name.replaceAll('`', '')}\``);
  return [...lines, ...(shown.length === 0 ? [] : [shown.join('\n')])].join('\n\n');
}
