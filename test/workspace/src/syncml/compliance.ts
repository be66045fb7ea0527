/** The compliance document: every requirement as shown, open or not applicable. */
import { never, open } from './gaps.ts';
import type { NamedTest } from './named-tests.ts';
import type { Requirement } from './requirements.ts';

export type State = 'shown' | 'open' | 'not applicable';

/** A requirement that no test names and no gap explains is open, and says just that. */
export function stateOf(requirement: Requirement, tests: readonly NamedTest[]): State {
  const number = numberOf(requirement);
  if (never[number] !== undefined) return 'not applicable';
  return open[number] !== undefined || tests.length === 0 ? 'open' : 'shown';
}

/** The whole document in Markdown, laid out as the formatter would. */
export function complianceDocument(
  requirements: readonly Requirement[],
  tests: readonly NamedTest[],
): string {
  const rows = requirements.map((requirement) => {
    const naming = tests.filter(({ id }) => id === requirement.id);
    const state = stateOf(requirement, naming);
    return { requirement, naming, state };
  });
  const count = (state: State): string => String(rows.filter((row) => row.state === state).length);
  const summary = `${count('shown')} shown, ${count('open')} open, ${count('not applicable')} not applicable.`;
  return `${[opening, summary, ...rows.map(section)].join('\n\n')}\n`;
}

function section(row: {
  readonly requirement: Requirement;
  readonly naming: readonly NamedTest[];
  readonly state: State;
}): string {
  const { id, level, text, source } = row.requirement;
  const number = numberOf(row.requirement);
  const why = never[number] ?? open[number] ?? (row.state === 'open' ? 'no test names it' : null);
  const lines = [
    `## ${id} ${row.state}`,
    `${level.replace('*', '\\*')}: ${text} (${source})`,
    ...(why === null ? [] : [`${row.state === 'open' ? 'Missing' : 'Reason'}: ${why}.`]),
  ];
  const shown = row.naming.map(({ path, name }) => `- \`${path}\`: \`${name.replaceAll('`', '')}\``);
  return [...lines, ...(shown.length === 0 ? [] : [shown.join('\n')])].join('\n\n');
}

const numberOf = ({ id }: Requirement): number => Number(id.slice(3));

const opening = `# Compliance

Which requirements on a data synchronisation server are kept, and the tests that show it. Written from
\`test/workspace/src/syncml\` and the tests' names by
\`UPDATE_GOLDEN=1 npx vitest run --project unit test/workspace/src/syncml\`; a test fails when it is stale.
MUST, SHOULD and MAY are the source's words, MAY\\* is optional there and wanted here, POLICY is ours. A test below an
open requirement shows a part of it.`;
