import { definitions, sections } from './definitions.ts';
import type { Definition } from './definitions.ts';

/** SETTINGS.md as text. Printed into deploy/ by `node shared/runtime/src/settings/write-settings-page.ts`. */
export function settingsPage(): string {
  const all = Object.values<Definition>(definitions);
  const parts = sections.map((section) => {
    const rows = all.filter((definition) => definition.section === section).map(row);
    return [`## ${section}`, '', '| Name | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
  });
  return `${[head, ...parts].join('\n\n')}\n`;
}

function row({ env, default: value, help }: Definition): string {
  return `| \`${env}\` | ${value === null ? '' : `\`${value}\``} | ${help.replaceAll('|', '\\|')} |`;
}

const head = `# Settings

All settings are environment variables, read once at start. An empty value counts as not set; a wrong one stops the start
with a line that names it. This page is printed from the code (\`npm run settings\` in \`shared/runtime\`).`;
