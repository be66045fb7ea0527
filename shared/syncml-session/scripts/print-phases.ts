/** Writes the diagram of the phase table into the README: `node scripts/print-phases.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { phaseDiagram } from '../src/phase-diagram.ts';

const path = new URL('../README.md', import.meta.url);
const readme = readFileSync(path, 'utf8');
const drawn = `\`\`\`mermaid\n${phaseDiagram()}\n\`\`\``;
writeFileSync(
  path,
  readme.replace(/```mermaid\n[\s\S]*?```/, () => drawn),
);
