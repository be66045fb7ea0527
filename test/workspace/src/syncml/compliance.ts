/** The compliance document: every requirement as shown, open or not applicable. */
import type { NamedTest } from '../named/named-tests.ts';
import { tickedDocument } from '../named/ticked-document.ts';
import { never, open } from './gaps.ts';
import type { Requirement } from './requirements.ts';

/** The whole document in Markdown. */
export function complianceDocument(
  requirements: readonly Requirement[],
  tests: readonly NamedTest[],
): string {
  const entries = requirements.map(({ id, level, text, source }) => ({
    id,
    text: `${level.replace('*', '\\*')}: ${text} (${source})`,
  }));
  return tickedDocument(opening, entries, tests, { open: byId(open), never: byId(never) });
}

function byId(numbers: Readonly<Record<number, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(numbers).map(([number, why]) => [`DS-${number.padStart(3, '0')}`, why]),
  );
}

/** What names a requirement within the name of a test. */
export const requirementIds = /\bDS-\d{3}\b/g;

const opening = `# Compliance

Which requirements on a data synchronisation server are kept, and the tests that show it. Written from
\`test/workspace/src/syncml\` and the tests' names by
\`UPDATE_GOLDEN=1 npx vitest run --project unit test/workspace/src/syncml\`; a test fails when it is stale.
MUST, SHOULD and MAY are the source's words, MAY\\* is optional there and wanted here, POLICY is ours. A test below an
open requirement shows a part of it.`;
