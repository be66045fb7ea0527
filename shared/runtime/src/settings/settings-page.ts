import { sections } from './definition.ts';
import { definitions } from './definitions.ts';
import type { Definition } from './definition.ts';

/** SETTINGS.md as text. Printed into deploy/ by `node shared/runtime/src/settings/write-settings-page.ts`. */
export function settingsPage(): string {
  const all = Object.values<Definition>(definitions);
  const parts = sections.map((section) => {
    const rows = all.filter((definition) => definition.section === section).map(cells);
    return [`## ${section}`, '', ...table([['Name', 'Default', 'Meaning'], ...rows])].join('\n');
  });
  return `${[head, ...parts].join('\n\n')}\n`;
}

function cells({ env, default: value, help }: Definition): string[] {
  return [`\`${env}\``, value === null ? '' : `\`${value}\``, help.replaceAll('|', '\\|')];
}

/** Columns are filled up, as the formatter would. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return lines.toSpliced(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
}

const head = `# Settings

All settings are environment variables, read once at start. An empty value counts as not set; a wrong one stops the start
with a line that names it. This page is printed from the code: \`npm run settings -w @anchorage/runtime\`.`;
